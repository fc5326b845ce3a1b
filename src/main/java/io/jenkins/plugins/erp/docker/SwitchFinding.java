package io.jenkins.plugins.erp.docker;

/**
 * Something in a Compose model that stands in the way of switching a service without an outage, or
 * that a production system must not have.
 *
 * @param kind what it is
 * @param service where
 * @param subject the name, port or path in question
 * @param message what is wrong and why it matters
 * @param fix what to write instead
 */
public record SwitchFinding(Kind kind, String service, String subject, String message, String fix) {

    /** What can stand in the way. */
    public enum Kind {
        /** a fixed name: removed from the resolved model */
        CONTAINER_NAME(true),
        /** a fixed port of the host on a service behind a proxy: removed from the resolved model */
        PUBLISHED_PORT(true),
        /** a fixed port on a service that nothing stands in front of */
        NO_PROXY(false),
        /** a fixed address in a network */
        FIXED_ADDRESS(false),
        /** the host's network */
        HOST_NETWORK(false),
        /** a mount that hides the code in the image */
        CODE_MOUNT(false),
        /** the database or cache can be reached from outside the host */
        EXPOSED_DATA(true),
        /** celery worker with its own beat: two beats while switching */
        EMBEDDED_BEAT(false),
        /** more than one beat */
        SEVERAL_BEATS(false),
        /** more than one web service behind a proxy: it is steered to one service's containers */
        SEVERAL_WEBS(false);

        private final boolean resolvable;

        Kind(boolean resolvable) {
            this.resolvable = resolvable;
        }

        /** Whether a change of the resolved model takes it out of the way; else it is refused. */
        public boolean resolvable() {
            return resolvable;
        }
    }

    /** Message and fix as one text. */
    @Override
    public String toString() {
        return message + ". " + fix;
    }
}
