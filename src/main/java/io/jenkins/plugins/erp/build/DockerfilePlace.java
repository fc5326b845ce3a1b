package io.jenkins.plugins.erp.build;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the line of a Dockerfile that a step belongs to, for builders that do not say it (those of
 * engine 20.10 and before).
 */
final class DockerfilePlace {
    private static final Pattern STEP = Pattern.compile("\\[[^\\]]+\\] ?(.*?):?");
    private static final Pattern METADATA =
            Pattern.compile("load metadata for (?:docker\\.io/(?:library/)?)?(\\S+)");

    private DockerfilePlace() {}

    /**
     * The line's number, from 1.
     *
     * @param dockerfile its text
     * @param step as the builder names it, such as {@code [final 2/2] RUN make}
     */
    static Optional<Integer> find(String dockerfile, String step) {
        Matcher m = STEP.matcher(step.trim());
        String wanted = squeezed(m.matches() ? m.group(1) : step);
        Matcher base = METADATA.matcher(wanted);
        String image = base.find() ? base.group(1).replaceFirst(":latest$", "") : null;
        List<String> lines = dockerfile.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String text = instruction(lines, i);
            boolean from = text.regionMatches(true, 0, "FROM ", 0, 5);
            if (image != null
                    ? from
                            && (" " + text + " ")
                                    .matches(".* " + Pattern.quote(image) + "(?::latest)? .*")
                    : !text.isEmpty() && text.equalsIgnoreCase(wanted)) {
                return Optional.of(i + 1);
            }
        }
        return Optional.empty();
    }

    /** The instruction that begins at a line, its continuation lines joined. */
    private static String instruction(List<String> lines, int begin) {
        StringBuilder text = new StringBuilder();
        for (String line : lines.subList(begin, lines.size())) {
            if (line.trim().startsWith("#")) {
                if (text.isEmpty()) {
                    return "";
                }
                continue; // a comment between continuation lines
            }
            String part = line.stripTrailing();
            boolean more = part.endsWith("\\");
            text.append(more ? part.substring(0, part.length() - 1) : part).append(' ');
            if (!more) {
                break;
            }
        }
        return squeezed(text.toString());
    }

    private static String squeezed(String text) {
        return text.trim().replaceAll("\\s+", " ");
    }
}
