package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.ConfigLoader;
import io.jenkins.plugins.erp.config.ErpConfig;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.runner.LocalWorkspace;
import io.jenkins.plugins.erp.runner.sim.Fault;
import io.jenkins.plugins.erp.runner.sim.SimClock;
import io.jenkins.plugins.erp.runner.sim.SimImage;
import io.jenkins.plugins.erp.runner.sim.SimRegistry;
import io.jenkins.plugins.erp.runner.sim.SimulatedHost;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.HostUnreachableException;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The real deploy and rollback on several simulated hosts that share a database server. */
final class SimulatedFleet {
    static final String PROJECT = "erp";
    private static final List<String> ONE = List.of("auth.0001_initial", "orders.0001_initial");
    private static final List<String> TWO =
            List.of("auth.0001_initial", "orders.0001_initial", "orders.0002_channel");
    private static final Map<Integer, Path> WORKSPACES = new ConcurrentHashMap<>();

    final SimClock clock = new SimClock(Instant.parse("2026-03-01T08:00:00Z"));
    final SimRegistry registry = new SimRegistry();
    final List<SimulatedHost> hosts = new ArrayList<>();
    final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    final Set<String> unreachable = new HashSet<>();
    Map<String, String> variables =
            Map.of("GIT_COMMIT", "0123456789abcdef0123456789abcdef01234567");
    Duration between = Duration.ofMinutes(5);
    private final ErpConfig config;
    private final LocalWorkspace files;
    private boolean dead;

    /* one after the other: a host's containers do not go back in time for another host's sake */
    Fan fan =
            new Fan() {
                @Override
                public <T> List<T> each(int atOnce, List<? extends Supplier<T>> work) {
                    List<T> all = new ArrayList<>();
                    work.forEach(w -> all.add(w.get()));
                    return all;
                }
            };

    SimulatedFleet(int size) throws Exception {
        this(size, "fleet");
    }

    /** With the Compose files of a directory beside this class. */
    SimulatedFleet(int size, String kind) throws Exception {
        this(size, kind, "");
    }

    /** With more for the environment, a line of erp.yaml. */
    static SimulatedFleet saying(int size, String more) throws Exception {
        return new SimulatedFleet(size, "fleet", more);
    }

    private SimulatedFleet(int size, String kind, String more) throws Exception {
        for (int i = 1; i <= size; i++) {
            SimulatedHost host = new SimulatedHost("deploy@erp" + i, clock, registry);
            hosts.add(host);
            host.shareDatabases(hosts.get(0));
        }
        Path workspace =
                kind.equals("fleet") && more.isEmpty()
                        ? WORKSPACES.computeIfAbsent(size, s -> workspace(s, "fleet", ""))
                        : workspace(size, kind, more);
        files = new LocalWorkspace(workspace);
        config = ConfigLoader.load(files, "erp", Map.of());
        push("v1", ONE, SimImage.Defect.NONE);
        push("v2", TWO, SimImage.Defect.NONE);
        push("v2-ill", TWO, SimImage.Defect.UNHEALTHY);
    }

