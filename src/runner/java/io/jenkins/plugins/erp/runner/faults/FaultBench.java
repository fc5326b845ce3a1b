package io.jenkins.plugins.erp.runner.faults;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.bench.BenchStack;
import io.jenkins.plugins.erp.runner.host.HostException;
import io.jenkins.plugins.erp.runner.host.TestHost;
import io.jenkins.plugins.erp.runner.load.LoadClient;
import io.jenkins.plugins.erp.runner.load.LoadProfile;
import io.jenkins.plugins.erp.runner.load.Traffic;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Has faults happen one after the other on one stack, and sees what is there after each. */
public final class FaultBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROJECT = "erp-faults";
    private static final Duration LEAD = Duration.ofSeconds(1);
    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration UP = Duration.ofSeconds(120);

    private final FaultOptions options;
    private final Console console;
    private final Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final List<FaultRow> rows = new ArrayList<>();
    private List<FaultRow> earlier = List.of();
    private final List<Fault> faults = Faults.all();

    /** With options, told to a console; nothing is started yet. */
    public FaultBench(FaultOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    /** What a row needs to come about. */
    private record Stage(BenchStack stack, String repository, Place place, Look look) {}

    /**
     * Brings up what is missing, has the faults happen, and removes its stack whatever happens.
     *
     * @return a row for each fault
     */
    public List<FaultRow> run() throws OperationException, IOException, InterruptedException {
        if (options.keep() && Files.exists(kept())) {
            earlier = JSON.readValue(kept().toFile(), new TypeReference<List<FaultRow>>() {});
        }
        Path state = TestHost.defaultState(options.environment());
        TestHost host = new TestHost(state, options.home());
        try {
            TestHost.Reached shared = host.up(console);
            try (Place place = new Place(host, shared, state.resolve("faults"))) {
                place.up();
                on(place, state.resolve("faults/stack"));
            }
            return List.copyOf(rows);
        } catch (HostException | ShellException e) {
            throw new OperationException(Outcome.FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    private void on(Place place, Path state)
            throws OperationException, IOException, InterruptedException {
        TestHost.Reached reached = place.reached();
        String repository = reached.registry() + "/erp-faults";
        BenchStack.Names names = new BenchStack.Names(PROJECT, "stack", repository);
        try (BenchStack stack =
                new BenchStack(reached, names, options.home(), state, withKey(reached), console)) {
            build(stack, repository);
            String user = reached.address().substring(0, reached.address().indexOf('@'));
            Stage stage =
                    new Stage(
                            stack,
                            repository,
                            place,
                            new Look(PROJECT, stack.path(), user, stack.base()));
            begin(stage);
            List<Fault> open =
                    new ArrayList<>(
                            faults.stream()
                                    .filter(this::wanted)
                                    .sorted(Comparator.comparing(f -> options.place(f.name())))
                                    .toList());
            while (!open.isEmpty()) {
                one(stage, next(open, stage.look().version()));
            }
        }
    }

    private boolean wanted(Fault fault) {
        boolean kept =
                earlier.stream()
                        .anyMatch(r -> r.name().equals(fault.name()) && r.wrong().isEmpty());
        return options.wants(fault.name()) && !kept;
    }

    /** The first that begins as things are now, so that there is less to bring back. */
    private static Fault next(List<Fault> open, String version) {
        Fault next =
                open.stream().filter(f -> f.from().equals(version)).findFirst().orElse(open.get(0));
        open.remove(next);
        return next;
    }

    private java.util.Map<String, String> withKey(TestHost.Reached reached) {
        java.util.Map<String, String> all = new java.util.TreeMap<>(options.environment());
        all.put("ERP_SSH_KEY", reached.key().toString());
        return all;
    }

    private void build(BenchStack stack, String repository)
            throws OperationException, IOException, InterruptedException {
        console.info("building the sample's versions");
        Path home = options.home();
        stack.release(home, repository + ":2", "v2");
        stack.release(home, repository + ":dies", "v2", "break-image");
        stack.release(home, repository + ":unhealthy", "v2", "break-health");
        stack.release(home, repository + ":migration", "v2", "break-migration");
        stack.release(home, repository + ":1");
        String later = repository + ":dies-later";
        must(
                Command.of("docker", "build", "-q", "-t", later, "-")
                        .withStdin(
                                "FROM "
                                        + repository
                                        + ":2\nCMD [\"timeout\", \"-s\", \"KILL\", \"7\","
                                        + " \"gunicorn\", \"--config\","
                                        + " \"/app/gunicorn.conf.py\","
                                        + " \"sample_erp.wsgi:application\"]\n"));
        for (String tag : List.of("1", "2", "dies", "dies-later", "unhealthy", "migration")) {
            must(Command.of("docker", "push", "-q", repository + ":" + tag));
        }
    }

    /** What takes long and changes nothing is left out where the fault is not about it. */
    private static String settings(String yaml, String phase) {
        String more = "    backup: true\n    lockTimeout: 3s\n    minimumFreeDisk: 8MB\n";
        if (!phase.isEmpty() && !phase.equals("migrate")) {
            more += "    collectstatic: false\n    superuser: false\n";
        }
        return yaml.replace("timeout: 60s", "timeout: 30s").replace("drain: 60s", "drain: 20s")
                + more;
    }

    private static void must(Command command) throws OperationException, InterruptedException {
        try {
            new LocalShell().run(command.withTimeout(Duration.ofMinutes(5))).orThrow();
        } catch (ShellException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
    }

    /** Version 1, deployed by the product onto nothing. */
    private void begin(Stage stage) throws OperationException, IOException, InterruptedException {
        stage.stack().settings(yaml -> settings(yaml, ""));
        stage.stack().reset();
        Scene scene = scene(stage, "begin");
        int code = scene.ended(scene.deploy("1"));
        if (code != 0 || !stage.stack().answers(UP)) {
            throw new OperationException(
                    Outcome.FAILED, "version 1 could not be deployed: exit " + code);
        }
        stage.stack().fill();
    }

    private Scene scene(Stage stage, String name) throws InterruptedException {
        return new Scene(
                options.home(),
                stage.stack(),
                stage.repository(),
                stage.place(),
                stage.look(),
                new Random(options.seed() ^ name.hashCode()),
                line -> console.detail("    " + line));
    }

    private void one(Stage stage, Fault fault)
            throws OperationException, IOException, InterruptedException {
        console.info(fault.name() + ": " + fault.what() + ", " + fault.phase());
        stage.stack().settings(yaml -> settings(yaml, "beside"));
        bring(stage, fault.from());
        stage.stack().settings(yaml -> settings(yaml, fault.phase()));
        Scene scene = scene(stage, fault.name());
        List<String> wrong = new ArrayList<>();
        Traffic.Report traffic;
        double seconds;
        boolean anew;
        try (Traffic client = new LoadClient(load(stage.stack()), (sample, body) -> {})) {
            client.start();
            Thread.sleep(LEAD.toMillis());
            try {
                fault.happening().on(scene);
            } catch (Faults.NotHereException e) {
                console.warn("  left out: " + e.getMessage());
                return;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                wrong.add("the fault itself: " + e.getMessage());
            } finally {
                scene.close();
            }
            wrong.addAll(settled(stage, fault));
            anew = !wrong.isEmpty();
            seconds = (System.nanoTime() - scene.broken()) / 1e9;
            Thread.sleep(LEAD.toMillis());
            traffic = client.stop();
        } catch (ShellException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
        String exits = String.join(", ", scene.exits().stream().map(String::valueOf).toList());
        if (!exits.matches(fault.exits())) {
            wrong.add("exit codes " + exits + ", not " + fault.exits());
        }
        if (traffic.failed() > 0 && !fault.dark()) {
            wrong.add(traffic.failed() + " requests failed");
        }
        FaultRow row =
                new FaultRow(
                        fault.name(),
                        fault.what(),
                        fault.phase(),
                        String.join("; ", scene.told()) + "; " + serves(stage),
                        exits,
                        traffic.failed(),
                        traffic.asked(),
                        traffic.longestGapMillis(),
                        seconds,
                        machineLoad(),
                        wrong);
        rows.add(row);
        tell(row, traffic);
        write();
        if (anew) {
            console.info("  the stack is made anew");
            begin(stage);
        }
    }

    /** Patient, so that what is slow on a busy machine is told from what is lost. */
    private LoadProfile load(BenchStack stack) {
        return new LoadProfile(
                stack.base(),
                options.rate(),
                stack.asks(),
                LoadProfile.KeepAlive.MIXED,
                PATIENCE,
                options.rate() * 3600);
    }

    /** How many processes wanted the machine's processors in the last minute. */
    private static double machineLoad() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    private static String serves(Stage stage) throws InterruptedException {
        try {
            return "version " + stage.look().version() + " serves";
        } catch (ShellException e) {
            return "no version is known";
        }
    }

    /** Looks until all is as it has to be, or for a while. */
    private List<String> settled(Stage stage, Fault fault)
            throws ShellException, InterruptedException {
        long end = System.nanoTime() + SETTLE.toNanos();
        while (true) {
            List<String> wrong = stage.look().look().wrong(fault.serves());
            if (wrong.isEmpty() || System.nanoTime() > end) {
                return wrong;
            }
            Thread.sleep(500);
        }
    }

    /** Has a version current, by the product's own means where that is possible. */
    private void bring(Stage stage, String version)
            throws OperationException, IOException, InterruptedException {
        if (stage.look().version().equals(version)) {
            return;
        }
        Scene scene = scene(stage, "bring");
        int code = scene.ended(version.equals("1") ? scene.rollback() : scene.deploy(version));
        if (code == 0 && stage.look().version().equals(version)) {
            return;
        }
        console.warn("  version " + version + " could not be made current: " + code);
        begin(stage);
        if (!version.equals("1")) {
            bring(stage, version);
        }
    }

    private void tell(FaultRow row, Traffic.Report traffic) {
        String line =
                String.format(
                        java.util.Locale.ROOT,
                        "  %s; exit %s; %d of %d failed, gap %d ms, %.1f s",
                        row.did(),
                        row.exits(),
                        row.failed(),
                        row.asked(),
                        row.gapMillis(),
                        row.seconds());
        console.print(row.wrong().isEmpty() ? Console.Level.GOOD : Console.Level.WARN, line);
        row.wrong().forEach(w -> console.warn("    " + w));
        traffic.failures().forEach(f -> console.detail("      " + f));
    }

    /** After each fault: a run that is ended early leaves what it has seen. */
    private void write() throws IOException, InterruptedException {
        if (options.report().isEmpty()) {
            return;
        }
        Path file = options.report().get();
        List<String> known = faults.stream().map(Fault::name).toList();
        List<FaultRow> all = FaultReport.merged(known, earlier, rows);
        JSON.writerWithDefaultPrettyPrinter().writeValue(kept().toFile(), all);
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Files.writeString(
                file,
                FaultReport.markdown(
                        began + keeping(all.size() - rows.size()),
                        machine(),
                        options.rate(),
                        options.seed(),
                        all,
                        faults.stream().filter(Fault::dark).map(Fault::name).toList(),
                        known));
    }

    private static String keeping(int earlier) {
        return earlier == 0 ? "" : " (" + earlier + " rows are kept of a run before it)";
    }

    private Path kept() {
        return TestHost.defaultState(options.environment()).resolve("faults-rows.json");
    }

    private static String machine() throws InterruptedException {
        Optional<String> engine;
        try {
            engine =
                    Optional.of(
                            new LocalShell()
                                    .run(
                                            Command.of(
                                                    "docker",
                                                    "version",
                                                    "--format",
                                                    "{{.Server.Version}}"))
                                    .stdout()
                                    .strip());
        } catch (ShellException e) {
            engine = Optional.empty();
        }
        return Runtime.getRuntime().availableProcessors()
                + " processors, "
                + System.getProperty("os.name")
                + engine.map(e -> ", Docker " + e).orElse("");
    }
}
