package hudson.model.listeners;

public abstract class RunListener<R extends hudson.model.Run> implements hudson.ExtensionPoint {
    protected RunListener() {}

    protected RunListener(java.lang.Class<R> a) {}

    public void onCompleted(R a, hudson.model.TaskListener b) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public void onDeleted(R a) {
        throw new UnsupportedOperationException("a declaration only");
    }
}
