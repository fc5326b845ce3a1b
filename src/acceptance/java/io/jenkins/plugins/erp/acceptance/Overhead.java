package io.jenkins.plugins.erp.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the plugin costs Jenkins, as a table in {@code target/overhead.md}. */
final class Overhead {
    private static final Path FILE = Path.of("target/overhead.md");

    private Overhead() {}

    /** Writes a row, in place of an earlier one of the same name. */
    static synchronized void row(String what, String most, Object measured) throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        if (Files.exists(FILE)) {
            Files.readAllLines(FILE).stream()
                    .skip(2)
                    .forEach(line -> rows.put(line.split(" \\| ")[0], line));
        }
        rows.put("| " + what, "| " + what + " | " + most + " | " + measured + " |");
        Files.createDirectories(FILE.getParent());
        Files.writeString(
                FILE,
                "| What | At most | Measured |\n|---|---|---|\n"
                        + rows.values().stream().collect(Collectors.joining("\n", "", "\n")));
        System.out.println(what + ": " + measured + " (at most " + most + ")");
    }
}
