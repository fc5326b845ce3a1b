package io.jenkins.plugins.erp.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much of the code the tests ran.
 *
 * @param lines statements seen and run
 * @param branches branches seen and taken; empty: not measured
 * @param files one by one, as the report orders them
 */
public record Coverage(Ratio lines, Optional<Ratio> branches, List<FileCoverage> files) {

    /** Copies the list. */
    public Coverage {
        files = List.copyOf(files);
    }

    /**
     * Part of a whole.
     *
     * @param covered how many were run
     * @param total how many there are
     */
    public record Ratio(long covered, long total) {

        /** In percent; empty where there is nothing to run. */
        public OptionalDouble percent() {
            return total == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * covered / total);
        }
    }

    /**
     * One file.
     *
     * @param path as the report has it: relative to where the tests ran
     * @param lines statements
     * @param branches empty: not measured
     */
    public record FileCoverage(String path, Ratio lines, Optional<Ratio> branches) {}

    /** Lines in percent; empty where nothing was measured, which no gate takes for enough. */
    public OptionalDouble linePercent() {
        return lines.percent();
    }

    /** Branches in percent; empty where they were not measured. */
    public OptionalDouble branchPercent() {
        return branches.isEmpty() ? OptionalDouble.empty() : branches.get().percent();
    }
}
