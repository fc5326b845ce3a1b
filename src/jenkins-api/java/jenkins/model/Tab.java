package jenkins.model;

public abstract class Tab implements hudson.model.Action, jenkins.model.Badgeable {
    public Tab(hudson.model.Actionable a) {}

    public hudson.model.Actionable getObject() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
