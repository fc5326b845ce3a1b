package hudson.model;

public abstract class Actionable {
    public Actionable() {}

    public void addAction(Action a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public boolean addOrReplaceAction(Action a) {
        throw new UnsupportedOperationException("a declaration only");
    }
}
