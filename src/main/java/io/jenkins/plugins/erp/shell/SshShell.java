package io.jenkins.plugins.erp.shell;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs commands on a host with the OpenSSH client of another shell's machine, over one connection
 * that all commands share (see {@link RemoteCommand} for how one travels). Where that shell can
 * hold a {@link Conversation}, a few sessions stay open on the connection and most commands go over
 * them; elsewhere, and where a command is too much for one, the client is started for it. What a
 * program leaves running behind it is not waited for. A connection that was lost between two
 * commands is opened anew; one lost while a command runs is the caller's to deal with. Safe for
 * many threads.
 */
public final class SshShell implements Shell, AutoCloseable {
    /**
     * Commands at once: under sshd's default of ten sessions a connection, so that one is left to
     * end others.
     */
    private static final int SESSIONS = 8;

    /** Of these, over sessions that stay; the others have a session of their own. */
    private static final int STANDING = 4;

    private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(20);
    private static final int SESSION_TRIES = 50;
    private static final long SESSION_WAIT_MILLIS = 200;

    private final Shell local;
    private final SshOptions options;
    private final Semaphore running = new Semaphore(SESSIONS, true);
    private final Semaphore alone = new Semaphore(SESSIONS - STANDING, true);
    private final StandingSessions standing =
            new StandingSessions(STANDING, this::converse, () -> alone.release(STANDING));
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger commands = new AtomicInteger();
    private String directory;
    private boolean open;
    private boolean closed;

    private SshShell(Shell local, SshOptions options) {
        this.local = local;
        this.options = options;
    }

    /**
     * Opens the connection.
     *
     * @param local where the SSH client runs: this machine or an agent
     * @throws HostUnreachableException when there is no connection to be had
     * @throws HostKeyException when the host's key is unknown or another one
     * @throws LoginRefusedException when it does not let the user in
     */
    public static SshShell open(Shell local, SshOptions options)
            throws ShellException, InterruptedException {
        SshShell shell = new SshShell(local, options);
        try {
            shell.connect();
        } catch (ShellException | InterruptedException | RuntimeException e) {
            shell.close();
            throw e;
        }
        return shell;
    }

    @Override
    public String where() {
        return options.address();
    }

    /** How many connections were opened so far: one, unless it was lost and opened anew. */
    public int connections() {
        return connections.get();
    }

    /** How many commands were run so far. */
    public int commands() {
        return commands.get();
    }

    @Override
    public boolean streams() {
        return local.streams();
    }

    @Override
    public CommandResult feed(Command command, Feed feed, Output output)
            throws ShellException, InterruptedException {
        commands.incrementAndGet();
        running.acquire();
        try {
            if (!alive()) {
                connect();
            }
            // what was fed cannot be fed again, so that it is tried once
            RemoteCommand remote = new RemoteCommand(command);
            CommandResult result = alone(command, remote, Optional.of(feed), output);
            if (result.exitCode() == 255 && !remote.started()) {
                throw new ConnectionLostException(
                        where() + " did not start: " + command + quoted(result.tail()));
            }
            return judge(command, remote, result, false);
        } finally {
            running.release();
        }
    }

    @Override
    public CommandResult run(Command command, Output output)
            throws ShellException, InterruptedException {
        commands.incrementAndGet();
        running.acquire();
        try {
            boolean reopened = false;
            int refused = 0;
            int unbegun = 0;
            while (true) {
                RemoteCommand remote = new RemoteCommand(command);
                Optional<StandingSession> session =
                        unbegun < STANDING && remote.fits() ? standing.take() : Optional.empty();
                CommandResult result =
                        session.isPresent()
                                ? over(session.get(), command, remote, output)
                                : alone(command, remote, Optional.empty(), output);
                if (result.exitCode() != 255 || remote.started()) {
                    return judge(command, remote, result, session.isPresent());
                }
                // it never began on the host, so it may be tried again
                List<String> said = result.tail();
                if (session.isPresent()) {
                    unbegun++;
                } else if (SshFailure.tooManySessions(said) && ++refused < SESSION_TRIES) {
                    standing.shrink();
                    Thread.sleep(SESSION_WAIT_MILLIS);
                } else if (!alive() && !reopened) {
                    reopened = true;
                    connect();
                } else {
                    throw new ConnectionLostException(
                            where() + " did not start: " + command + quoted(said));
                }
            }
        } finally {
            running.release();
        }
    }

    private CommandResult over(
            StandingSession session, Command command, RemoteCommand remote, Output output)
            throws ShellException, InterruptedException {
        try {
            return session.run(command, remote, output, where(), this::kill);
        } finally {
            standing.give(session);
        }
    }

    /** With a process of the SSH client and a session of the server of its own. */
    private CommandResult alone(
            Command command, RemoteCommand remote, Optional<Feed> feed, Output output)
            throws ShellException, InterruptedException {
        alone.acquire();
        try {
            return attempt(command, remote, feed, output);
        } finally {
            alone.release();
        }
    }

