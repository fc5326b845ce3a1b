package org.jenkinsci.plugins.docker.workflow;

/** Stands for the Groovy class of docker-workflow that {@code docker.build} returns an inner of. */
public final class Docker {
    private Docker() {}

    /** As in Docker.groovy: a public field, no getter. */
    public static final class Image {
        public final String id;

        public Image(String id) {
            this.id = id;
        }
    }
}
