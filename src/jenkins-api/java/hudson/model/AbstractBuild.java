package hudson.model;

public abstract class AbstractBuild<
                P extends hudson.model.AbstractProject<P, R>,
                R extends hudson.model.AbstractBuild<P, R>>
        extends hudson.model.Run<P, R> {
    protected AbstractBuild(P job) throws java.io.IOException {
        super(job);
    }

    public java.util.Set<java.lang.String> getSensitiveBuildVariables() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
