package io.jenkins.plugins.erp.runner.host;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.shell.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The images that the sample ERP starts from: pulled, or stand-ins built from Debian packages. */
final class Images {
    private static final String BASE = "erp-demo-base:trixie";
    private static final Duration LONG = Duration.ofMinutes(15);

    private final Path resources;
    private final Machine machine;
    private final HostMemory memory;
    private final Packages packages;

    Images(Path resources, Machine machine, HostMemory memory, Packages packages) {
        this.resources = resources;
        this.machine = machine;
        this.memory = memory;
        this.packages = packages;
    }

    void provide(List<String> wanted, String mirror, Console console)
            throws HostException, InterruptedException {
        // an engine that was started only after the plan was made may hold them from an earlier run
        List<String> missing = new ArrayList<>();
        for (String image : wanted) {
            if (!machine.succeeds("docker", "image", "inspect", image)) {
                missing.add(image);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        memory.facts.images.addAll(missing);
        memory.save();
        if (!memory.facts.standIns && pull(missing)) {
            return;
        }
        console.info("      no image registry answers: building stand-ins from Debian packages");
        memory.facts.standIns = true;
        memory.save();
        if (!machine.succeeds("docker", "image", "inspect", BASE)) {
            memory.facts.images.add(BASE);
            packages.install(List.of("mmdebstrap"));
            Path script = resources.resolve("base/make-base");
            machine.run(Command.of(script.toString(), mirror, BASE).withTimeout(LONG));
        }
        build(missing);
    }

    private boolean pull(List<String> images) throws InterruptedException {
        for (String image : images) {
            try {
                machine.run(
                        Command.of("docker", "pull", "-q", image)
                                .withTimeout(Duration.ofMinutes(5)));
            } catch (HostException e) {
                return false;
            }
        }
        return true;
    }

    /** Two at a time: each is apt most of the time. */
    private void build(List<String> images) throws HostException, InterruptedException {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> builds = new ArrayList<>();
            for (String image : images) {
                String directory = image.substring(0, image.indexOf(':'));
                builds.add(
                        two.submit(
                                () ->
                                        machine.run(
                                                Command.of(
                                                                "docker",
                                                                "build",
                                                                "-q",
                                                                "-t",
                                                                image,
                                                                resources
                                                                        .resolve(directory)
                                                                        .toString())
                                                        .withEnv("DOCKER_BUILDKIT", "1")
                                                        .withTimeout(LONG))));
            }
            for (Future<?> build : builds) {
                build.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof HostException host
                    ? host
                    : new HostException(String.valueOf(e.getCause()), e);
        } finally {
            two.shutdownNow();
        }
    }

    /**
     * Those of an engine's images that are the demo's own: built for our registry, or kept for a
     * release of a system that the demo deployed.
     *
     * @param all {@code repository:tag}
     * @param registryPort of our registry, or 0
     */
    static List<String> ofTheDemo(List<String> all, int registryPort) {
        String registry = "127.0.0.1:" + registryPort + "/";
        return all.stream()
                .filter(image -> !image.contains("<none>"))
                .filter(
                        image ->
                                registryPort != 0 && image.startsWith(registry)
                                        || image.startsWith("erp-release/erp-demo"))
                .toList();
    }

    /** Removes the images of an engine that goes on without us. */
    void remove() throws HostException, InterruptedException {
        List<String> all =
                machine.answer("docker", "image", "ls", "--format", "{{.Repository}}:{{.Tag}}")
                        .map(text -> text.lines().toList())
                        .orElse(List.of());
        for (String image : ofTheDemo(all, memory.facts.registryPort)) {
            machine.answer("docker", "image", "rm", "-f", image);
        }
        for (String image : memory.facts.images) {
            machine.answer("docker", "image", "rm", "-f", image);
        }
        memory.facts.images.clear();
        memory.facts.standIns = false;
        memory.save();
    }
}
