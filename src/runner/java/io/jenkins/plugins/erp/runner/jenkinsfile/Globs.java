package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ant's file patterns: comma-separated, {@code **}, {@code *}, {@code ?}. */
public final class Globs {
    private Globs() {}

    /** Files under a directory that match, relative, sorted; links are not followed. */
    public static List<Path> find(Path root, String includes, String excludes) throws IOException {
        Pattern wanted = pattern(includes);
        Pattern unwanted = pattern(excludes);
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(root)) {
            return found;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        Path relative = root.relativize(file);
                        String text = relative.toString().replace('\\', '/');
                        if (attributes.isRegularFile()
                                && wanted.matcher(text).matches()
                                && !unwanted.matcher(text).matches()) {
                            found.add(relative);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        found.sort(null);
        return found;
    }

    /** One pattern for all of a list. */
    static Pattern pattern(String list) {
        return Pattern.compile(
                Stream.of(list.split(","))
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .map(s -> s.startsWith("./") ? s.substring(2) : s)
                        .map(s -> s.endsWith("/") ? s + "**" : s)
                        .map(Globs::one)
                        .collect(Collectors.joining("|", "(?:", ")")));
    }

    private static String one(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (glob.startsWith("**/", i)) {
                regex.append("(?:[^/]+/)*");
                i += 2;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }
}
