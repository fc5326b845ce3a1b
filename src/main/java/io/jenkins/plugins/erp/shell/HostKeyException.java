package io.jenkins.plugins.erp.shell;

/** A host's key is not the one expected, or none is expected; nothing was sent to it. */
public final class HostKeyException extends ShellException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Kind {
        /** no key of the host is in the file */
        UNKNOWN,
        /** another key of the host is in the file: set up anew, or somebody in between */
        CHANGED
    }

    private final Kind kind;

    /** With host, port, the file consulted, what to do. */
    public HostKeyException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What is wrong with it. */
    public Kind kind() {
        return kind;
    }
}
