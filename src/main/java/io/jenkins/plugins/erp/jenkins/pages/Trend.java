package io.jenkins.plugins.erp.jenkins.pages;

import io.jenkins.plugins.erp.history.OperationEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How long deploys and rollbacks took, one after the other, as places in a picture.
 *
 * @param points oldest first
 * @param ticks lines across, with what they stand for
 */
public record Trend(List<Point> points, List<Tick> ticks) {
    /** Of the picture. */
    public static final int WIDTH = 720;

    /** Of the picture. */
    public static final int HEIGHT = 180;

    private static final int LEFT = 70;
    private static final int RIGHT = 12;
    private static final int TOP = 12;
    private static final int BOTTOM = 14;
    private static final int MOST = 60;
    private static final double[] NICE = {1, 1.5, 2, 3, 4, 5, 6, 8, 10};

    /** Copies. */
    public Trend {
        points = List.copyOf(points);
        ticks = List.copyOf(ticks);
    }

    /**
     * One deploy or rollback.
     *
     * @param x place
     * @param y place
     * @param entry the operation
     */
    public record Point(int x, int y, OperationEntry entry) {
        /** The time it took, for people. */
        public String took() {
            return Seconds.of(entry.seconds());
        }

        /** The corners of a diamond around it: the sign of a rollback. */
        public String diamond() {
            return x + "," + (y - 6) + " " + (x + 6) + "," + y + " " + x + "," + (y + 6) + " "
                    + (x - 6) + "," + y;
        }

        /** A cross at its place: the sign of one that failed. */
        public String cross() {
            return "M" + (x - 5) + " " + (y - 5) + "L" + (x + 5) + " " + (y + 5) + "M" + (x - 5)
                    + " " + (y + 5) + "L" + (x + 5) + " " + (y - 5);
        }
    }

    /**
     * A line across.
     *
     * @param y place
     * @param text what it stands for
     */
    public record Tick(int y, String text) {}

    /** The newest of a history, oldest first. */
    static Trend of(List<OperationEntry> entries) {
        List<OperationEntry> shown =
                entries.stream()
                        .filter(e -> OperationView.changes(e) && e.ended() && e.seconds() > 0)
                        .toList();
        shown = shown.subList(Math.max(0, shown.size() - MOST), shown.size());
        double top = nice(shown.stream().mapToDouble(OperationEntry::seconds).max().orElse(1));
        int width = WIDTH - LEFT - RIGHT;
        int height = HEIGHT - TOP - BOTTOM;
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            OperationEntry entry = shown.get(i);
            int x = LEFT + (shown.size() == 1 ? width / 2 : i * width / (shown.size() - 1));
            int y = TOP + height - (int) Math.round(entry.seconds() / top * height);
            points.add(new Point(x, y, entry));
        }
        List<Tick> ticks =
                List.of(
                        new Tick(TOP + height, "0"),
                        new Tick(TOP + height / 2, Seconds.of(top / 2)),
                        new Tick(TOP, Seconds.of(top)));
        return new Trend(points, ticks);
    }

    /** Whether there is anything to compare. */
    public boolean worthwhile() {
        return points.size() > 1;
    }

    /** The corners of the line through all deploys that were done. */
    public String deployLine() {
        return line("deploy");
    }

    /** The corners of the line through all rollbacks that were done. */
    public String rollbackLine() {
        return line("rollback");
    }

    private String line(String kind) {
        return points.stream()
                .filter(p -> p.entry().kind().equals(kind) && p.entry().succeeded())
                .map(p -> p.x() + "," + p.y())
                .collect(Collectors.joining(" "));
    }

    /** The middle one of the times of all of a kind that were done, for people; or nothing. */
    public String median(String kind) {
        double[] times =
                points.stream()
                        .filter(p -> p.entry().kind().equals(kind) && p.entry().succeeded())
                        .mapToDouble(p -> p.entry().seconds())
                        .sorted()
                        .toArray();
        if (times.length == 0) {
            return "";
        }
        int middle = times.length / 2;
        return Seconds.of(
                times.length % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2);
    }

    /** The next round number. */
    static double nice(double seconds) {
        for (double ten = 1; ; ten *= 10) {
            for (double step : NICE) {
                if (seconds <= step * ten) {
                    return step * ten;
                }
            }
        }
    }
}
