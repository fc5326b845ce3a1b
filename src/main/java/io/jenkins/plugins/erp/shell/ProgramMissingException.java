package io.jenkins.plugins.erp.shell;

/** The program of a command is not on the machine. */
public final class ProgramMissingException extends ShellException {
    private static final long serialVersionUID = 1L;

    private final String program;

    /** For a program and a machine. */
    public ProgramMissingException(String program, String where) {
        super(program + " is not installed or not on the PATH of " + where);
        this.program = program;
    }

    /** Which. */
    public String program() {
        return program;
    }
}
