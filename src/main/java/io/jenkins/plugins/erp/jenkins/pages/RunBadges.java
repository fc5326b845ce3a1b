package io.jenkins.plugins.erp.jenkins.pages;

import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.erp.jenkins.access.ErpPermissions;
import io.jenkins.plugins.erp.jenkins.record.RunRecord;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** Gives each build one sign a deploy or rollback, for those who may view its job. */
@Extension
@SuppressWarnings("rawtypes")
public final class RunBadges extends TransientActionFactory<Run> {
    @Override
    public Class<Run> type() {
        return Run.class;
    }

    /** Never asked while a build's record is looked for, which is asked for here. */
    @Override
    public Class<RunBadge> actionType() {
        return RunBadge.class;
    }

    @Override
    public Collection<RunBadge> createFor(Run run) {
        Run<?, ?> of = run;
        return of.getParent().hasPermission(ErpPermissions.VIEW)
                ? RunRecord.of(of).stream()
                        .filter(OperationView::changes)
                        .map(RunBadge::new)
                        .toList()
                : List.of();
    }
}
