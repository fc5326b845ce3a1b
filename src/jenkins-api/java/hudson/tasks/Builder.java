package hudson.tasks;

public abstract class Builder extends hudson.tasks.BuildStepCompatibilityLayer
        implements hudson.model.Describable<hudson.tasks.Builder>, hudson.ExtensionPoint {
    public Builder() {}

    public hudson.model.Descriptor<hudson.tasks.Builder> getDescriptor() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
