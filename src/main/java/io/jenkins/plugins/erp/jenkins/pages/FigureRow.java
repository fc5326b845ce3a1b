package io.jenkins.plugins.erp.jenkins.pages;

import io.jenkins.plugins.erp.metrics.Figures;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Figures of one environment as a page shows them; a dash where there is none.
 *
 * @param app name of the system
 * @param environment its name
 * @param deploys that were done in the window
 * @param frequency of them, for people
 * @param leadTime median from commit to deploy
 * @param failures part of the changes that failed
 * @param restore median until it was good again
 * @param deployTime median
 * @param rollbackTime median
 */
public record FigureRow(
        String app,
        String environment,
        int deploys,
        String frequency,
        String leadTime,
        String failures,
        String restore,
        String deployTime,
        String rollbackTime) {
    private static final String NONE = "–";

    static FigureRow of(Figures figures) {
        int done =
                figures.deploys().getOrDefault("DONE", 0)
                        + figures.deploys().getOrDefault("UNSTABLE", 0);
        return new FigureRow(
                figures.app(),
                figures.environment(),
                done,
                String.format(Locale.ROOT, "%.2f", figures.deploysPerDay()),
                time(figures.leadTime().median()),
                figures.changeFailureRatio().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                "%.0f %% (%d/%d)",
                                figures.changeFailureRatio().getAsDouble() * 100,
                                figures.failedChanges(),
                                figures.changes())
                        : NONE,
                time(figures.timeToRestore().median()),
                time(figures.deployTime().median()),
                time(figures.rollbackTime().median()));
    }

    private static String time(Optional<Duration> time) {
        return time.map(t -> Seconds.of(t.toMillis() / 1000.0)).orElse(NONE);
    }
}
