package io.jenkins.plugins.erp.runner.bench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A few measured values: the middle one and how far they lie apart.
 *
 * @param count of values
 */
record Spread(int count, double least, double median, double most) {

    /** Of values; zeros without any. */
    static Spread of(Collection<? extends Number> values) {
        List<Double> sorted = values.stream().map(Number::doubleValue).sorted().toList();
        int n = sorted.size();
        if (n == 0) {
            return new Spread(0, 0, 0, 0);
        }
        double median =
                n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
        return new Spread(n, sorted.get(0), median, sorted.get(n - 1));
    }

    /** The median with so many decimals, and the ends where they differ from it. */
    String show(int decimals) {
        if (count == 0) {
            return "-";
        }
        String format = "%." + decimals + "f";
        String middle = String.format(Locale.ROOT, format, median);
        String from = String.format(Locale.ROOT, format, least);
        String to = String.format(Locale.ROOT, format, most);
        return from.equals(to) ? middle : middle + " (" + from + " to " + to + ")";
    }
}
