package hudson.model;

import java.io.File;
import java.io.IOException;
import jenkins.model.ArtifactManager;

public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>>
        extends Actionable {
    protected Run(JobT job) throws IOException {}

    public String getUrl() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public String getExternalizableId() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public File getRootDir() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public void setResult(Result r) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public final ArtifactManager pickArtifactManager() throws IOException {
        throw new UnsupportedOperationException("a declaration only");
    }

    public final long getTimeInMillis() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public <T extends hudson.model.Cause> T getCause(java.lang.Class<T> a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public java.util.List<hudson.model.Cause> getCauses() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public java.lang.String getDisplayName() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public java.lang.String getFullDisplayName() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public int getNumber() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public JobT getParent() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public RunT getPreviousBuild() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public hudson.model.Result getResult() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public boolean isBuilding() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public void save() throws java.io.IOException {
        throw new UnsupportedOperationException("a declaration only");
    }
}
