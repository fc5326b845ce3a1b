package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.runner.jenkinsfile.RunResult;
import io.jenkins.plugins.erp.runner.jenkinsfile.StageRun;
import io.jenkins.plugins.erp.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The stages of a run as a table. */
final class StageView {
    private StageView() {}

    static void print(RunResult result, Console console) {
        List<List<String>> rows = new ArrayList<>();
        for (StageRun stage : result.stages()) {
            rows.add(
                    List.of(
                            "  ".repeat(stage.depth()) + stage.name(),
                            text("result." + (stage.skipped() ? "SKIPPED" : stage.result().name())),
                            stage.skipped() ? "" : seconds(stage.elapsed().toMillis()),
                            stage.note()));
        }
        console.info("");
        if (!rows.isEmpty()) {
            Table.print(
                    console,
                    List.of(
                            text("column.stage"),
                            text("column.result"),
                            text("column.seconds"),
                            text("column.note")),
                    rows);
            console.info("");
        }
        result.failure().ifPresent(console::error);
        Console.Level level =
                switch (result.result()) {
                    case SUCCESS -> Console.Level.GOOD;
                    case UNSTABLE -> Console.Level.WARN;
                    default -> Console.Level.ERROR;
                };
        console.print(
                level,
                Messages.of(
                        StageView.class,
                        "run.ended",
                        text("result." + result.result().name()),
                        seconds(result.elapsed().toMillis())));
    }

    private static String text(String key) {
        return Messages.of(StageView.class, key);
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f", millis / 1000.0);
    }
}
