package hudson.security;

import org.springframework.security.core.Authentication;

public abstract class ACL {
    public static final Authentication SYSTEM2 = null;

    ACL() {}

    public boolean hasPermission2(Authentication a, Permission permission) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static ACLContext as2(Authentication auth) {
        throw new UnsupportedOperationException("a declaration only");
    }
}
