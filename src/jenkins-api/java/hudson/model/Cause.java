package hudson.model;

public abstract class Cause {
    public Cause() {}

    public abstract String getShortDescription();

    public static class UserIdCause extends Cause {
        public UserIdCause() {}

        public String getUserId() {
            throw new UnsupportedOperationException("a declaration only");
        }

        public String getUserName() {
            throw new UnsupportedOperationException("a declaration only");
        }

        @Override
        public String getShortDescription() {
            throw new UnsupportedOperationException("a declaration only");
        }
    }

    public static class UpstreamCause extends Cause {
        UpstreamCause() {}

        public java.util.List<Cause> getUpstreamCauses() {
            throw new UnsupportedOperationException("a declaration only");
        }

        @Override
        public String getShortDescription() {
            throw new UnsupportedOperationException("a declaration only");
        }
    }
}
