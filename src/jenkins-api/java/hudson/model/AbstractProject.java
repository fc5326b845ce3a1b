package hudson.model;

public abstract class AbstractProject<
                P extends hudson.model.AbstractProject<P, R>,
                R extends hudson.model.AbstractBuild<P, R>>
        extends hudson.model.Job<P, R> {
    protected AbstractProject(ItemGroup parent, String name) {
        super(parent, name);
    }

    @Override
    public boolean isBuildable() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
