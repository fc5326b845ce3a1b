package io.jenkins.plugins.erp.runner.bench;

import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandFailedException;
import io.jenkins.plugins.erp.shell.CommandTimedOutException;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import io.jenkins.plugins.erp.shell.SshShell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A way that is a list of commands, as a person's script has them: one SSH connection, one command
 * after the other, ended by the first that fails.
 */
abstract class ByHand implements Contestant {
    static final Duration LIMIT = Duration.ofMinutes(3);

    private final BenchStack stack;

    ByHand(BenchStack stack) {
        this.stack = stack;
    }

    BenchStack stack() {
        return stack;
    }

    /** The commands of a deploy. */
    abstract void deploy(Shell shell, String image) throws ShellException, InterruptedException;

    /** The commands of a rollback; unless said otherwise a deploy of the old release. */
    void rollback(Shell shell, String image) throws ShellException, InterruptedException {
        deploy(shell, image);
    }

    @Override
    public final void begin(String image) throws ShellException, InterruptedException {
        try (SshShell shell = stack.connect()) {
            for (List<String> argv :
                    List.of(
                            stack.compose("up", "-d"),
                            stack.manage("migrate", "--noinput"),
                            stack.manage("collectstatic", "--noinput"))) {
                must(shell, image, argv);
            }
        }
    }

    @Override
    public final Done deploy(String image, Stopwatch stopwatch)
            throws ShellException, InterruptedException {
        return timed(stopwatch, shell -> deploy(shell, image));
    }

    @Override
    public final Done rollback(String image, Stopwatch stopwatch)
            throws ShellException, InterruptedException {
        return timed(stopwatch, shell -> rollback(shell, image));
    }

    private interface Work {
        void on(Shell shell) throws ShellException, InterruptedException;
    }

    private Done timed(Stopwatch stopwatch, Work work) throws ShellException, InterruptedException {
        String note = "";
        SshShell ssh = stack.connect();
        try (ssh) {
            work.on(stopwatch.on(ssh));
        } catch (CommandFailedException | CommandTimedOutException e) {
            note = String.valueOf(e.getMessage());
        }
        int docker = (int) stopwatch.spans().stream().filter(CommandSpan::docker).count();
        return new Done(note.isEmpty(), note, ssh.connections(), docker);
    }

    /** Runs a command with a release's image; ends the script when it fails. */
    String must(Shell shell, String image, List<String> argv)
            throws ShellException, InterruptedException {
        Command command =
                Command.of(argv).in(stack.path()).withEnv("ERP_IMAGE", image).withTimeout(LIMIT);
        return shell.run(command, stack.console().output("      | ")).orThrow().stdout();
    }

    /** Runs commands one after the other. */
    void all(Shell shell, String image, List<List<String>> commands)
            throws ShellException, InterruptedException {
        for (List<String> argv : commands) {
            must(shell, image, argv);
        }
    }

    static List<String> shown(List<List<String>> commands) {
        List<String> lines = new ArrayList<>();
        commands.forEach(argv -> lines.add(String.join(" ", argv)));
        return lines;
    }
}
