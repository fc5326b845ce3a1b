package io.jenkins.plugins.erp.jenkins.pages;

import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.erp.jenkins.access.ErpPermissions;
import io.jenkins.plugins.erp.jenkins.record.RunRecord;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** Gives a page to each build that had an operation, for those who may view its job. */
@Extension
@SuppressWarnings("rawtypes")
public final class RunPages extends TransientActionFactory<Run> {
    @Override
    public Class<Run> type() {
        return Run.class;
    }

    /** Never asked while a build's record is looked for, which is asked for here. */
    @Override
    public Class<RunPage> actionType() {
        return RunPage.class;
    }

    @Override
    public Collection<RunPage> createFor(Run run) {
        return visible(run) ? List.of(new RunPage(run)) : List.of();
    }

    static boolean visible(Run<?, ?> run) {
        return !RunRecord.of(run).isEmpty() && run.getParent().hasPermission(ErpPermissions.VIEW);
    }
}
