package hudson.model;

public interface ItemGroup<T extends hudson.model.Item> {
    java.util.Collection<T> getItems();

    java.lang.String getUrl();

    default java.util.Collection<T> getItems(java.util.function.Predicate<T> a) {
        throw new UnsupportedOperationException("a declaration only");
    }
}
