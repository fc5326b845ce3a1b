package org.jvnet.localizer;

public final class ResourceBundleHolder {
    private ResourceBundleHolder() {}

    public static ResourceBundleHolder get(Class<?> clazz) {
        return new ResourceBundleHolder();
    }
}
