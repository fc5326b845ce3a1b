package io.jenkins.plugins.erp.runner.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rows as a Markdown file. */
public final class FaultReport {
    private static final String INTRO =
            """
            # What happens when something goes wrong

            Written by `./erp bench faults` from a run on a real stack: the sample ERP (Django, PostgreSQL, Redis, Celery,
            Nginx) as a Compose project of its own on the test host, reached over SSH, version 1 current, while a client asks
            through Nginx %d times a second without waiting for answers: of twenty requests twelve of the health path, seven
            of a list, one of an order (a POST that writes three rows and queues a task). Then version 2 is deployed, with a migration and a
            backup, by `./erp` as a process of its own, and in the phase named something is broken. Where the product asks for
            a person, `./erp resume` is run, as one would.

            To have it run again, as root on Debian (about a minute for each fault; a part by names, or by beginnings that
            end with a hyphen):

                ./erp bench faults --report docs/reliability.md
                ./erp bench faults --only kill-,ssh-switch

            After each fault this has to hold, or the last column says what does not: `.erp/current`, the ledger and the
            containers name the same release; one web, one worker, one beat of it run and are healthy, and nothing else of
            the project is there, not even stopped; the version that answers is that release's; the ledger says where the
            database's migrations are; no lease, heartbeat, open journal, work directory, one-off container or temporary file
            is left; the exit codes are as documented (0 done, 1 failed and taken back, 2 refused, 3 asks for a person; 137
            and 143 are a killed and an aborted process); and no request failed, unless the fault itself took away what answers (†).

            *Gap* is the longest time without a good answer; *settled* is from the fault until all of the above holds.
            *Load* is the machine's load average: where it is well above the number of processors, seconds and gaps are the
            machine's more than the product's. A request has failed when it was refused, broken off, answered with an error, or not
            answered within 30 s; one whose kept connection was closed before any of the answer came is asked again, as
            browsers do.
            """;

    private FaultReport() {}

    /**
     * All of it.
     *
     * @param when the run began, ISO 8601
     * @param machine it ran on
     * @param rate requests a second
     * @param seed of the moments
     * @param dark names of the faults that take away what answers
     * @param known names of all faults that there are
     */
    public static String markdown(
            String when,
            String machine,
            int rate,
            long seed,
            List<FaultRow> rows,
            List<String> dark,
            List<String> known) {
        StringBuilder text = new StringBuilder(INTRO.formatted(rate));
        long kept = rows.stream().filter(r -> r.wrong().isEmpty()).count();
        text.append("\nBegun ").append(when).append(" on ").append(machine);
        text.append(", seed ").append(seed).append(". ");
        text.append(kept).append(" of ").append(rows.size()).append(" faults ended well.\n\n");
        row(
                text,
                List.of(
                        "Fault",
                        "Phase",
                        "What the product did",
                        "Exit",
                        "Failed / asked",
                        "Gap ms",
                        "Settled s",
                        "Load",
                        "Well"));
        text.append("|---|---|---|---|---|---|---|---|---|\n");
        for (FaultRow row : rows) {
            row(
                    text,
                    List.of(
                            row.what() + " (`" + row.name() + "`)",
                            row.phase(),
                            row.did(),
                            row.exits(),
                            row.failed()
                                    + " / "
                                    + row.asked()
                                    + (dark.contains(row.name()) ? " †" : ""),
                            String.valueOf(row.gapMillis()),
                            String.format(Locale.ROOT, "%.1f", row.seconds()),
                            String.format(Locale.ROOT, "%.0f", row.load()),
                            row.wrong().isEmpty()
                                    ? "yes"
                                    : "**no**: " + String.join("; ", row.wrong())));
        }
        List<String> had = rows.stream().map(FaultRow::name).toList();
        List<String> others =
                known.stream().filter(n -> !had.contains(n)).map(n -> "`" + n + "`").toList();
        if (!others.isEmpty()) {
            text.append("\nNot in this run: ").append(String.join(", ", others)).append(".\n");
        }
        return text.toString();
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append('|');
        cells.forEach(
                c ->
                        text.append(' ')
                                .append(c.replace("|", "\\|").replace("\n", " "))
                                .append(" |"));
        text.append('\n');
    }

    /** Rows of an earlier run with those of a later one in their places, in the order of names. */
    static List<FaultRow> merged(List<String> order, List<FaultRow> earlier, List<FaultRow> later) {
        Map<String, FaultRow> byName = new LinkedHashMap<>();
        earlier.forEach(r -> byName.put(r.name(), r));
        later.forEach(r -> byName.put(r.name(), r));
        List<FaultRow> all = new ArrayList<>();
        for (String name : order) {
            FaultRow row = byName.get(name);
            if (row != null) {
                all.add(row);
            }
        }
        return all;
    }
}
