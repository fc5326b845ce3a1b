package hudson;

import java.util.AbstractList;

public abstract class ExtensionList<T> extends AbstractList<T> {
    ExtensionList() {}

    public static <U> U lookupSingleton(Class<U> type) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static <T> hudson.ExtensionList<T> lookup(java.lang.Class<T> a) {
        throw new UnsupportedOperationException("a declaration only");
    }
}
