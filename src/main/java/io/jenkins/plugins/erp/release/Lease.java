package io.jenkins.plugins.erp.release;

import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to change a host, held by one run at a time.
 *
 * <p>It is the directory {@code .erp/lease} with one entry named after the holder's token. It is
 * made complete under another name and renamed there: rename replaces an empty directory but never
 * one that holds something, so of two who try one wins, and there is no moment at which it is held
 * without its owner. It is given up, and taken from one who is dead, by renaming that entry away,
 * by its token: whoever comes too late renames nothing, and never takes the next one's. Heartbeats
 * go to a file beside it, named after the token, so that a late one changes nothing either.
 *
 * <p>Silence is measured by the host's uptime, not by its clock: one that is set forward does not
 * take the lease from a holder that lives, and one that is set back does not keep it for a dead
 * one. After a restart of the host a holder has the same time as ever to be heard again.
 */
public final class Lease {
    /** A holder that says nothing for this long has lost it. */
    public static final Duration SILENCE = Duration.ofSeconds(90);

    /** Time between two heartbeats. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final Set<String> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final HostState host;
    private final LeaseOwner owner;

    private Lease(HostState host, LeaseOwner owner) {
        this.host = host;
        this.owner = owner;
    }

    /**
     * What came of an attempt.
     *
     * @param lease when it was got
     * @param holder who has it, when it was not
     * @param freedFrom who was found dead or silent and lost it, if somebody was
     * @param heldSeconds how long the holder has had it
     */
    public record Attempt(
            Optional<Lease> lease,
            Optional<LeaseOwner> holder,
            Optional<LeaseOwner> freedFrom,
            long heldSeconds) {}

    /** Tries once. The host's directories must be there. */
    public static Attempt tryAcquire(HostState host, String actor, String operation)
            throws ShellException, InterruptedException {
        HostFiles files = host.files();
        long now = files.epochSeconds();
        HostFiles.Uptime up = files.uptime();
        String token = UUID.randomUUID().toString();
        LeaseOwner owner = new LeaseOwner(actor, operation, token, now, LeaseOwner.thisProcess());
        String directory = host.root() + "/lease";
        String prepared = host.root() + "/lease." + token;
        Optional<LeaseOwner> freed = Optional.empty();
        HELD_HERE.add(token);
        boolean got = false;
        try {
            files.makeDirectory(prepared);
            files.writePlain(beat(host, token), bytes(up), "0600");
            files.writePlain(
                    prepared + "/" + token + "/owner.json", bytes(owner.toJson() + "\n"), "0600");
            got = files.tryMove(prepared, directory);
            if (!got) {
                Optional<Holder> holder = read(host);
                if (holder.isPresent() && holder.get().mayBeFreed(up, now)) {
                    freed = free(host, holder.get());
                    got = files.tryMove(prepared, directory);
                }
            }
            if (got) {
                return new Attempt(Optional.of(new Lease(host, owner)), Optional.empty(), freed, 0);
            }
            Optional<Holder> holder = read(host);
            return new Attempt(
                    Optional.empty(),
                    holder.map(Holder::owner),
                    freed,
                    holder.map(h -> Math.max(0, now - h.owner.since())).orElse(0L));
        } finally {
            if (!got) {
                HELD_HERE.remove(token);
                files.remove(prepared);
                files.remove(beat(host, token));
            }
        }
    }

    /** Who holds it. */
    public LeaseOwner owner() {
        return owner;
    }

    /**
     * Says that the holder lives.
     *
     * @return whether it still has the lease
     */
    public boolean renew() throws ShellException, InterruptedException {
        HostFiles files = host.files();
        if (!holds()) {
            return false;
        }
        // whole or not at all: a half-written one would look like silence
        files.write(beat(host, owner.token()), bytes(files.uptime()));
        return true;
    }

    /** Whether the host says that this one has it. */
    public boolean holds() throws ShellException, InterruptedException {
        return read(host).filter(h -> h.owner.token().equals(owner.token())).isPresent();
    }

    /** Gives it up; does nothing when it is somebody else's by now. */
    public void release() throws ShellException, InterruptedException {
        takeAway(host, owner.token());
        HELD_HERE.remove(owner.token());
    }

