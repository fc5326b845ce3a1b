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

    public static class FormException extends Exception {
        private static final long serialVersionUID = 1L;

        FormException() {}
    }
}
