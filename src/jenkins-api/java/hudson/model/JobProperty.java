package hudson.model;

public abstract class JobProperty<J extends hudson.model.Job<?, ?>>
        implements hudson.model.ReconfigurableDescribable<hudson.model.JobProperty<?>>,
                hudson.tasks.BuildStep,
                hudson.ExtensionPoint {
    protected hudson.model.Job owner;

    public JobProperty() {}

    public hudson.model.JobPropertyDescriptor getDescriptor() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
