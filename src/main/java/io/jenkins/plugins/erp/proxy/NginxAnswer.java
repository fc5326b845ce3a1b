package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.shell.CommandResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the script in an Nginx container said.
 *
 * @param outcome how it ended
 * @param lines Nginx's own
 * @param file that cannot be written; empty for the hosts file
 */
record NginxAnswer(Outcome outcome, List<String> lines, String file) {
    private static final String MARK = "erp-proxy ";

    /** How it ended. */
    enum Outcome {
        /** done, and no old worker is left */
        MOVED,
        /** done, and old workers finish long requests */
        LATE,
        /** nothing done: the lines are the configuration */
        LOOK,
        /** nothing done: the configuration is not accepted */
        REFUSED,
        /** not loaded within the time */
        STUCK,
        /** a file cannot be written */
        UNWRITABLE,
        /** no Nginx runs in the container */
        ABSENT,
        /** the steering is away */
        CLEAN,
        /** there is no shell in the container */
        NO_SHELL,
        /** the command itself failed */
        FAILED
    }

    static NginxAnswer of(CommandResult result) {
        Optional<Outcome> outcome = Optional.empty();
        List<String> lines = new ArrayList<>();
        String file = "";
        for (String line : result.stdout().lines().toList()) {
            Optional<Outcome> said = outcome(line);
            if (said.isPresent()) {
                outcome = said;
                file = line.substring(MARK.length()).replaceFirst("^\\S+ ?", "");
            } else if (!line.startsWith(MARK)) {
                lines.add(line);
            }
        }
        if (outcome.isPresent()) {
            return new NginxAnswer(outcome.get(), List.copyOf(lines), file);
        }
        boolean none =
                (result.exitCode() == 126 || result.exitCode() == 127)
                        && result.tail().stream()
                                .anyMatch(l -> l.contains("exec") && l.contains("\"sh\""));
        return new NginxAnswer(none ? Outcome.NO_SHELL : Outcome.FAILED, result.tail(), "");
    }

    /** How many old workers a progress line says are left. */
    static Optional<String> waiting(String line) {
        return line.startsWith(MARK + "waiting ")
                ? Optional.of(line.substring((MARK + "waiting ").length()).trim())
                : Optional.empty();
    }

    private static Optional<Outcome> outcome(String line) {
        String word = line.startsWith(MARK) ? line.substring(MARK.length()).split(" ")[0] : "";
        return switch (word) {
            case "moved" -> Optional.of(Outcome.MOVED);
            case "late" -> Optional.of(Outcome.LATE);
            case "look" -> Optional.of(Outcome.LOOK);
            case "refused" -> Optional.of(Outcome.REFUSED);
            case "stuck" -> Optional.of(Outcome.STUCK);
            case "unwritable" -> Optional.of(Outcome.UNWRITABLE);
            case "absent" -> Optional.of(Outcome.ABSENT);
            case "clean" -> Optional.of(Outcome.CLEAN);
            default -> Optional.empty();
        };
    }
}
