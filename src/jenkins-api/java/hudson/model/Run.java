package hudson.model;

import java.io.File;
import java.io.IOException;
import jenkins.model.ArtifactManager;

public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>>
        extends Actionable {
    Run() {}

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
}
