package io.jenkins.plugins.erp.jenkins.pages;

import hudson.model.BuildBadgeAction;
import io.jenkins.plugins.erp.history.OperationEntry;

/** The sign of a deploy or a rollback in the list of builds. */
public final class RunBadge implements BuildBadgeAction {
    private final OperationEntry entry;

    RunBadge(OperationEntry entry) {
        this.entry = entry;
    }

    /** Such as {@code production}. */
    public String getText() {
        return entry.environment();
    }

    /** The symbol of its kind. */
    public String getSymbol() {
        return entry.kind().equals("rollback") ? "symbol-undo" : "symbol-paper-plane-outline";
    }

    /** What was done and how it ended, in words. */
    public String getTooltip() {
        Labels texts = new Labels();
        return texts.word("kind", entry.kind())
                + " "
                + entry.environment()
                + ": "
                + texts.word("outcome", entry.outcome())
                + (entry.release().isEmpty() ? "" : ", " + entry.release());
    }

    /** How it looks. */
    public String getTone() {
        return OperationView.tone(entry.outcome());
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return null;
    }
}