    private static Path workspace(int size, String kind, String more) {
        try {
            Path from = Path.of(SimulatedFleet.class.getResource(kind + "/erp.yaml").toURI());
            Path to = Files.createTempDirectory("erp-fleet");
            Files.createDirectories(to.resolve("config"));
            for (String name : List.of("docker-compose.prod.yml", "config/nginx.conf")) {
                Files.copy(from.resolveSibling(name), to.resolve(name));
            }
            String hosts =
                    IntStream.rangeClosed(1, size)
                            .mapToObj(i -> "deploy@erp" + i)
                            .collect(Collectors.joining(", "));
            Files.writeString(
                    to.resolve("erp.yaml"),
                    Files.readString(from)
                                    .replace("[HOSTS]", "[" + hosts + "]")
                                    .replace("[deploy@erp1]", "[" + hosts + "]")
                            + (more.isEmpty() ? "" : "    " + more + "\n"));
            return to;
        } catch (IOException | java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void push(String tag, List<String> migrations, SimImage.Defect defect) {
        registry.push(
                "registry.test/erp:" + tag, SimImage.of(new SimImage.App(tag, migrations, defect)));
    }

    DeployResult deploy(String tag)
            throws ConfigException, OperationException, InterruptedException {
        return deploy(tag, false);
    }

    DeployResult deploy(String tag, boolean dryRun)
            throws ConfigException, OperationException, InterruptedException {
        clock.advance(between);
        return new DeployOperation(clock.pause(), Heart.STILL, fan)
                .run(
                        new DeployRequest(
                                "production",
                                Optional.of("registry.test/erp:" + tag),
                                Optional.of(SimulatedSystem.ENV),
                                Optional.empty(),
                                dryRun),
                        context());
    }

    DeployResult rollback(MigrationPolicy migrations)
            throws ConfigException, OperationException, InterruptedException {
        clock.advance(between);
        return new RollbackOperation(clock.pause(), Heart.STILL, fan)
                .run(
                        new RollbackRequest("production", Optional.empty(), migrations, false),
                        context());
    }

    ResumeResult resume(boolean undo)
            throws ConfigException, OperationException, InterruptedException {
        return new ResumeOperation(clock.pause(), Heart.STILL, fan)
                .run(new ResumeRequest("production", undo), context());
    }

    UnlockResult unlock(boolean force)
            throws ConfigException, OperationException, InterruptedException {
        return new UnlockOperation().run(new UnlockRequest("production", force), context());
    }

    /** Says for one host which commands go wrong; a death is the death of all ways to hosts. */
    void faults(int host, Fault.Plan plan) {
        dead = false;
        for (int i = 0; i < hosts.size(); i++) {
            boolean here = i == host;
            hosts.get(i)
                    .faults(
                            (index, command) -> {
                                if (dead) {
                                    return Fault.KILLED_BEFORE;
                                }
                                Fault fault = here ? plan.at(index, command) : Fault.NONE;
                                dead |= fault == Fault.KILLED_BEFORE || fault == Fault.KILLED_AFTER;
                                return fault;
                            });
        }
    }

    void noFaults() {
        faults(0, Fault.Plan.NEVER);
    }

    OperationContext context() {
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
                none,
                (environment, address) -> {
                    if (unreachable.contains(address.host())) {
                        throw new HostUnreachableException(address + " cannot be reached");
                    }
                    return hosts.get(Integer.parseInt(address.host().substring(3)) - 1);
                },
                files,
                console,
                clock,
                variables,
                "test");
    }

    String current(int host) {
        return hosts.get(host).file("/opt/erp/.erp/current").orElse("").trim();
    }

    /**
     * What a host has of runs, leases and containers: the same before and after what only looks.
     */
    String whole() {
        return hosts.stream()
                .map(
                        h ->
                                h.list("/opt/erp/.erp/releases")
                                        + " "
                                        + h.list("/opt/erp/.erp/journal")
                                        + " "
                                        + h.list("/opt/erp/.erp")
                                        + " "
                                        + h.list("/tmp")
                                        + " "
                                        + h.file("/opt/erp/.erp/ledger.jsonl")
                                        + " "
                                        + h.containers(PROJECT)
                                        + " "
                                        + h.images())
                .collect(Collectors.joining("\n"));
    }

    /** What is not as it has to be when a run has ended, whichever way. */
    List<String> unsettled(String where) {
        List<String> wrong = new ArrayList<>();
        Set<String> current = new HashSet<>();
        for (int i = 0; i < hosts.size(); i++) {
            SimulatedHost host = hosts.get(i);
            String at = where + ", " + host.where();
            current.add(current(i));
            if (host.request(PROJECT) != 200) {
                wrong.add(at + ": no answer");
            }
            Map<String, String> running = host.running(PROJECT, Generations.LABEL);
            if (running.size() != (i == 0 ? 4 : 3)) {
                wrong.add(at + ": containers " + running);
            }
            if (!running.values().stream().filter(v -> !v.isEmpty()).allMatch(current(i)::equals)) {
                wrong.add(at + ": current is " + current(i) + ", and there run " + running);
            }
            if (!host.unknown().isEmpty()) {
                wrong.add(at + ": " + host.unknown());
            }
        }
        if (current.size() != 1) {
            wrong.add(where + ": several are current: " + current);
        }
        if (beats() != 1) {
            wrong.add(where + ": " + beats() + " beats");
        }
        return wrong;
    }

    List<String> leftOver(String where) {
        List<String> wrong = new ArrayList<>();
        for (SimulatedHost host : hosts) {
            if (!host.list("/opt/erp/.erp/lease").isEmpty()) {
                wrong.add(where + ", " + host.where() + ": leased");
            }
            if (host.list("/opt/erp/.erp/journal").stream()
                    .anyMatch(n -> n.endsWith(".open.jsonl"))) {
                wrong.add(where + ", " + host.where() + ": a journal is open");
            }
        }
        return wrong;
    }

    long beats() {
        return hosts.stream()
                .flatMap(h -> h.running(PROJECT, "com.docker.compose.service").values().stream())
                .filter("beat"::equals)
                .count();
    }

    int failedRequests() {
        return hosts.stream().mapToInt(SimulatedHost::failed).sum();
    }

    String log() {
        return String.join("\n", lines);
    }
}
