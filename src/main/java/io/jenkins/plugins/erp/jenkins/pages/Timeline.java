package io.jenkins.plugins.erp.jenkins.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The phases of a plan along the time they took, first forward, then taken back in reverse order.
 * Places and widths are in per mille of the whole.
 *
 * @param bars one a phase, in the plan's order
 * @param seconds all of them together
 */
public record Timeline(List<Bar> bars, double seconds) {
    private static final int WHOLE = 1_000;

    /** What took any time can be seen. */
    private static final int THINNEST = 4;

    /** Copies. */
    public Timeline {
        bars = List.copyOf(bars);
    }

    /**
     * One phase.
     *
     * @param name of the phase
     * @param title for people
     * @param state in lower case, as in {@link io.jenkins.plugins.erp.plan.PhaseState}
     * @param seconds it took
     * @param undoSeconds taking it back took
     * @param message what it found or why it failed
     * @param x where it begins
     * @param width of it
     * @param undoX where taking it back begins
     * @param undoWidth of taking it back; 0: it was not
     */
    public record Bar(
            String name,
            String title,
            String state,
            double seconds,
            double undoSeconds,
            String message,
            int x,
            int width,
            int undoX,
            int undoWidth) {
        /** The time it took, for people. */
        public String took() {
            return seconds > 0 ? Seconds.of(seconds) : "";
        }

        /** The time that taking it back took, for people. */
        public String undo() {
            return undoSeconds > 0 ? Seconds.of(undoSeconds) : "";
        }
    }

    /** From the phases of a result. */
    static Timeline of(List<Tree> phases) {
        double whole = 0;
        for (Tree phase : phases) {
            whole += seconds(phase, "seconds") + seconds(phase, "revertSeconds");
        }
        List<Double> undoFrom = new ArrayList<>();
        double at = 0;
        for (Tree phase : phases) {
            at += seconds(phase, "seconds");
        }
        for (int i = phases.size() - 1; i >= 0; i--) {
            undoFrom.add(0, at);
            at += seconds(phases.get(i), "revertSeconds");
        }
        List<Bar> bars = new ArrayList<>();
        double from = 0;
        for (int i = 0; i < phases.size(); i++) {
            Tree phase = phases.get(i);
            double took = seconds(phase, "seconds");
            double undo = seconds(phase, "revertSeconds");
            int width = width(took, whole);
            int undoWidth = width(undo, whole);
            bars.add(
                    new Bar(
                            phase.text("name"),
                            phase.text("title").isEmpty()
                                    ? phase.text("name")
                                    : phase.text("title"),
                            phase.text("state").toLowerCase(Locale.ROOT),
                            took,
                            undo,
                            phase.text("message"),
                            place(from, whole, width),
                            width,
                            place(undoFrom.get(i), whole, undoWidth),
                            undoWidth));
            from += took;
        }
        return new Timeline(bars, whole);
    }

    /** All of them together, for people. */
    public String took() {
        return Seconds.of(seconds);
    }

    private static double seconds(Tree phase, String key) {
        return Math.max(0, phase.number(key));
    }

    private static int width(double seconds, double whole) {
        return seconds <= 0
                ? 0
                : Math.max(THINNEST, (int) Math.min(WHOLE, Math.round(seconds / whole * WHOLE)));
    }

    private static int place(double from, double whole, int width) {
        return whole <= 0 ? 0 : (int) Math.min(WHOLE - width, Math.round(from / whole * WHOLE));
    }
}
