package jenkins.tasks;

public interface SimpleBuildStep extends hudson.tasks.BuildStep {
    default void perform(hudson.model.Run<?, ?> a, hudson.EnvVars b, hudson.model.TaskListener c)
            throws java.lang.InterruptedException, java.io.IOException {
        throw new UnsupportedOperationException("a declaration only");
    }

    default void perform(
            hudson.model.Run<?, ?> a,
            hudson.FilePath b,
            hudson.EnvVars c,
            hudson.Launcher d,
            hudson.model.TaskListener e)
            throws java.lang.InterruptedException, java.io.IOException {
        throw new UnsupportedOperationException("a declaration only");
    }

    default void perform(
            hudson.model.Run<?, ?> a,
            hudson.FilePath b,
            hudson.Launcher c,
            hudson.model.TaskListener d)
            throws java.lang.InterruptedException, java.io.IOException {
        throw new UnsupportedOperationException("a declaration only");
    }

    default boolean requiresWorkspace() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
