package io.jenkins.plugins.erp.operation;

import io.jenkins.plugins.erp.config.ConfigLoader;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.it.RealParts;
import io.jenkins.plugins.erp.runner.LocalWorkspace;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A copy of the sample ERP to plant faults in, and its test image on the real engine. Whoever made
 * it removes it.
 */
public final class SampleProject implements AutoCloseable {
    private final Path root;
    private final String image;
    private final Shell shell;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private SampleProject(Path root, String image) {
        this.root = root;
        this.image = image;
        this.shell = new LocalShell().in(root);
    }

    /** Copies the sample; skips the test, saying why, where no engine answers. */
    public static SampleProject copy(Path into, String name) throws Exception {
        Path sample = Path.of(System.getProperty("erp.sample", "resources/sample-erp"));
        Assumptions.assumeTrue(Files.isDirectory(sample), "skipped: no sample ERP at " + sample);
        RealParts.orSkip();
        try (Stream<Path> files = Files.walk(sample)) {
            for (Path one : (Iterable<Path>) files::iterator) {
                Path target = into.resolve(sample.relativize(one).toString());
                if (Files.isDirectory(one)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(one, target);
                }
            }
        }
        return new SampleProject(into, "erp-it-" + name + ":test");
    }

    /** Builds the stage with the test tools from what is in the copy now. */
    public void build() throws Exception {
        RealParts.build(root, "test", image);
    }

    /** The image's name. */
    public String image() {
        return image;
    }

    /** Writes a file of the copy. */
    public void plant(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** A file of the copy. */
    public Path file(String name) {
        return root.resolve(name);
    }

    /** An operation's context on the copy, with this erp.yaml. */
    public OperationContext context(String erpYaml) throws Exception {
        plant("erp.yaml", erpYaml);
        LocalWorkspace workspace = new LocalWorkspace(root);
        Console console =
                (level, line) -> {
                    lines.add(level + " " + line);
                    if (level != Console.Level.DETAIL) {
                        System.out.println(line);
                    }
                };
        return new OperationContext(
                ConfigLoader.load(workspace, "sample_erp", Map.of()),
                shell,
                (environment, host) -> {
                    throw new IllegalStateException("no hosts here");
                },
                workspace,
                console,
                Clock.systemUTC(),
                Map.of(),
                "it");
    }

    /** What a person read, details left out. */
    public String console() {
        return String.join("\n", lines.stream().filter(l -> !l.startsWith("DETAIL")).toList());
    }

    /** Containers, networks and volumes whose name begins so, on the engine now. */
    public String leftOver(String prefix) throws Exception {
        StringBuilder found = new StringBuilder();
        for (List<String> words :
                List.of(
                        List.of("ps", "--all", "--format", "{{.Names}}"),
                        List.of("network", "ls", "--format", "{{.Name}}"),
                        List.of("volume", "ls", "--format", "{{.Name}}"))) {
            List<String> argv = new java.util.ArrayList<>(List.of("docker"));
            argv.addAll(words);
            shell.run(Command.of(argv), Output.NONE)
                    .orThrow()
                    .stdout()
                    .lines()
                    .filter(l -> l.startsWith(prefix))
                    .forEach(l -> found.append(l).append('\n'));
        }
        return found.toString();
    }

    @Override
    public void close() throws Exception {
        shell.run(Command.of("docker", "image", "rm", "--force", image));
    }
}
