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
 * <p>It is the directory {@code .erp/lease}. It is made complete under another name and renamed
 * there: rename replaces an empty directory but never one that holds something, so of two who try
 * one wins, and there is no moment at which it is there without its owner. Heartbeats go to a file
 * named after the token, so that a late heartbeat of one who lost the lease does not become the
 * next one's. All times are the host's own.
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
        String token = UUID.randomUUID().toString();
        LeaseOwner owner = new LeaseOwner(actor, operation, token, now, LeaseOwner.thisProcess());
        String directory = host.root() + "/lease";
        String prepared = host.root() + "/lease." + token;
        Optional<LeaseOwner> freed = Optional.empty();
        HELD_HERE.add(token);
        boolean got = false;
        try {
            files.makeDirectory(prepared);
            files.writePlain(prepared + "/beat-" + token, bytes(now), "0600");
            files.writePlain(prepared + "/owner.json", bytes(owner.toJson() + "\n"), "0600");
            got = files.tryMove(prepared, directory);
            if (!got) {
                Optional<Holder> holder = read(host);
                if (holder.isPresent() && holder.get().mayBeFreed(now)) {
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
        files.writePlain(
                host.root() + "/lease/beat-" + owner.token(), bytes(files.epochSeconds()), "0600");
        return true;
    }

    /** Whether the host says that this one has it. */
    public boolean holds() throws ShellException, InterruptedException {
        return read(host).filter(h -> h.owner.token().equals(owner.token())).isPresent();
    }

    /** Gives it up; does nothing when it is somebody else's by now. */
    public void release() throws ShellException, InterruptedException {
        if (holds()) {
            String away = host.root() + "/lease." + owner.token();
            host.files().move(host.root() + "/lease", away);
            host.files().remove(away);
        }
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

    private record Holder(LeaseOwner owner, long lastBeat) {
        boolean mayBeFreed(long now) {
            return owner.knownDead(HELD_HERE::contains) || now - lastBeat > SILENCE.toSeconds();
        }
    }

    private static Optional<Holder> read(HostState host)
            throws ShellException, InterruptedException {
        HostFiles files = host.files();
        Optional<LeaseOwner> owner =
                files.read(host.root() + "/lease/owner.json").flatMap(LeaseOwner::fromJson);
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        long beat =
                files.read(host.root() + "/lease/beat-" + owner.get().token())
                        .map(String::trim)
                        .filter(t -> t.matches("[0-9]{1,12}"))
                        .map(Long::parseLong)
                        .orElse(owner.get().since());
        return Optional.of(new Holder(owner.get(), beat));
    }

    /* Renames the lease away: of two who find it dead one succeeds. What was renamed is looked at
     * again, because a living owner may have come in between; then it goes back. */
    private static Optional<LeaseOwner> free(HostState host, Holder dead)
            throws ShellException, InterruptedException {
        HostFiles files = host.files();
        String away = host.root() + "/lease.dead-" + UUID.randomUUID();
        if (!files.tryMove(host.root() + "/lease", away)) {
            return Optional.empty();
        }
        Optional<LeaseOwner> moved = files.read(away + "/owner.json").flatMap(LeaseOwner::fromJson);
        if (moved.isPresent() && !moved.get().token().equals(dead.owner.token())) {
            files.tryMove(away, host.root() + "/lease");
            return Optional.empty();
        }
        files.remove(away);
        return Optional.of(dead.owner);
    }

    private static byte[] bytes(Object value) {
        return String.valueOf(value).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
