package io.jenkins.plugins.erp.jenkins.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.history.OperationEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which jobs have a history, which pages ask for with every request. */
class OperationHistoryJobsTest {
    @TempDir private Path directory;

    @Test
    void theJobsAreThoseOfTheEntriesUnderTheirNamesOfNow() throws Exception {
        OperationHistory history = new OperationHistory(directory.resolve("operations.jsonl"));
        assertThat(history.jobs()).isEmpty();

        history.add(entry("team/shop", 1));
        assertThat(history.jobs()).containsExactly("team/shop");

        history.onLocationChanged(null, "team", "crew");
        history.add(entry("other", 1));
        assertThat(history.jobs()).containsExactlyInAnyOrder("crew/shop", "other");

        OperationHistory again = new OperationHistory(directory.resolve("operations.jsonl"));
        assertThat(again.jobs()).containsExactlyInAnyOrder("crew/shop", "other");
        assertThat(again.running()).isEmpty();
    }

    private static OperationEntry entry(String job, int build) {
        return new OperationEntry(
                job + "#" + build + ":1",
                "deploy",
                "shop",
                "production",
                List.of(),
                job,
                build,
                "lena",
                "2026-11-01T09:00:00Z",
                1,
                "DONE",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                Map.of());
    }
}
