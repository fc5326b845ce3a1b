package hudson.security;

public abstract class SecurityRealm
        implements hudson.model.Describable<hudson.security.SecurityRealm>, hudson.ExtensionPoint {
    SecurityRealm() {}

    public jenkins.model.IdStrategy getGroupIdStrategy() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
