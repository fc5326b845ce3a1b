package org.kohsuke.stapler;

public abstract class Stapler {
    Stapler() {}

    public static StaplerRequest2 getCurrentRequest2() {
        return null;
    }
}
