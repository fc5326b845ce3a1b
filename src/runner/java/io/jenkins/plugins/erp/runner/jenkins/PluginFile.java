package io.jenkins.plugins.erp.runner.jenkins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A plugin's archive, as its manifest describes it.
 *
 * @param name short name, such as {@code workflow-job}
 * @param needs short names of the plugins it cannot do without
 * @param path of the archive
 */
record PluginFile(String name, List<String> needs, Path path) {

    /** Reads the manifest of one. */
    static PluginFile read(Path path) throws IOException {
        try (JarFile archive = new JarFile(path.toFile())) {
            Manifest manifest = archive.getManifest();
            Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String name = main.getValue("Short-Name");
            String file = path.getFileName().toString().replaceFirst("\\.[hj]pi$", "");
            return new PluginFile(
                    name == null ? file : name, needs(main.getValue("Plugin-Dependencies")), path);
        }
    }

    /** Reads all of a directory, in the order of their names. */
    static List<PluginFile> in(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> archives =
                    files.filter(f -> f.toString().matches(".*\\.[hj]pi")).sorted().toList();
            List<PluginFile> found = new java.util.ArrayList<>();
            for (Path archive : archives) {
                found.add(read(archive));
            }
            return List.copyOf(found);
        }
    }

    /** The names in {@code a:1.0,b:2.0;resolution:=optional}, those that are not optional. */
    static List<String> needs(String dependencies) {
        return dependencies == null
                ? List.of()
                : Arrays.stream(dependencies.split(","))
                        .filter(d -> !d.contains("resolution:=optional"))
                        .map(d -> d.trim().replaceFirst(":.*", ""))
                        .toList();
    }
}
