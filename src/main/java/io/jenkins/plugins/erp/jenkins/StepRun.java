package io.jenkins.plugins.erp.jenkins;

import io.jenkins.plugins.erp.jenkins.settings.ErpGlobalConfiguration;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Computer;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.ConfigLoader;
import io.jenkins.plugins.erp.config.ErpConfig;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.HostConnections;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.shell.SecretMasker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * One run of a step's work, from the start to its result: puts together what an operation works
 * with, and takes it apart again.
 */
final class StepRun {
    private static final Duration AGENT_WAIT = Duration.ofMinutes(30);
    private static final long AGENT_POLL_MILLIS = 2_000;

    private final StepContext context;
    private final ErpStep step;
    private final String id;
    private final boolean resumed;
    private volatile TaskListenerConsole console;

    StepRun(StepContext context, ErpStep step, String id, boolean resumed) {
        this.context = context;
        this.step = step;
        this.id = id;
        this.resumed = resumed;
    }

    /** The last thing the console was told. */
    String status() {
        TaskListenerConsole current = console;
        return current == null ? "waiting for the agent" : current.last();
    }

    /**
     * Does the work.
     *
     * @return the step's value in the Pipeline
     * @throws OperationException also when a gate did not pass
     */
    Map<String, Object> perform()
            throws ConfigException, OperationException, IOException, InterruptedException {
        Run<?, ?> build = context.get(Run.class);
        FlowNode node = context.get(FlowNode.class);
        TaskListener listener = context.get(TaskListener.class);
        Agent agent = resumed ? await(listener) : Agent.of(context);
        if (agent == null) {
            throw new IOException("there is no workspace; run the step inside node or agent");
        }
        try (SecretBox secrets = new SecretBox(sensitive(agent.environment()));
                FullLog log =
                        FullLog.open(
                                build.getRootDir().toPath(),
                                step.functionName() + "-" + node.getId() + ".log")) {
            console =
                    new TaskListenerConsole(
                            listener.getLogger(),
                            log,
                            secrets::masker,
                            ErpGlobalConfiguration.consoleLines());
            try {
                OperationResult result = operate(build, agent, secrets);
                report(result, build, node);
                return Lists.plain(result.toMap());
            } finally {
                console.close();
                log.archive(build, listener);
            }
        }
    }

    private OperationResult operate(Run<?, ?> build, Agent agent, SecretBox secrets)
            throws ConfigException, OperationException, IOException, InterruptedException {
        AgentShell shell =
                new AgentShell(
                        agent.launcher(),
                        agent.workspace(),
                        agent.environment(),
                        secrets::masker,
                        id,
                        Computer.threadPoolForRemoting);
        if (resumed) {
            console.warn(Texts.of(ErpStep.class, step.resumeText(), step.functionName()));
            shell.killAll();
        }
        AgentWorkspace workspace = new AgentWorkspace(agent.workspace());
        StepCredentials credentials = new StepCredentials(build, secrets);
        ErpConfig config = config(workspace, agent.environment());
        try (SshAgent keys = SshAgent.start(shell, step.sshCredentials(), credentials);
                HostConnections hosts =
                        new HostConnections(
                                shell.withEnvironment(keys.environment()), workspace.path())) {
            return step.run(
                    new OperationContext(
                            config,
                            shell,
                            hosts,
                            workspace,
                            (Console) console,
                            Clock.systemUTC(),
                            agent.environment(),
                            actor(build, agent.environment())),
                    credentials);
        } finally {
            if (Thread.currentThread().isInterrupted()) {
                shell.killAll();
            }
        }
    }

    private static ErpConfig config(AgentWorkspace workspace, Map<String, String> environment)
            throws ConfigException, IOException, InterruptedException {
        Path name = Path.of(workspace.path().replace('\\', '/')).getFileName();
        return ConfigLoader.load(workspace, name == null ? "erp" : name.toString(), environment);
    }

    private void report(OperationResult result, Run<?, ?> build, FlowNode node)
            throws OperationException {
        Outcome outcome = result.outcome();
        if (outcome == Outcome.UNSTABLE) {
            console.warn(result.summary());
            node.addOrReplaceAction(
                    new WarningAction(Result.UNSTABLE).withMessage(result.summary()));
            build.setResult(Result.UNSTABLE);
        } else if (outcome != Outcome.DONE) {
            throw new OperationException(outcome, result.summary());
        }
    }

    /** Values of the variables that withCredentials and the like have bound. */
    private List<String> sensitive(Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> values = new ArrayList<>();
        EnvironmentExpander expander = context.get(EnvironmentExpander.class);
        if (expander != null) {
            for (String name : expander.getSensitiveVariables()) {
                String value = environment.get(name);
                if (value != null && !value.isEmpty()) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    private static String actor(Run<?, ?> build, Map<String, String> environment) {
        String url = environment.get("BUILD_URL");
        return url == null || url.isEmpty() ? build.getExternalizableId() : url;
    }

    /** After a restart the agent may take its time to come back. */
    private Agent await(TaskListener listener) throws IOException, InterruptedException {
        long until = System.nanoTime() + AGENT_WAIT.toNanos();
        boolean told = false;
        while (true) {
            String why;
            try {
                Agent agent = Agent.of(context);
                if (agent != null) {
                    return agent;
                }
                why = "it is not connected";
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
            if (System.nanoTime() > until) {
                throw new IOException(
                        "the agent did not come back within "
                                + AGENT_WAIT.toMinutes()
                                + " minutes of the controller's restart ("
                                + why
                                + ")");
            }
            if (!told) {
                listener.getLogger()
                        .println(Texts.of(ErpStep.class, "resume.waiting", step.functionName()));
                told = true;
            }
            Thread.sleep(AGENT_POLL_MILLIS);
        }
    }

    /**
     * Where the step's commands run.
     *
     * @param environment all variables of the step's place in the Pipeline
     */
    private record Agent(Launcher launcher, FilePath workspace, Map<String, String> environment) {
        /** Null while there is none. */
        static Agent of(StepContext context) throws IOException, InterruptedException {
            Launcher launcher = context.get(Launcher.class);
            FilePath workspace = context.get(FilePath.class);
            EnvVars environment = context.get(EnvVars.class);
            return launcher == null || workspace == null || environment == null
                    ? null
                    : new Agent(launcher, workspace, Map.copyOf(environment));
        }
    }

    /** The secrets that came up so far, to be masked wherever lines are printed. */
    static final class SecretBox implements AutoCloseable {
        private volatile SecretMasker masker;

        SecretBox(List<String> known) {
            masker = SecretMasker.of(known);
        }

        SecretMasker masker() {
            return masker;
        }

        synchronized void add(String secret) {
            masker = masker.and(List.of(secret));
        }

        @Override
        public void close() {
            masker = SecretMasker.NONE;
        }
    }
}
