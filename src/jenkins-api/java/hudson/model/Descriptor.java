package hudson.model;

public abstract class Descriptor<T extends Describable<T>> implements Saveable {
    protected Descriptor() {}

    protected Descriptor(Class<? extends T> clazz) {}

    public String getDisplayName() {
        return getClass().getSimpleName();
    }

    public void load() {}

    @Override
    public void save() {}

    public boolean configure(org.kohsuke.stapler.StaplerRequest2 a, net.sf.json.JSONObject b)
            throws hudson.model.Descriptor.FormException {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static class FormException extends Exception {
        private static final long serialVersionUID = 1L;

        public FormException(String message, Throwable cause, String formField) {
            super(message, cause);
        }
    }
}
