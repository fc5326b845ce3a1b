package io.jenkins.plugins.erp.runner.host;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is mounted below a directory. An engine that was killed leaves its data directory mounted on
 * itself, and its containers' file systems below it: nothing of that can be deleted.
 */
final class Mounts {
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private Mounts() {}

    /**
     * The mount points at or below a directory, the deepest first, as they have to be unmounted.
     *
     * @param table the text of {@code /proc/self/mounts}, see fstab(5)
     */
    static List<Path> below(String table, Path directory) {
        return table.lines()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > 1)
                .map(fields -> Path.of(unescaped(fields[1])))
                .filter(point -> point.startsWith(directory))
                .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
                .toList();
    }

    private static String unescaped(String field) {
        return OCTAL.matcher(field)
                .replaceAll(
                        m ->
                                Matcher.quoteReplacement(
                                        String.valueOf((char) Integer.parseInt(m.group(1), 8))));
    }
}