    /** Forgets it without telling the host, as a process that dies does. */
    public void abandon() {
        HELD_HERE.remove(owner.token());
    }

    /** Who holds the lease of a host, for those who only look. */
    public static Optional<LeaseOwner> holder(HostState host)
            throws ShellException, InterruptedException {
        return read(host).map(Holder::owner);
    }

    /**
     * Who holds the lease of a host, and whether it is known to be gone or silent.
     *
     * @param heldSeconds since it was got, by the host's clock
     */
    public record Seen(LeaseOwner owner, boolean gone, long heldSeconds) {}

    /** Who holds it and how it is; for those who free it by hand. */
    public static Optional<Seen> look(HostState host) throws ShellException, InterruptedException {
        Optional<Holder> holder = read(host);
        if (holder.isEmpty()) {
            return Optional.empty();
        }
        long now = host.files().epochSeconds();
        LeaseOwner owner = holder.get().owner();
        return Optional.of(
                new Seen(
                        owner,
                        holder.get().mayBeFreed(host.files().uptime(), now),
                        Math.max(0, now - owner.since())));
    }

    /**
     * Takes it away from its holder, alive or not.
     *
     * @return whether that holder had it until now
     */
    public static boolean breakOpen(HostState host, LeaseOwner holder)
            throws ShellException, InterruptedException {
        return takeAway(host, holder.token());
    }

    private record Holder(LeaseOwner owner, HostFiles.Uptime lastBeat) {
        boolean mayBeFreed(HostFiles.Uptime up, long clock) {
            // an older version wrote the clock's seconds
            boolean byClock = lastBeat.boot().equals("clock");
            return owner.knownDead(HELD_HERE::contains)
                    || silent(lastBeat, byClock ? new HostFiles.Uptime("clock", clock) : up);
        }
    }

    /** Whether the last heartbeat is too long ago. */
    static boolean silent(HostFiles.Uptime beat, HostFiles.Uptime now) {
        long heard = beat.boot().equals(now.boot()) ? beat.seconds() : 0;
        return now.seconds() - heard > SILENCE.toSeconds();
    }

    private static Optional<Holder> read(HostState host)
            throws ShellException, InterruptedException {
        HostFiles files = host.files();
        String directory = host.root() + "/lease";
        Optional<LeaseOwner> owner = Optional.empty();
        for (String name : files.list(directory)) {
            if (owner.isEmpty() && name.matches("[A-Za-z0-9-]{8,64}")) {
                owner =
                        files.read(directory + "/" + name + "/owner.json")
                                .flatMap(LeaseOwner::fromJson)
                                .filter(o -> o.token().equals(name));
            }
        }
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        HostFiles.Uptime beat =
                files.read(beat(host, owner.get().token()))
                        .map(t -> (t.trim().matches("[0-9]+") ? "clock " + t : t).trim().split(" "))
                        .filter(w -> w.length == 2 && w[1].matches("[0-9]{1,12}"))
                        .map(w -> new HostFiles.Uptime(w[0], Long.parseLong(w[1])))
                        .orElse(new HostFiles.Uptime("unknown", 0));
        return Optional.of(new Holder(owner.get(), beat));
    }

    private static Optional<LeaseOwner> free(HostState host, Holder dead)
            throws ShellException, InterruptedException {
        return takeAway(host, dead.owner.token()) ? Optional.of(dead.owner) : Optional.empty();
    }

    /* One rename of one token's entry: of several who try one succeeds, and never on another's. */
    private static boolean takeAway(HostState host, String token)
            throws ShellException, InterruptedException {
        HostFiles files = host.files();
        String away = host.root() + "/lease." + token + ".over";
        boolean taken = files.tryMove(host.root() + "/lease/" + token, away);
        if (taken) {
            files.remove(away);
            files.remove(beat(host, token));
        }
        return taken;
    }

    private static String beat(HostState host, String token) {
        return host.root() + "/beat." + token;
    }

    private static byte[] bytes(HostFiles.Uptime beat) {
        return bytes(beat.boot() + " " + beat.seconds() + "\n");
    }

    private static byte[] bytes(String value) {
        return value.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
