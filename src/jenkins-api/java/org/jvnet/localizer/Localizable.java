package org.jvnet.localizer;

public class Localizable {
    private final ResourceBundleHolder holder;
    private final String key;

    public Localizable(ResourceBundleHolder holder, String key, Object... args) {
        this.holder = holder;
        this.key = key;
    }

    public String getKey() {
        return key;
    }
}
