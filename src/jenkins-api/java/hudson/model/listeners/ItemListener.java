package hudson.model.listeners;

public class ItemListener implements hudson.ExtensionPoint {
    public ItemListener() {}

    public void onDeleted(hudson.model.Item a) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public void onLoaded() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public void onLocationChanged(hudson.model.Item a, java.lang.String b, java.lang.String c) {
        throw new UnsupportedOperationException("a declaration only");
    }
}
