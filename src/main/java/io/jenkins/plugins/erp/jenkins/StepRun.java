package io.jenkins.plugins.erp.jenkins;

import hudson.model.Computer;
import hudson.model.Result;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.ConfigLoader;
import io.jenkins.plugins.erp.config.ErpConfig;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.jenkins.access.Gate;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import io.jenkins.plugins.erp.jenkins.settings.EnvironmentLookup;
import io.jenkins.plugins.erp.jenkins.settings.EnvironmentLookup.Effective;
import io.jenkins.plugins.erp.jenkins.settings.ErpGlobalConfiguration;
import io.jenkins.plugins.erp.operation.HostConnections;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.operation.RunName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jenkinsci.plugins.workflow.actions.WarningAction;

/**
 * One run of a step's work, from the start to its result: puts together what an operation works
 * with, and takes it apart again.
 */
final class StepRun {
    private final ErpStep step;
    private final StepPlace place;
    private final String id;
    private final boolean resumed;
    private final SecretBox secrets;
    private volatile TaskListenerConsole console;

    /**
     * Does nothing yet.
     *
     * @param id marks every process that the step starts; the same after a restart
     * @param resumed whether the controller was restarted while the step ran
     */
    StepRun(ErpStep step, StepPlace place, String id, boolean resumed) {
        this.step = step;
        this.place = place;
        this.id = id;
        this.resumed = resumed;
        this.secrets = new SecretBox(place.sensitive());
    }

    /** The last thing the console was told. */
    String status() {
        TaskListenerConsole current = console;
        return current == null ? "starting" : current.last();
    }

    /**
     * Does the work.
     *
     * @return the step's value in the Pipeline
     * @throws OperationException also when a gate did not pass
     */
    Map<String, Object> perform()
            throws ConfigException, OperationException, IOException, InterruptedException {
        try (secrets;
                FullLog log =
                        FullLog.open(
                                place.run().getRootDir().toPath(),
                                step.functionName() + "-" + place.mark() + ".log")) {
            console =
                    new TaskListenerConsole(
                            place.listener().getLogger(),
                            log,
                            secrets::masker,
                            ErpGlobalConfiguration.consoleLines());
            try {
                OperationResult result = operate();
                report(result);
                return Lists.plain(result.toMap());
            } finally {
                console.close();
                log.archive(place.run(), place.listener());
            }
        }
    }

    private OperationResult operate()
            throws ConfigException, OperationException, IOException, InterruptedException {
        AgentShell shell =
                new AgentShell(
                        place.launcher(),
                        place.workspace(),
                        place.environment(),
                        secrets::masker,
                        id,
                        Computer.threadPoolForRemoting);
        if (resumed) {
            console.warn(Texts.of(ErpStep.class, step.resumeText(), step.functionName()));
            shell.killAll();
        }
        AgentWorkspace workspace = new AgentWorkspace(place.workspace());
        ErpConfig config = config(workspace);
        Effective settings = settings(config);
        StepCredentials credentials = new StepCredentials(place.run(), secrets, settings);
        Recording recording = Recording.begin(step, config, place, secrets);
        try (SshAccess access = access(config, settings, shell, workspace, credentials);
                HostConnections hosts = new HostConnections(access.shell(), workspace.path())) {
            OperationResult result =
                    step.run(
                            new OperationContext(
                                    access.config(),
                                    shell,
                                    hosts,
                                    workspace,
                                    (Console) console,
                                    Clock.systemUTC(),
                                    variables(),
                                    actor()),
                            credentials);
            recording.end(result, shell, workspace);
            keepWayBack(result, access, workspace);
            return result;
        } catch (ConfigException
                | OperationException
                | IOException
                | InterruptedException
                | RuntimeException
                | Error e) {
            recording.end(e);
            throw e;
        } finally {
            if (Thread.currentThread().isInterrupted()) {
                shell.killAll();
            }
        }
    }

    /** A rollback from a page has no checkout: what it needs stays with the build. */
    private void keepWayBack(OperationResult result, SshAccess access, AgentWorkspace workspace)
            throws InterruptedException {
        if (!changes() || result.outcome().exitCode() != 0) {
            return;
        }
        EnvironmentStep environment = step.onEnvironment().orElseThrow();
        try {
            String text =
                    workspace.exists(ConfigLoader.FILE) ? workspace.read(ConfigLoader.FILE) : "";
            new WayBack(
                            String.valueOf(Path.of(workspace.path()).getFileName()),
                            text,
                            WayBack.variables(
                                    text, place.environment(), Set.copyOf(place.sensitive())),
                            access.knownHosts(),
                            access.key(),
                            WayBack.label(place.environment()))
                    .write(place.run().getRootDir().toPath(), environment.getEnvironment());
        } catch (IOException e) {
            console.warn(Texts.of(ErpStep.class, "wayBack.missing", e.getMessage()));
        }
    }

    /** The place's variables, with the name that the run has each time it is begun. */
    private Map<String, String> variables() {
        Map<String, String> all = new TreeMap<>(place.environment());
        all.put(RunName.ID, id);
        if (resumed) {
            all.put(RunName.AGAIN, "true");
        }
        return all;
    }

    private ErpConfig config(AgentWorkspace workspace)
            throws ConfigException, IOException, InterruptedException {
        Path name = Path.of(workspace.path().replace('\\', '/')).getFileName();
        return ConfigLoader.load(
                workspace,
                name == null ? "erp" : name.toString(),
                place.environment(),
                EnvironmentLookup.further(place.run().getParent()));
    }

    private Effective settings(ErpConfig config) {
        return EnvironmentLookup.find(
                place.run().getParent(),
                config.app(),
                step.onEnvironment().map(EnvironmentStep::getEnvironment).orElse(""));
    }

    /** Asks the policy first: nothing is reached for somebody who may not. */
    private SshAccess access(
            ErpConfig config,
            Effective settings,
            AgentShell shell,
            AgentWorkspace workspace,
            StepCredentials credentials)
            throws ConfigException, IOException, InterruptedException {
        if (changes() && !resumed) {
            String environment =
                    Required.environment(
                            step.functionName(),
                            step.onEnvironment().orElseThrow().getEnvironment());
            Gate.check(place.run(), config.app(), config.environment(environment), step.kind());
        }
        return SshAccess.open(
                step.onEnvironment(), settings, config, shell, workspace, credentials, id);
    }

    /** Whether it changes what runs on hosts. */
    private boolean changes() {
        return !step.onlyShows() && Set.of("deploy", "rollback").contains(step.kind());
    }

    private void report(OperationResult result) throws OperationException {
        Outcome outcome = result.outcome();
        if (outcome == Outcome.UNSTABLE) {
            console.warn(result.summary());
            place.node()
                    .ifPresent(
                            node ->
                                    node.addOrReplaceAction(
                                            new WarningAction(Result.UNSTABLE)
                                                    .withMessage(result.summary())));
            place.run().setResult(Result.UNSTABLE);
        } else if (outcome != Outcome.DONE) {
            throw new OperationException(outcome, result.summary());
        }
    }

    private String actor() {
        String url = place.environment().get("BUILD_URL");
        return url == null || url.isEmpty() ? place.run().getExternalizableId() : url;
    }
}
