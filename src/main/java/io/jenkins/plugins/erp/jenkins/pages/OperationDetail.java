package io.jenkins.plugins.erp.jenkins.pages;

import hudson.model.Run;
import jenkins.model.details.Detail;

/** One operation in the bar of a build's details: what, how it ended, how long it took. */
public final class OperationDetail extends Detail {
    private final OperationView operation;

    OperationDetail(Run<?, ?> run, OperationView operation) {
        super(run);
        this.operation = operation;
    }

    @Override
    public String getIconClassName() {
        return switch (operation.entry().kind()) {
            case "build" -> "symbol-cube";
            case "test" -> "symbol-flask";
            case "scan" -> "symbol-shield-warning";
            case "rollback" -> "symbol-undo";
            case "health" -> "symbol-heart";
            default -> "symbol-paper-plane-outline";
        };
    }

    @Override
    public String getDisplayName() {
        return DetailText.of(operation, new Labels());
    }

    @Override
    public String getLink() {
        return RunPage.URL + "/#operation-" + operation.number();
    }
}
