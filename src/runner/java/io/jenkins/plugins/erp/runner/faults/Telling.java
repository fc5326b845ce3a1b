package io.jenkins.plugins.erp.runner.faults;

import java.util.List;
import java.util.regex.Pattern;

/** How a process of the product ended, in one short phrase, from what it printed. */
final class Telling {
    private static final int MOST = 120;

    /** From where on a message explains, or leads to a tool's own lines. */
    private static final Pattern REST =
            Pattern.compile("[.;] .*$| \\(.*$| (since|during:) .*$|[.;:]$");

    private Telling() {}

    static String of(String command, int exit, List<String> lines) {
        return command + " " + word(exit, lines);
    }

    private static String word(int exit, List<String> lines) {
        String all = String.join("\n", lines);
        return switch (exit) {
            case 0 -> {
                if (all.contains("no run was left unfinished")) {
                    yield "found nothing left";
                }
                if (all.contains("finished first") || all.contains(" finished; serving")) {
                    yield "finished what was left";
                }
                yield all.contains("taken back first") ? "took back what was left" : "done";
            }
            case 1 ->
                    all.contains("taken back first") && all.contains("; serving: ")
                            ? "took back what was left"
                            : (all.contains("taking back")
                                            ? "failed and was taken back"
                                            : "failed before it changed anything")
                                    + why(lines);
            case 2 -> "refused" + why(lines);
            case 3 -> "asks for a person" + why(lines);
            case 137 -> "killed";
            case 143 -> all.contains("taking back") ? "aborted and was taken back" : "aborted";
            default -> "ended with " + exit;
        };
    }

    private static String why(List<String> lines) {
        return lines.stream()
                .filter(l -> l.contains("FAILED after "))
                .map(l -> phrase(l.replaceFirst(".*FAILED after [0-9.]+ s: ", "").strip()))
                .findFirst()
                .filter(p -> !p.isEmpty())
                .map(p -> " (" + p + ")")
                .orElse("");
    }

    /**
     * The first thing that a message says, without ids and addresses that differ from run to run;
     * empty where that is too long to be said in passing.
     */
    static String phrase(String message) {
        String plain =
                message.replaceAll("[0-9]{8}[tT][0-9]{6}[zZ]-[0-9a-zA-Z]+", "ID")
                        .replaceAll("\\b[0-9a-f]{12,64}\\b", "ID")
                        .replaceAll("(/[\\w.-]+)+/stack\\b", "STACK")
                        .replaceAll("[\\w-]+@127\\.0\\.0\\.1(:[0-9]+)?", "HOST")
                        .replaceAll("127\\.0\\.0\\.1:[0-9]+", "REGISTRY")
                        .replaceAll("held by [^ ]+@[^ ]+", "held by SOMEBODY")
                        .replaceAll(" \\([^()]*\\)", "");
        String first = REST.matcher(plain).replaceFirst("").strip();
        return first.length() <= MOST ? first : "";
    }
}
