package io.jenkins.plugins.erp.test;

import io.jenkins.plugins.erp.build.ImageNames;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.TestConfig;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.OneOffContainer;
import io.jenkins.plugins.erp.operation.Operation;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.operation.RunName;
import io.jenkins.plugins.erp.operation.SideBySide;
import io.jenkins.plugins.erp.report.Coverage;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/**
 * Runs pytest suites inside the built image, with a database and a cache that live for this run
 * only. Nothing is mounted and nothing is published; all that was started is removed, whatever
 * happens. Suites that want services share them and run one after the other, because they share a
 * database; the others run beside them.
 */
public final class TestOperation implements Operation<TestRequest, TestResult> {
    private static final int SECRET_BYTES = 24;
    private static final String PROBE =
            "import importlib.util as u;"
                    + "print(*[n for n in ('pytest', 'pytest_cov') if u.find_spec(n)])";

    @Override
    public TestResult run(TestRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        Map<String, TestConfig.Suite> suites = suites(request, context.config().test());
        RunName name = RunName.of(context.environment());
        String run = "erp-test-" + name.word();
        try {
            if (name.again()) {
                Containers.removeLeftOver(context, run);
                Services.removeLeftOver(context, run);
            }
            return run(request, suites, run, context);
        } catch (IOException e) {
            throw new OperationException(
                    Outcome.FAILED,
                    "The tests could not be run: "
                            + e.getMessage()
                            + "\nWhat had been started has been removed.",
                    e);
        }
    }

    private static Map<String, TestConfig.Suite> suites(TestRequest request, TestConfig config)
            throws ConfigException {
        Map<String, TestConfig.Suite> chosen = new LinkedHashMap<>();
        for (String name :
                request.suites().isEmpty()
                        ? List.copyOf(config.suites().keySet())
                        : request.suites()) {
            TestConfig.Suite suite = config.suites().get(name);
            if (suite == null) {
                throw new ConfigException(
                        "there is no suite \""
                                + name
                                + "\" under test: suites; it has: "
                                + String.join(", ", config.suites().keySet()));
            }
            if (!name.matches("[a-z0-9][a-z0-9_-]{0,60}")) {
                throw new ConfigException(
                        "test: suites: \"" + name + "\" is not a name: a-z, 0-9, _ and -");
            }
            chosen.put(name, suite);
        }
        if (chosen.isEmpty()) {
            throw new ConfigException("erp.yaml names no suite under test: suites");
        }
        return chosen;
    }

    private static TestResult run(
            TestRequest request,
            Map<String, TestConfig.Suite> suites,
            String run,
            OperationContext context)
            throws ConfigException, OperationException, IOException, InterruptedException {
        long start = System.nanoTime();
        ImageReference image = image(request, context);
        context.console().info("Testing " + image + " with " + String.join(", ", suites.keySet()));
        String data = TestFiles.REPORTS + "/." + run + "-coverage";
        for (String old :
                List.of(TestFiles.JUNIT, TestFiles.COVERAGE_XML, TestFiles.COVERAGE_JSON)) {
            context.workspace().delete(old);
        }
        boolean wanted = suites.values().stream().anyMatch(TestConfig.Suite::needsServices);
        // closed in reverse: containers leave the network before it is removed
        try (Services services = new Services(context, run);
                Containers containers = new Containers(context, run, image)) {
            TestConfig config = context.config().test();
            double minimum = request.minimumCoverage().orElse(config.coverage().minimum());
            boolean gate = minimum > 0 || config.coverage().branches().isPresent();
            boolean measure = probe(containers, image, gate, context);
            Services.Plan plan = services.plan(random(SECRET_BYTES));
            if (wanted && plan.model().isPresent()) {
                context.console()
                        .info(
                                "Starting "
                                        + String.join(" and ", plan.services())
                                        + " for this run only (project "
                                        + run
                                        + ")");
                services.start(plan);
            } else if (wanted) {
                context.console()
                        .warn(
                                "The Compose files have no database and no cache to start; name"
                                        + " them in erp.yaml (roles, or test: services)");
            }
            SuiteRun one = new SuiteRun(context, containers, measure, data);
            List<SuiteResult> results = runAll(one, suites, services, plan, context);
            Optional<Coverage> coverage =
                    measure ? CoverageRun.run(context, containers, data) : Optional.empty();
            TestResult result =
                    new TestResult(
                            image.toString(),
                            results,
                            coverage,
                            CoverageGate.missing(coverage, minimum, config.coverage().branches()),
                            Math.round((System.nanoTime() - start) / 1e8) / 10.0);
            TestConsole.print(context.console(), result);
            return result;
        } finally {
            context.workspace().delete(data);
        }
    }

