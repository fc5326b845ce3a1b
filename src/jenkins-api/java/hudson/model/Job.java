package hudson.model;

public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>>
        extends AbstractItem {
    Job() {}

    public abstract boolean isBuildable();

    public RunT getBuildByNumber(int a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public RunT getLastBuild() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public <T extends hudson.model.JobProperty> T getProperty(java.lang.Class<T> a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public hudson.model.JobProperty getProperty(java.lang.String a) {
        throw new UnsupportedOperationException("a declaration only");
    }
}
