package hudson.tasks;

public abstract class BuildStepDescriptor<
                T extends hudson.tasks.BuildStep & hudson.model.Describable<T>>
        extends hudson.model.Descriptor<T> {
    protected BuildStepDescriptor() {}

    protected BuildStepDescriptor(java.lang.Class<? extends T> a) {}

    public abstract boolean isApplicable(java.lang.Class<? extends hudson.model.AbstractProject> a);
}
