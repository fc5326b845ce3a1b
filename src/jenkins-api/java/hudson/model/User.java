package hudson.model;

public class User
        implements hudson.security.AccessControlled,
                hudson.model.Saveable,
                java.lang.Comparable<hudson.model.User> {
    User() {}

    public int compareTo(hudson.model.User a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public hudson.security.ACL getACL() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public java.lang.String getFullName() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public java.lang.String getId() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public org.springframework.security.core.Authentication impersonate2() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public void save() throws java.io.IOException {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static hudson.model.User current() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static hudson.model.User get2(org.springframework.security.core.Authentication a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static hudson.model.User getById(java.lang.String a, boolean b) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static jenkins.model.IdStrategy idStrategy() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
