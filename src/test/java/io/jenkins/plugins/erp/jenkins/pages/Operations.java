package io.jenkins.plugins.erp.jenkins.pages;

import io.jenkins.plugins.erp.history.OperationEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Operations as builds write them down. */
final class Operations {
    static final String FIRST = "20261101T090000Z-1111111";
    static final String SECOND = "20261102T090000Z-2222222";
    static final String THIRD = "20261103T090000Z-3333333";

    private Operations() {}

    static OperationEntry deploy(int build, String release, String previous) {
        return of(build, "deploy", "DONE", release, previous, release, Map.of());
    }

    static OperationEntry rollback(int build, String release, String previous) {
        return of(build, "rollback", "DONE", release, previous, release, Map.of());
    }

    static OperationEntry failed(int build, String release, String serving) {
        return of(build, "deploy", "FAILED", release, serving, serving, Map.of());
    }

    static OperationEntry of(
            int build,
            String kind,
            String outcome,
            String release,
            String previous,
            String current,
            Map<String, Object> result) {
        boolean bound = List.of("deploy", "rollback", "health", "plan").contains(kind);
        return new OperationEntry(
                "shop#" + build + ":7",
                kind,
                "shop",
                bound ? "production" : "",
                bound ? List.of("deploy@erp1:22") : List.of(),
                "shop",
                build,
                "lena",
                Instant.parse("2026-11-01T09:00:00Z").plusSeconds(86_400L * build).toString(),
                outcome.equals("RUNNING") ? 0 : 10 + build,
                outcome,
                kind + " " + outcome,
                "",
                release,
                previous,
                current,
                "",
                "",
                result);
    }
}
