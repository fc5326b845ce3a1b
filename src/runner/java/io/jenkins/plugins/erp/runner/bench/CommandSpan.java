package io.jenkins.plugins.erp.runner.bench;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One command on the host, from when it was sent until its end was known.
 *
 * @param label what was run, shortened, without values that may be secret
 * @param docker whether docker did the work: its time is docker's or the application's
 * @param begin nanoseconds, as {@link System#nanoTime} counts them
 * @param end likewise
 */
record CommandSpan(String label, boolean docker, long begin, long end) {
    private static final int LONGEST = 110;
    private static final List<String> INTERPRETERS = List.of("sh", "bash", "python3", "env");
    private static final Pattern DOCKER =
            Pattern.compile("(^|[\\s;&|(\"'`\\[])docker[\\s\"',]", Pattern.MULTILINE);

    double seconds() {
        return (end - begin) / 1e9;
    }

    /** Whether a command is docker, or a script that calls it. */
    static boolean isDocker(List<String> argv) {
        String program = argv.get(0);
        if (program.equals("docker")) {
            return true;
        }
        return INTERPRETERS.contains(program)
                && argv.stream()
                        .skip(1)
                        .anyMatch(word -> word.equals("docker") || DOCKER.matcher(word).find());
    }

    /** The words in one line; scripts are cut to their first line. */
    static String label(List<String> argv) {
        StringBuilder text = new StringBuilder();
        for (String word : argv) {
            String line = word.strip().lines().findFirst().orElse("''").strip();
            text.append(text.isEmpty() ? "" : " ").append(line);
            if (text.length() > LONGEST) {
                return text.substring(0, LONGEST - 3) + "...";
            }
        }
        return text.toString();
    }
}
