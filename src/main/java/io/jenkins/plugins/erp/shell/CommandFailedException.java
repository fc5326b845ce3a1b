package io.jenkins.plugins.erp.shell;

import java.util.List;

/** A command ended with another exit code than 0; the message carries its own last lines. */
public final class CommandFailedException extends ShellException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 12;

    private final transient CommandResult result;

    /** For a result that is not ok. */
    public CommandFailedException(CommandResult result) {
        super(describe(result));
        this.result = result;
    }

    /** The command's result. */
    public CommandResult result() {
        return result;
    }

    private static String describe(CommandResult result) {
        StringBuilder text = new StringBuilder(result.toString());
        List<String> tail = result.tail();
        for (String line : tail.subList(Math.max(0, tail.size() - SHOWN), tail.size())) {
            text.append("\n    | ").append(line);
        }
        return text.toString();
    }
}
