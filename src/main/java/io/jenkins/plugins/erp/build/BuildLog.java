package io.jenkins.plugins.erp.build;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.shell.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads BuildKit's plain progress while it runs: a line for people where a step of the Dockerfile
 * begins, everything else as detail, and, in the end, why it failed and at which line.
 */
final class BuildLog implements Output {
    private static final Pattern HEAD =
            Pattern.compile("#([0-9]+) (\\[(?!internal\\])[^\\]]*[0-9]+/[0-9]+\\] .+)");
    private static final Pattern CACHED = Pattern.compile("#([0-9]+) CACHED");
    private static final Pattern PLACE = Pattern.compile("([^\\s:]*[Dd]ockerfile[^\\s:]*:[0-9]+)");
    private static final Pattern MARKED = Pattern.compile("\\s*[0-9]+ \\| >>> (.*)");
    private static final Pattern OUTPUT = Pattern.compile("(?:#[0-9]+ )?[0-9]+\\.[0-9]+ (.*)");
    private static final int HEAD_SHOWN = 110;
    private static final int KEPT = 60;
    private static final int FAILURE_SHOWN = 24;

    private final Console console;
    private final Map<String, String> steps = new HashMap<>();
    private final List<String> last = new ArrayList<>();
    private int cached;

    BuildLog(Console console) {
        this.console = console;
    }

    @Override
    public synchronized void line(Stream stream, String line) {
        console.detail("docker | " + line);
        if (!line.isBlank()) {
            last.add(line);
            if (last.size() > KEPT) {
                last.remove(0);
            }
        }
        Matcher head = HEAD.matcher(line);
        if (head.matches()) {
            if (steps.put(head.group(1), head.group(2)) == null) {
                String text = head.group(2);
                console.info(
                        "  "
                                + (text.length() > HEAD_SHOWN
                                        ? text.substring(0, HEAD_SHOWN) + "..."
                                        : text));
            }
        } else {
            Matcher from = CACHED.matcher(line);
            if (from.matches() && steps.containsKey(from.group(1))) {
                cached++;
            }
        }
    }

    /** Steps of the Dockerfile so far. */
    synchronized int steps() {
        return steps.size();
    }

    /** Steps that were taken from the cache. */
    synchronized int cached() {
        return cached;
    }

    /** Where in the Dockerfile it failed, with the instruction, if the builder says so. */
    synchronized Optional<String> place() {
        Optional<String> place = Optional.empty();
        Optional<String> instruction = Optional.empty();
        for (String line : last) {
            Matcher p = PLACE.matcher(line.trim());
            if (p.matches()) {
                place = Optional.of(p.group(1));
            }
            Matcher m = MARKED.matcher(line);
            if (m.matches() && instruction.isEmpty()) {
                instruction = Optional.of(m.group(1).trim());
            }
        }
        Optional<String> shown = instruction;
        return place.map(p -> p + shown.map(i -> ": " + i).orElse(""));
    }

    /** The step that failed, as the builder names it: {@code [final 2/2] RUN make}. */
    synchronized Optional<String> failedStep() {
        return last.stream()
                .filter(l -> l.startsWith(" > ["))
                .map(l -> l.substring(" > ".length()).replaceFirst(":$", ""))
                .findFirst();
    }

    /** The builder's own last lines, those of the failed step without its numbering. */
    synchronized List<String> failure() {
        List<String> lines = new ArrayList<>();
        int begin = last.indexOf("------");
        // from "------" on BuildKit repeats the failed step's output, the place and the error
        for (String line : begin < 0 ? last : last.subList(begin, last.size())) {
            Matcher output = OUTPUT.matcher(line);
            if (!line.matches("-+")) {
                lines.add(output.matches() ? output.group(1) : line);
            }
        }
        return lines.subList(Math.max(0, lines.size() - FAILURE_SHOWN), lines.size());
    }
}