    private Optional<Conversation> converse(String nonce)
            throws ShellException, InterruptedException {
        synchronized (this) {
            if (!open) {
                throw new ShellException("there is no connection to " + where() + " now");
            }
        }
        String line = RemoteCommand.loopLine(nonce);
        return local.converse(Command.of(SshCommands.run(options, socket(), line)));
    }

    private CommandResult attempt(
            Command command, RemoteCommand remote, Optional<Feed> feed, Output output)
            throws ShellException, InterruptedException {
        Command ssh =
                new Command(
                        SshCommands.run(options, socket(), remote.line()),
                        Map.of(),
                        Optional.empty(),
                        remote.stdin(),
                        command.secrets(),
                        command.timeout());
        try {
            return feed.isPresent()
                    ? local.feed(ssh, feed.get(), remote.reading(output))
                    : local.run(ssh, remote.reading(output));
        } catch (FeedFailedException e) {
            kill(remote);
            throw e;
        } catch (CommandTimedOutException e) {
            kill(remote);
            throw new CommandTimedOutException(command, where(), remote.clean(e.tail()));
        } catch (InterruptedException e) {
            kill(remote);
            throw e;
        }
    }

    private CommandResult judge(
            Command command, RemoteCommand remote, CommandResult result, boolean overSession)
            throws ShellException, InterruptedException {
        List<String> tail = remote.clean(result.tail());
        if (!remote.started()) {
            throw new ShellException(
                    where()
                            + " let the user in, but its login shell did not run: "
                            + command
                            + quoted(tail));
        }
        if (remote.programMissing()) {
            throw new ProgramMissingException(command.argv().get(0), where());
        }
        if (remote.directoryMissing()) {
            throw new ShellException(
                    "there is no directory "
                            + command.directory().orElse("")
                            + " on "
                            + where()
                            + " to run in: "
                            + command);
        }
        boolean ended = result.exitCode() == 255 && !remote.ownExit255();
        boolean cut = ended && !alive();
        if (cut || (ended && overSession)) {
            String what = cut ? "the connection to " : "the session on ";
            throw new ConnectionLostException(
                    what
                            + where()
                            + " (port "
                            + options.port()
                            + ") was lost during: "
                            + command
                            + "\nWhether it went on there is not known."
                            + quoted(tail));
        }
        return new CommandResult(
                command, where(), result.exitCode(), result.stdout(), tail, result.elapsed());
    }

    /** Ends what a command left running there; its own failure is not the one to be told of. */
    private void kill(RemoteCommand remote) throws InterruptedException {
        if (remote.group().isEmpty()) {
            return;
        }
        String line = RemoteCommand.killLine(remote.group().getAsLong());
        try {
            local.run(control(SshCommands.run(options, socket(), line)));
        } catch (ShellException e) {
            synchronized (this) {
                open = false;
            }
        }
    }

    private boolean alive() throws InterruptedException {
        try {
            boolean alive =
                    local.run(control(SshCommands.control(options, socket(), "check"))).ok();
            synchronized (this) {
                open = open && alive;
            }
            return alive;
        } catch (ShellException e) {
            return false;
        }
    }

    /** Opens the connection unless it stands. */
    private synchronized void connect() throws ShellException, InterruptedException {
        if (closed) {
            throw new ShellException("the connection to " + where() + " has been closed");
        }
        if (open) {
            return;
        }
        if (directory == null) {
            // the client's control sockets must have short paths that nobody else can enter
            directory =
                    local.run(control(List.of("mktemp", "-d", "/tmp/erp-ssh-XXXXXXXX")))
                            .orThrow()
                            .stdout()
                            .strip();
        }
        String socket = directory + "/" + (connections.get() + 1);
        Command command =
                Command.of(SshCommands.open(options, socket))
                        .withTimeout(options.connectTimeout().plus(CONTROL_TIMEOUT));
        CommandResult result;
        try {
            result = local.run(command);
        } catch (CommandTimedOutException e) {
            throw new HostUnreachableException(
                    where()
                            + " cannot be reached: the connection on port "
                            + options.port()
                            + " was taken, then nothing came for "
                            + command.timeout().toSeconds()
                            + " s"
                            + quoted(e.tail()));
        }
        if (!result.ok()) {
            throw SshFailure.of(options, result.tail(), local.where());
        }
        connections.incrementAndGet();
        open = true;
    }

    private synchronized String socket() {
        return directory + "/" + connections.get();
    }

    private static Command control(List<String> argv) {
        return Command.of(argv).withTimeout(CONTROL_TIMEOUT);
    }

    private static String quoted(List<String> lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines.subList(Math.max(0, lines.size() - 12), lines.size())) {
            text.append("\n    | ").append(line);
        }
        return text.toString();
    }

    /** Closes the connection; what still runs over it is cut off. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean interrupted = Thread.interrupted();
        standing.close();
        try {
            if (open) {
                local.run(control(SshCommands.control(options, socket(), "exit")));
            }
            if (directory != null) {
                local.run(control(List.of("rm", "-rf", "--", directory)));
            }
        } catch (ShellException e) {
            // an idle connection ends by itself after a few minutes
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
