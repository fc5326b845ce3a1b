package io.jenkins.plugins.erp.it;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.runner.host.HostException;
import io.jenkins.plugins.erp.runner.host.HostPlan;
import io.jenkins.plugins.erp.runner.host.SeparateHost;
import io.jenkins.plugins.erp.runner.host.TestHost;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.LocalShell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The real parts that integration tests run on: the same test host as the demo's, brought up by the
 * first test that asks, and stopped when the tests end where they had started it. Skips, saying
 * why, where it cannot be brought up.
 */
public final class RealParts {
    /** The checkout. */
    public static final Path HOME = Path.of("").toAbsolutePath();

    private static final TestHost HOST = new TestHost(TestHost.defaultState(System.getenv()), HOME);
    private static TestHost.Reached reached;

    private RealParts() {}

    /** Engine, registry and SSH server, or the test is skipped. */
    public static synchronized TestHost.Reached orSkip()
            throws HostException, InterruptedException {
        if (reached == null) {
            HostPlan plan = HOST.plan();
            Assumptions.assumeTrue(
                    plan.obstacles().isEmpty(),
                    () ->
                            "SKIPPED, no real test host: "
                                    + String.join("; ", plan.reasons(Locale.ENGLISH)));
            Console console = (level, line) -> System.out.println(line);
            reached = HOST.up(console);
            if (!plan.nothingToDo()) {
                Runtime.getRuntime().addShutdownHook(new Thread(RealParts::stop));
            }
        }
        return reached;
    }

    /** A host of its own beside that one, to be closed by who asked, or the test is skipped. */
    public static SeparateHost anotherOrSkip() throws HostException, InterruptedException {
        TestHost.Reached like = orSkip();
        Optional<String> obstacle = SeparateHost.obstacle();
        Assumptions.assumeTrue(
                obstacle.isEmpty(),
                () -> "SKIPPED, no further host beside the test host: " + obstacle.orElseThrow());
        return HOST.another(like);
    }

    private static void stop() {
        try {
            HOST.stop();
        } catch (HostException e) {
            System.err.println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Builds a stage of a copy of the sample ERP. */
    public static void build(Path directory, String stage, String tag) throws Exception {
        new LocalShell()
                .in(directory)
                .run(
                        Command.of(
                                        "docker",
                                        "build",
                                        "--quiet",
                                        "--target",
                                        stage,
                                        "--build-arg",
                                        "DEPS=" + (orSkip().standIns() ? "apt" : "pip"),
                                        "--tag",
                                        tag,
                                        ".")
                                .withEnv("DOCKER_BUILDKIT", "1")
                                .withTimeout(Duration.ofMinutes(10)))
                .orThrow();
    }

    /** A version of the sample: the base and overlays laid over it in this order. */
    public static void lay(Path into, String... overlays) throws Exception {
        List<Path> layers = new ArrayList<>(List.of(HOME.resolve("resources/sample-erp")));
        for (String overlay : overlays) {
            layers.add(HOME.resolve("resources/sample-erp-overlays").resolve(overlay));
        }
        for (Path layer : layers) {
            new LocalShell().run(Command.of("cp", "-a", layer + "/.", into.toString())).orThrow();
        }
    }
}
