package io.jenkins.plugins.erp.jenkins.pages;

import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.erp.jenkins.record.RunRecord;
import java.util.List;
import jenkins.model.details.DetailFactory;

/** Puts a build's operations into the bar of its details, for those who may view its job. */
@Extension
@SuppressWarnings("rawtypes")
public final class RunDetails extends DetailFactory<Run> {
    private static final int MOST = 8;

    @Override
    public Class<Run> type() {
        return Run.class;
    }

    @Override
    public List<OperationDetail> createFor(Run run) {
        Run<?, ?> of = run;
        return RunPages.visible(of)
                ? OperationView.of(RunRecord.of(of)).stream()
                        .limit(MOST)
                        .map(o -> new OperationDetail(of, o))
                        .toList()
                : List.of();
    }
}
