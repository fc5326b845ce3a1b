package jenkins.model.details;

public abstract class DetailFactory<T extends hudson.model.Actionable>
        implements hudson.ExtensionPoint {
    public DetailFactory() {}

    public abstract java.util.List<? extends jenkins.model.details.Detail> createFor(T a);

    public abstract java.lang.Class<T> type();
}
