package io.jenkins.plugins.erp.jenkins;

import hudson.FilePath;
import hudson.Launcher;
import hudson.Proc;
import io.jenkins.plugins.erp.operation.RunName;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.CommandTimedOutException;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.OutputCollector;
import io.jenkins.plugins.erp.shell.ProgramMissingException;
import io.jenkins.plugins.erp.shell.SecretMasker;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Runs commands where the Pipeline's place is: on the agent, inside {@code docker.inside}, with the
 * variables of {@code withEnv} and {@code sshagent}, since it uses the step's own launcher. Every
 * process carries two variables by which it and its children are found and ended.
 */
final class AgentShell implements Shell {
    /** Names the step that started a process. */
    static final String STEP_MARK = RunName.ID;

    /** Names the command that a process belongs to. */
    static final String COMMAND_MARK = "ERP_COMMAND_ID";

    /** Exit code of env for a program that is not there (env(1)). */
    private static final int NOT_FOUND = 127;

    private static final Duration KILL_LIMIT = Duration.ofSeconds(30);

    private final Launcher launcher;
    private final FilePath workspace;
    private final Map<String, String> environment;
    private final Supplier<SecretMasker> masker;
    private final String id;
    private final ExecutorService pool;
    private final AtomicLong counter;

    /**
     * With the step's launcher.
     *
     * @param environment for every command
     * @param masker asked anew for each command
     * @param id of the step's run, the same after a restart
     * @param pool whose threads may wait for the agent
     */
    AgentShell(
            Launcher launcher,
            FilePath workspace,
            Map<String, String> environment,
            Supplier<SecretMasker> masker,
            String id,
            ExecutorService pool) {
        this(launcher, workspace, environment, masker, id, pool, new AtomicLong());
    }

    private AgentShell(
            Launcher launcher,
            FilePath workspace,
            Map<String, String> environment,
            Supplier<SecretMasker> masker,
            String id,
            ExecutorService pool,
            AtomicLong counter) {
        this.launcher = launcher;
        this.workspace = workspace;
        this.environment = Map.copyOf(environment);
        this.masker = masker;
        this.id = id;
        this.pool = pool;
        this.counter = counter;
    }

    /** The same with more variables for every command. */
    AgentShell withEnvironment(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(more);
        return new AgentShell(launcher, workspace, all, masker, id, pool, counter);
    }

    @Override
    public String where() {
        String node = environment.get("NODE_NAME");
        return node == null || node.isEmpty() ? "the agent" : "agent " + node;
    }

    @Override
    public CommandResult run(Command command, Output output)
            throws ShellException, InterruptedException {
        long begin = System.nanoTime();
        String commandId = id + "-" + counter.incrementAndGet();
        try (OutputCollector collector =
                new OutputCollector(masker.get().and(command.secrets()), output)) {
            Proc process = start(command, commandId, collector);
            Future<Integer> exit = pool.submit(process::join);
            int code;
            try {
                code = exit.get(command.timeout().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                kill(process, commandId);
                collector.close();
                throw new CommandTimedOutException(command, where(), collector.tail());
            } catch (InterruptedException e) {
                kill(process, commandId);
                throw e;
            } catch (ExecutionException e) {
                throw new ShellException(
                        "the way to "
                                + where()
                                + " was lost during: "
                                + command
                                + " ("
                                + reason(e.getCause())
                                + ")",
                        e.getCause());
            }
            collector.close();
            collector.rethrow();
            if (code == NOT_FOUND && unknown(collector.tail(), command.argv().get(0))) {
                throw new ProgramMissingException(command.argv().get(0), where());
            }
            return new CommandResult(
                    command,
                    where(),
                    code,
                    collector.text(),
                    collector.tail(),
                    Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    /** Ends whatever this step has left running on the agent. */
    void killAll() throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        bounded(
                () -> {
                    launcher.kill(Map.of(STEP_MARK, id));
                    return null;
                });
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Proc start(Command command, String commandId, OutputCollector collector)
            throws ShellException {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(command.environment());
        all.put(STEP_MARK, id);
        all.put(COMMAND_MARK, commandId);
        all.replaceAll((name, value) -> literal(value));
        try {
            return launcher.launch()
                    .cmds(words(command).stream().map(AgentShell::literal).toList())
                    .envs(all)
                    .pwd(command.directory().map(workspace::child).orElse(workspace))
                    .stdin(new ByteArrayInputStream(command.stdin()))
                    .stdout(collector.stdout())
                    .stderr(collector.stderr())
                    .quiet(true)
                    .start();
        } catch (IOException e) {
            String reason = reason(e);
            if (reason.contains("error=2,")) {
                throw new ProgramMissingException(command.argv().get(0), where());
            }
            // the rest of the reason repeats program and directory
            String shown =
                    reason.substring(reason.indexOf("error=") < 0 ? 0 : reason.indexOf("error="));
            throw new ShellException(
                    "cannot be started on " + where() + ": " + command + " (" + shown + ")", e);
        }
    }

    /**
     * A launcher looks for a program on the agent's own PATH; env does so on that of the Pipeline's
     * place, which {@code withEnv}, {@code tools} and {@code docker.withTool} may have changed.
     */
    private List<String> words(Command command) {
        List<String> argv = command.argv();
        if (!environment.containsKey("PATH") || argv.get(0).contains("/") || !launcher.isUnix()) {
            return argv;
        }
        List<String> words = new ArrayList<>(argv.size() + 1);
        words.add("env");
        words.addAll(argv);
        return words;
    }

    /** Whether env has said that there is no such program. */
    private static boolean unknown(List<String> tail, String program) {
        return tail.stream().anyMatch(l -> l.startsWith("env: ") && l.contains(program));
    }

    /** Jenkins' launchers put variables in for {@code $NAME} in words and values. */
    private static String literal(String text) {
        return text.replace("$", "$$");
    }

    private void kill(Proc process, String commandId) throws InterruptedException {
        bounded(
                () -> {
                    process.kill();
                    launcher.kill(Map.of(COMMAND_MARK, commandId));
                    return null;
                });
    }

    /** An agent that is gone must not hold up the abort of a build. */
    private void bounded(java.util.concurrent.Callable<Void> work) throws InterruptedException {
        Future<Void> done = pool.submit(work);
        try {
            done.get(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            done.cancel(true);
        }
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
