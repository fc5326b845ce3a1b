package jenkins.model.details;

public abstract class Detail implements hudson.model.ModelObject {
    public Detail(hudson.model.Actionable a) {}

    public java.lang.String getDisplayName() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public jenkins.model.details.DetailGroup getGroup() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public java.lang.String getIconClassName() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public java.lang.String getLink() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public hudson.model.Actionable getObject() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public int getOrder() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
