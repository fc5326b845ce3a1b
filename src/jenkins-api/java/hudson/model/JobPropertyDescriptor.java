package hudson.model;

public abstract class JobPropertyDescriptor
        extends hudson.model.Descriptor<hudson.model.JobProperty<?>> {
    protected JobPropertyDescriptor() {}

    protected JobPropertyDescriptor(java.lang.Class<? extends hudson.model.JobProperty<?>> a) {}

    public boolean isApplicable(java.lang.Class<? extends hudson.model.Job> a) {
        throw new UnsupportedOperationException("a declaration only");
    }
}
