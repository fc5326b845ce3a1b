package hudson.model;

public abstract class AbstractItem extends hudson.model.Actionable
        implements hudson.model.Item, hudson.security.AccessControlled {
    protected AbstractItem(ItemGroup parent, String name) {}

    public final java.lang.String getFullDisplayName() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public final java.lang.String getFullName() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public final java.lang.String getUrl() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public hudson.security.ACL getACL() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public java.lang.String getDisplayName() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public java.lang.String getName() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public hudson.model.ItemGroup getParent() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
