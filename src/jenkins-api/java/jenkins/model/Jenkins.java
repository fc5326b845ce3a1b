package jenkins.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;

public abstract class Jenkins implements AccessControlled {
    public static final Permission ADMINISTER = Permission.READ;
    public static final Permission READ = Permission.READ;

    Jenkins() {}

    public static Jenkins get() throws IllegalStateException {
        throw new IllegalStateException("a declaration only");
    }

    public static Jenkins getInstanceOrNull() {
        return null;
    }

    public boolean isTerminating() {
        return false;
    }

    public <T extends hudson.model.Descriptor> T getDescriptorByType(java.lang.Class<T> a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public hudson.model.Item getItemByFullName(java.lang.String a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public <T extends hudson.model.Item> T getItemByFullName(
            java.lang.String a, java.lang.Class<T> b) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public java.io.File getRootDir() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public java.lang.String getRootUrl() throws java.lang.IllegalStateException {
        throw new UnsupportedOperationException("a declaration only");
    }

    public boolean isUseSecurity() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static org.springframework.security.core.Authentication getAuthentication2() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static final org.springframework.security.core.Authentication ANONYMOUS2 = null;

    public hudson.security.SecurityRealm getSecurityRealm() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
