package io.jenkins.plugins.erp.runner.faults;

import java.util.List;
import java.util.Optional;

/** How a process of the product ended, in a few words, from what it printed. */
final class Telling {
    private static final int MOST = 110;

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
                            : "failed, changed nothing or took it back" + why(lines);
            case 2 -> "refused" + why(lines);
            case 3 -> "asks for a person" + why(lines);
            case 137 -> "killed";
            case 143 -> all.contains("taking back") ? "aborted, took it back" : "aborted";
            default -> "ended with " + exit;
        };
    }

    private static String why(List<String> lines) {
        Optional<String> failed =
                lines.stream()
                        .filter(l -> l.contains("FAILED after "))
                        .map(l -> l.replaceFirst(".*FAILED after [0-9.]+ s: ", ""))
                        .findFirst();
        return failed.map(l -> ": " + shortened(l.strip())).orElse("");
    }

    /** Without ids and addresses that differ from run to run, and not too long. */
    static String shortened(String line) {
        String plain =
                line.replaceAll("[0-9]{8}[tT][0-9]{6}[zZ]-[0-9a-zA-Z]+", "ID")
                        .replaceAll("[\\w-]+@127\\.0\\.0\\.1(:[0-9]+)?", "HOST")
                        .replaceAll("127\\.0\\.0\\.1:[0-9]+", "REGISTRY")
                        .replaceAll("held by [^ ]+@[^ ]+", "held by SOMEBODY");
        return plain.length() <= MOST ? plain : plain.substring(0, MOST).strip() + "...";
    }
}
