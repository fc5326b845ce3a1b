package io.jenkins.plugins.erp.shell;

import java.util.List;

/** A command's time limit passed and its process tree was killed. */
public final class CommandTimedOutException extends ShellException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 12;

    private final transient List<String> tail;

    /** With command, machine, limit and last lines in the message. */
    public CommandTimedOutException(String message) {
        this(message, List.of());
    }

    /**
     * For a command that was killed.
     *
     * @param where the machine, for people
     * @param tail its last lines, masked
     */
    public CommandTimedOutException(Command command, String where, List<String> tail) {
        this(describe(command, where, tail), tail);
    }

    private CommandTimedOutException(String message, List<String> tail) {
        super(message);
        this.tail = List.copyOf(tail);
    }

    /** The command's last lines, masked. */
    public List<String> tail() {
        return tail;
    }

    private static String describe(Command command, String where, List<String> tail) {
        StringBuilder text = new StringBuilder();
        text.append("not done after ")
                .append(command.timeout().toMillis() / 1000.0)
                .append(" s, so it was killed with all its children: ")
                .append(command);
        text.append(" (on ").append(where).append(')');
        for (String line : tail.subList(Math.max(0, tail.size() - SHOWN), tail.size())) {
            text.append("\n    | ").append(line);
        }
        return text.toString();
    }
}
