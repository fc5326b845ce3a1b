package jenkins.model;

public abstract class TransientActionFactory<T> implements hudson.ExtensionPoint {
    public TransientActionFactory() {}

    public abstract java.util.Collection<? extends hudson.model.Action> createFor(T a);

    public abstract java.lang.Class<T> type();

    public java.lang.Class<? extends hudson.model.Action> actionType() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
