package hudson;

public class BulkChange implements java.io.Closeable {
    public BulkChange(hudson.model.Saveable a) {}

    public void close() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public void commit() throws java.io.IOException {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static boolean contains(hudson.model.Saveable a) {
        return false;
    }
}
