package io.jenkins.plugins.erp.notice;

import io.jenkins.plugins.erp.history.OperationEntry;
import java.util.Optional;

/** What happened that people may want to hear of. */
public enum NoticeEvent {
    /** a deploy or a rollback has begun */
    STARTED("started"),
    /** a deploy was done */
    SUCCEEDED("succeeded"),
    /** a deploy or a rollback failed or was stopped and was taken back, or a health check failed */
    FAILED("failed"),
    /** a rollback was done */
    ROLLED_BACK("rolledBack"),
    /** a deploy or a rollback failed, and could not be taken back */
    NEEDS_PERSON("needsPerson"),
    /** nothing: an administrator tries a target */
    TEST("test");

    private final String key;

    NoticeEvent(String key) {
        this.key = key;
    }

    /** The word for programs. */
    public String key() {
        return key;
    }

    /** What an operation means; empty for one that nobody has to be told of. */
    public static Optional<NoticeEvent> of(OperationEntry entry) {
        return switch (entry.kind()) {
            case "deploy", "rollback" -> Optional.of(ofSwitch(entry));
            case "health" ->
                    entry.ended() && !entry.succeeded() && !aborted(entry)
                            ? Optional.of(FAILED)
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static NoticeEvent ofSwitch(OperationEntry entry) {
        if (!entry.ended()) {
            return STARTED;
        }
        if (entry.succeeded()) {
            return entry.kind().equals("rollback") ? ROLLED_BACK : SUCCEEDED;
        }
        return entry.outcome().equals("NEEDS_PERSON") ? NEEDS_PERSON : FAILED;
    }

    private static boolean aborted(OperationEntry entry) {
        return entry.outcome().equals(OperationEntry.ABORTED);
    }
}
