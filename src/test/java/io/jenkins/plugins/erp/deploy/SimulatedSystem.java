package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.ConfigLoader;
import io.jenkins.plugins.erp.config.ConfigSource;
import io.jenkins.plugins.erp.config.ErpConfig;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.runner.LocalWorkspace;
import io.jenkins.plugins.erp.runner.sim.SimClock;
import io.jenkins.plugins.erp.runner.sim.SimImage;
import io.jenkins.plugins.erp.runner.sim.SimRegistry;
import io.jenkins.plugins.erp.runner.sim.SimulatedHost;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The real deploy and rollback on a simulated host, with two releases to go between. */
final class SimulatedSystem {
    static final String PROJECT = "erp";
    private static final List<String> ONE = List.of("auth.0001_initial", "orders.0001_initial");
    private static final List<String> TWO =
            List.of("auth.0001_initial", "orders.0001_initial", "orders.0002_channel");
    private static final List<String> DROP =
            List.of("auth.0001_initial", "orders.0001_initial", "orders.0002_drop_note");
    private static final List<String> NEVER_BACK =
            List.of("auth.0001_initial", "orders.0001_initial", "orders.0002_irreversible_split");
    static final String ENV =
            "DB_NAME=erp\n"
                    + "DB_PASSWORD=hunter2-hunter2\n"
                    + "SECRET_KEY=0f3a9c1d77e24b5a8c6d0f3a9c1d77e24b5a8c6d5e1b\n"
                    + "DJANGO_SUPERUSER_USERNAME=admin\n"
                    + "DJANGO_SUPERUSER_PASSWORD=correct-horse\n";

    final SimClock clock;
    final SimRegistry registry;
    final SimulatedHost host;
    final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final ErpConfig config;
    private final boolean copied;
    private final LocalWorkspace files;

    SimulatedSystem() throws Exception {
        this("rolling");
    }

    SimulatedSystem(String strategy) throws Exception {
        this(strategy, "");
    }

    /** With more for the environment, a line of erp.yaml. */
    static SimulatedSystem saying(String more) throws Exception {
        return new SimulatedSystem("rolling", more);
    }

    SimulatedSystem(String strategy, String more) throws Exception {
        this(strategy, more, "simulated");
    }

    /** With another directory of the workspace's files. */
    SimulatedSystem(String strategy, String more, String directory) throws Exception {
        copied = false;
        clock = new SimClock(Instant.parse("2026-03-01T08:00:00Z"));
        registry = new SimRegistry();
        host = new SimulatedHost("deploy@erp1", clock, registry);
        Path workspace =
                Path.of(SimulatedSystem.class.getResource(directory + "/erp.yaml").toURI())
                        .getParent();
        files = new LocalWorkspace(workspace);
        config =
                ConfigLoader.load(
                        new ConfigSource() {
                            @Override
                            public boolean exists(String relative) throws IOException {
                                return files.exists(relative);
                            }

                            @Override
                            public String read(String relative) throws IOException {
                                return files.read(relative) + "    " + more + "\n";
                            }
                        },
                        "erp",
                        Map.of("ERP_STRATEGY", strategy));
        push("v2-drop", DROP, SimImage.Defect.NONE);
        push("v2-drop-crash", DROP, SimImage.Defect.CRASH);
        push("v2-drop-ill", DROP, SimImage.Defect.UNHEALTHY);
        push("v2-never-back", NEVER_BACK, SimImage.Defect.UNHEALTHY);
        push("v1", ONE, SimImage.Defect.NONE);
        push("v2", TWO, SimImage.Defect.NONE);
        push("v2-crash", TWO, SimImage.Defect.CRASH);
        push("v2-ill", TWO, SimImage.Defect.UNHEALTHY);
        push("v2-migration", TWO, SimImage.Defect.MIGRATION);
    }

    private SimulatedSystem(SimulatedSystem other) {
        copied = true;
        clock = other.clock.copy();
        registry = other.registry.copy();
        host = other.host.copy(clock, registry);
        files = other.files;
        config = other.config;
    }

