package hudson.model;

import hudson.model.queue.FoldableAction;
import jenkins.model.RunAction2;

public class CauseAction implements FoldableAction, RunAction2 {
    public CauseAction(Cause... causes) {}

    @Override
    public void onAttached(Run<?, ?> r) {}

    @Override
    public void onLoad(Run<?, ?> r) {}

    @Override
    public String getDisplayName() {
        throw new UnsupportedOperationException("a declaration only");
    }

    @Override
    public String getIconFileName() {
        throw new UnsupportedOperationException("a declaration only");
    }

    @Override
    public String getUrlName() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
