package hudson.model;

public abstract class Actionable {
    public Actionable() {}

    public void addAction(Action a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public boolean addOrReplaceAction(Action a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public final java.util.List<? extends hudson.model.Action> getAllActions() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public hudson.model.Action getAction(int a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public <T extends hudson.model.Action> T getAction(java.lang.Class<T> a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public java.util.List<hudson.model.Action> getActions() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public <T extends hudson.model.Action> java.util.List<T> getActions(java.lang.Class<T> a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public boolean removeAction(hudson.model.Action a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public void replaceAction(hudson.model.Action a) {
        throw new UnsupportedOperationException("a declaration only");
    }
}
