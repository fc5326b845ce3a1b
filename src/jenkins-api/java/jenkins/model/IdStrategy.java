package jenkins.model;

public abstract class IdStrategy
        implements hudson.model.Describable<jenkins.model.IdStrategy>,
                hudson.ExtensionPoint,
                java.util.Comparator<java.lang.String> {
    IdStrategy() {}

    public java.lang.String keyFor(java.lang.String a) {
        throw new UnsupportedOperationException("a declaration only");
    }
}
