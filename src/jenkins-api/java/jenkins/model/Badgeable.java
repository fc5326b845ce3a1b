package jenkins.model;

public interface Badgeable {
    default jenkins.management.Badge getBadge() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