    /** The image, which has to be here. */
    private static ImageReference image(TestRequest request, OperationContext context)
            throws ConfigException, OperationException, ShellException, InterruptedException {
        ImageReference image;
        if (request.image().isPresent()) {
            try {
                image = ImageReference.parse(request.image().get());
            } catch (IllegalArgumentException e) {
                throw new ConfigException(e.getMessage(), e);
            }
        } else {
            ImageReference built = ImageNames.current(context);
            image =
                    context.config().test().target().isPresent()
                            ? ImageNames.testImage(built)
                            : built;
        }
        CommandResult found = context.shell().run(DockerCommands.imageInspect(image.toString()));
        if (found.ok()) {
            return image;
        }
        boolean pulled =
                image.registry().isPresent()
                        && context.shell()
                                .run(
                                        DockerCommands.pull(image),
                                        context.console().output("docker | "))
                                .ok();
        if (!pulled) {
            throw new OperationException(
                    Outcome.REFUSED,
                    "There is nothing to test: the image "
                            + image
                            + " is not on "
                            + context.shell().where()
                            + ". Build it first (erpBuild, ./erp build), or name another."
                            + Pytest.lines(
                                    found.tail().stream().filter(l -> !l.equals("[]")).toList())
                            + "\nNothing was started.");
        }
        return image;
    }

    /** Whether coverage can be measured; that there is a pytest. */
    private static boolean probe(
            Containers containers, ImageReference image, boolean gate, OperationContext context)
            throws OperationException, ShellException, InterruptedException {
        OneOffContainer probe =
                containers.create(
                        "probe",
                        "none",
                        Map.of(),
                        Optional.empty(),
                        "python3",
                        List.of("-c", PROBE));
        CommandResult result =
                context.shell()
                        .run(
                                probe.startAttached(java.time.Duration.ofMinutes(2)),
                                context.console().output("probe | "));
        Set<String> there = Set.of(result.stdout().strip().split("\\s+"));
        if (!result.ok() || !there.contains("pytest")) {
            throw new OperationException(
                    Outcome.REFUSED,
                    "The image "
                            + image
                            + " has no pytest. Name the stage of the Dockerfile that has it in"
                            + " erp.yaml (test: {target: test}) and build again."
                            + (result.ok() ? "" : Pytest.lines(result.tail()))
                            + "\nNo test was run.");
        }
        if (!there.contains("pytest_cov")) {
            if (gate) {
                throw new OperationException(
                        Outcome.REFUSED,
                        "The image "
                                + image
                                + " has no pytest-cov, and erp.yaml asks for coverage. Install it in"
                                + " the test stage, or take the gate out (test: coverage).\nNo test"
                                + " was run.");
            }
            context.console().info("Coverage is not measured: the image has no pytest-cov");
        }
        return there.contains("pytest_cov");
    }

    private static List<SuiteResult> runAll(
            SuiteRun one,
            Map<String, TestConfig.Suite> suites,
            Services services,
            Services.Plan plan,
            OperationContext context)
            throws IOException, InterruptedException {
        Map<String, String> own = context.config().test().env();
        List<Callable<List<SuiteResult>>> work = new ArrayList<>();
        work.add(
                () -> {
                    List<SuiteResult> results = new ArrayList<>();
                    for (Map.Entry<String, TestConfig.Suite> suite : suites.entrySet()) {
                        if (suite.getValue().needsServices()) {
                            results.add(
                                    one.run(
                                            suite.getKey(),
                                            suite.getValue(),
                                            services.network(),
                                            plan.environment(true, own)));
                        }
                    }
                    return results;
                });
        for (Map.Entry<String, TestConfig.Suite> suite : suites.entrySet()) {
            if (!suite.getValue().needsServices()) {
                work.add(
                        () ->
                                List.of(
                                        one.run(
                                                suite.getKey(),
                                                suite.getValue(),
                                                "none",
                                                plan.environment(false, own))));
            }
        }
        List<SuiteResult> results = new ArrayList<>();
        try {
            SideBySide.run(Math.max(2, Runtime.getRuntime().availableProcessors()), work)
                    .forEach(results::addAll);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw (InterruptedException) e.getCause();
            }
            if (e.getCause() instanceof IOException) {
                throw (IOException) e.getCause();
            }
            throw new IllegalStateException("a suite's run broke", e.getCause());
        }
        List<String> order = List.copyOf(suites.keySet());
        results.sort(Comparator.comparingInt(r -> order.indexOf(r.name())));
        return results;
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