    /* A copy is for one of thousands of runs: nobody asks it while nothing is done. */
    private void later() {
        if (copied) {
            clock.leap(Duration.ofMinutes(5));
        } else {
            clock.advance(Duration.ofMinutes(5));
        }
    }

    /** One in the same state, that goes its own way from now on; nothing is logged yet. */
    SimulatedSystem copy() {
        return new SimulatedSystem(this);
    }

    private void push(String tag, List<String> migrations, SimImage.Defect defect) {
        registry.push(
                "registry.test/erp:" + tag, SimImage.of(new SimImage.App(tag, migrations, defect)));
    }

    DeployResult deploy(String tag)
            throws ConfigException, OperationException, InterruptedException {
        return deployAsking("registry.test/erp:" + tag, ENV);
    }

    /** Only what would be. */
    DeployResult dryRun(String tag)
            throws ConfigException, OperationException, InterruptedException {
        return deployAsking("registry.test/erp:" + tag, ENV, true);
    }

    /** With an image and an env file as somebody gives them. */
    DeployResult deployAsking(String image, String env)
            throws ConfigException, OperationException, InterruptedException {
        return deployAsking(image, env, false);
    }

    private DeployResult deployAsking(String image, String env, boolean dryRun)
            throws ConfigException, OperationException, InterruptedException {
        later();
        return new DeployOperation(clock.pause(), Heart.STILL)
                .run(
                        new DeployRequest(
                                "production",
                                Optional.of(image),
                                Optional.of(env),
                                Optional.empty(),
                                dryRun),
                        context());
    }

    DeployResult rollback(MigrationPolicy migrations)
            throws ConfigException, OperationException, InterruptedException {
        later();
        return new RollbackOperation(clock.pause(), Heart.STILL)
                .run(
                        new RollbackRequest("production", Optional.empty(), migrations, false),
                        context());
    }

    DeployResult restore(String backup)
            throws ConfigException, OperationException, InterruptedException {
        later();
        return new RestoreOperation(clock.pause(), Heart.STILL)
                .run(new RestoreRequest("production", backup), context());
    }

    ResumeResult resume() throws ConfigException, OperationException, InterruptedException {
        later();
        return new ResumeOperation(clock.pause(), Heart.STILL, Fan.THREADS)
                .run(new ResumeRequest("production", false), context());
    }

    List<Backup> backups() throws ConfigException, OperationException, InterruptedException {
        return new BackupsQuery().run(new BackupsRequest("production"), context()).backups();
    }

    /** Where erp runs; where it is not said, a machine without anything. */
    Optional<Shell> here = Optional.empty();

    private OperationContext context() {
        Shell none =
                new Shell() {
                    @Override
                    public String where() {
                        return "this machine";
                    }

                    @Override
                    public CommandResult run(Command command, Output output) {
                        return new CommandResult(command, where(), 1, "", List.of(), Duration.ZERO);
                    }
                };
        Console console = (level, line) -> lines.add(level + " " + line);
        return new OperationContext(
                config,
                here.orElse(none),
                (environment, address) -> host,
                files,
                console,
                clock,
                Map.of("GIT_COMMIT", "0123456789abcdef0123456789abcdef01234567"),
                "test");
    }

    /** Version that each container of the system's own image is of, one per release. */
    List<String> releasesRunning() {
        return host.running(PROJECT, Generations.LABEL).values().stream()
                .filter(v -> !v.isEmpty())
                .distinct()
                .toList();
    }

    /** Names of a service's containers that are up. */
    Set<String> running(String service) {
        return host.running(PROJECT, "com.docker.compose.service").entrySet().stream()
                .filter(e -> e.getValue().equals(service))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    String current() {
        return host.file("/opt/erp/.erp/current").orElse("").trim();
    }

    boolean leased() {
        return !host.list("/opt/erp/.erp/lease").isEmpty();
    }

    List<String> openJournals() {
        return host.list("/opt/erp/.erp/journal").stream()
                .filter(n -> n.endsWith(".open.jsonl"))
                .toList();
    }

    String log() {
        return String.join("\n", lines);
    }
}
