package io.jenkins.plugins.erp.runner.demo;

import io.jenkins.plugins.erp.build.BuildRequest;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.deploy.BackupsQuery;
import io.jenkins.plugins.erp.deploy.BackupsRequest;
import io.jenkins.plugins.erp.deploy.DeployOperation;
import io.jenkins.plugins.erp.deploy.DeployRequest;
import io.jenkins.plugins.erp.deploy.Heart;
import io.jenkins.plugins.erp.deploy.ReleasesQuery;
import io.jenkins.plugins.erp.deploy.ReleasesRequest;
import io.jenkins.plugins.erp.deploy.RestoreOperation;
import io.jenkins.plugins.erp.deploy.RestoreRequest;
import io.jenkins.plugins.erp.deploy.RollbackOperation;
import io.jenkins.plugins.erp.deploy.RollbackRequest;
import io.jenkins.plugins.erp.health.HealthOperation;
import io.jenkins.plugins.erp.health.HealthRequest;
import io.jenkins.plugins.erp.operation.Hosts;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.Operations;
import io.jenkins.plugins.erp.runner.Platform;
import io.jenkins.plugins.erp.runner.load.Traffic;
import io.jenkins.plugins.erp.runner.sim.SimClock;
import io.jenkins.plugins.erp.runner.sim.SimImage;
import io.jenkins.plugins.erp.runner.sim.SimRegistry;
import io.jenkins.plugins.erp.runner.sim.SimulatedHost;
import io.jenkins.plugins.erp.scan.ScanRequest;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.SecretMasker;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import io.jenkins.plugins.erp.test.TestRequest;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The simulated host: real deploy and rollback code, a host and a registry in memory. */
public final class SimPlace implements DemoPlace {
    private static final String PROJECT = "sample_erp";
    private static final Map<String, SimImage.Defect> DEFECTS =
            Map.of(
                    "image", SimImage.Defect.CRASH,
                    "health", SimImage.Defect.UNHEALTHY,
                    "migration", SimImage.Defect.MIGRATION);

    private final Path state;
    private final Optional<String> why;
    private final SimClock clock = new SimClock(Instant.now());
    private final SimRegistry registry = new SimRegistry();
    private final SimulatedHost host = new SimulatedHost("deploy@simulated", clock, registry);
    private SimImage.Defect defect = SimImage.Defect.NONE;

    /**
     * A fresh one.
     *
     * @param state directory for working copy and report
     * @param why the real run is not possible here, where it is not
     */
    public SimPlace(Path state, Optional<String> why) {
        this.state = state;
        this.why = why;
    }

    @Override
    public Optional<String> banner() {
        String text = Messages.of(SimPlace.class, "demo.simulated");
        return Optional.of(
                why.map(w -> text + " " + Messages.of(SimPlace.class, "demo.simulated.why", w))
                        .orElse(text));
    }

    @Override
    public List<String> announce() {
        return List.of();
    }

    @Override
    public void up(Console console) {
        // a host in memory is up
    }

    @Override
    public Path state() {
        return state;
    }

    @Override
    public Map<String, String> variables() {
        return Map.of(
                "ERP_HOST", "deploy@simulated",
                "ERP_PROJECT", PROJECT,
                "ERP_IMAGE_REPOSITORY", "registry.simulated/sample_erp");
    }

    @Override
    public Map<String, String> envFile() {
        return Map.of();
    }

    @Override
    public void breaking(String kind) {
        defect = DEFECTS.getOrDefault(kind, SimImage.Defect.NONE);
    }

    @Override
    public Platform platform() {
        return new Platform() {
            @Override
            public Shell shell(
                    Path directory,
                    Map<String, String> environment,
                    Supplier<SecretMasker> secrets) {
                return new GitOnly(new LocalShell().in(directory).withEnvironment(environment));
            }

            @Override
            public Hosts hosts(Shell shell, Path directory) {
                return (environment, address) -> host;
            }

            @Override
            public Clock clock() {
                return clock;
            }
        };
    }

    /** The simulated build machine has git and nothing else. */
    private record GitOnly(Shell inner) implements Shell {
        @Override
        public String where() {
            return inner.where();
        }

        @Override
        public CommandResult run(Command command, Output output)
                throws ShellException, InterruptedException {
            return command.argv().get(0).equals("git")
                    ? inner.run(command, output)
                    : new CommandResult(command, where(), 127, "", List.of(), Duration.ZERO);
        }
    }

    @Override
    public Operations operations() {
        return new Operations()
                .with(BuildRequest.class, new SimBuild(registry, clock, () -> defect))
                .with(TestRequest.class, SimBuild.leftOut("test"))
                .with(ScanRequest.class, SimBuild.leftOut("scan"))
                .with(DeployRequest.class, new DeployOperation(clock.pause(), Heart.STILL))
                .with(RollbackRequest.class, new RollbackOperation(clock.pause(), Heart.STILL))
                .with(HealthRequest.class, new HealthOperation(clock.pause()))
                .with(ReleasesRequest.class, new ReleasesQuery())
                .with(BackupsRequest.class, new BackupsQuery())
                .with(RestoreRequest.class, new RestoreOperation(clock.pause(), Heart.STILL));
    }

    @Override
    public Traffic traffic(Console console) {
        return new Traffic() {
            @Override
            public void start() {
                host.ask(PROJECT);
            }

            @Override
            public Report stop() {
                return new Report(host.requests(), host.failed(), 0, 0, List.of(), List.of());
            }

            @Override
            public void close() {
                // asks only while the host's clock is moved
            }
        };
    }

    @Override
    public String answer() {
        int status = host.request(PROJECT);
        return status == 0 ? "" : String.valueOf(status);
    }

    @Override
    public void stop(Console console) {
        // ends with this process
    }

    @Override
    public void down(Console console) throws OperationException {
        try {
            SampleProject.delete(state);
        } catch (IOException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
    }
}
