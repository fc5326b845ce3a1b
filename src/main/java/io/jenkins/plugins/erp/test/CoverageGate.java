package io.jenkins.plugins.erp.test;

import io.jenkins.plugins.erp.report.Coverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Whether enough of the code was run. What was not measured is never enough. */
final class CoverageGate {
    private CoverageGate() {}

    /**
     * What is missing, one line each.
     *
     * @param minimum lines in percent; 0: no gate
     * @param branches in percent; empty: no gate
     */
    static List<String> missing(
            Optional<Coverage> coverage, double minimum, Optional<Double> branches) {
        List<String> gates = new ArrayList<>();
        if (minimum > 0) {
            check(
                    gates,
                    "coverage of lines",
                    coverage.map(Coverage::linePercent).orElse(OptionalDouble.empty()),
                    minimum);
        }
        if (branches.isPresent() && branches.get() > 0) {
            check(
                    gates,
                    "coverage of branches",
                    coverage.map(Coverage::branchPercent).orElse(OptionalDouble.empty()),
                    branches.get());
        }
        return gates;
    }

    private static void check(
            List<String> gates, String what, OptionalDouble percent, double minimum) {
        if (percent.isEmpty()) {
            gates.add(
                    String.format(
                            Locale.ROOT,
                            "%s was not measured, and %s %% is wanted",
                            what,
                            plain(minimum)));
        } else if (percent.getAsDouble() < minimum) {
            gates.add(
                    String.format(
                            Locale.ROOT,
                            "%s is %.2f %%, below the %s %% wanted",
                            what,
                            Math.floor(percent.getAsDouble() * 100) / 100, // never up to it
                            plain(minimum)));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
