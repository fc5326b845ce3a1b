package hudson.security;

public interface AccessControlled {
    ACL getACL();

    default void checkPermission(Permission permission) {
        throw new UnsupportedOperationException("a declaration only");
    }

    default boolean hasPermission(Permission permission) {
        throw new UnsupportedOperationException("a declaration only");
    }

    default void checkAnyPermission(hudson.security.Permission[] a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    default boolean hasAnyPermission(hudson.security.Permission[] a) {
        throw new UnsupportedOperationException("a declaration only");
    }
}
