package io.jenkins.plugins.erp.shell;

import java.util.Optional;

/**
 * Runs commands somewhere: on this machine, on an agent, on a host over SSH, on a simulated host.
 */
public interface Shell {

    /** The machine, for people: "this machine", "deploy@erp1". */
    String where();

    /**
     * Runs a command to its end, handing on each line it prints.
     *
     * @return how it ended, whatever its exit code
     * @throws CommandTimedOutException when its time limit passed; its process tree has been killed
     * @throws ShellException when it could not be started, or the way to the machine was lost
     * @throws InterruptedException when the caller was interrupted; its process tree has been
     *     killed
     */
    CommandResult run(Command command, Output output) throws ShellException, InterruptedException;

    /** Runs a command without looking at its lines. */
    default CommandResult run(Command command) throws ShellException, InterruptedException {
        return run(command, Output.NONE);
    }

    /**
     * Starts a program that stays and is talked with. A shell need not be able to: whoever asks has
     * another way for when it is not.
     *
     * @param command its standard input and time limit have no meaning here
     * @return empty where this shell cannot do that
     * @throws ShellException when it could not be started
     * @throws InterruptedException when the caller was interrupted; nothing was started
     */
    default Optional<Conversation> converse(Command command)
            throws ShellException, InterruptedException {
        return Optional.empty();
    }

    /** Whether {@link #converse} and {@link #feed} can be used here. */
    default boolean streams() {
        return false;
    }

    /**
     * Runs a command as {@link #run} does, its standard input written while it runs, after the
     * command's own.
     *
     * @throws FeedFailedException when the feed failed; the command's process tree has been killed
     */
    default CommandResult feed(Command command, Feed feed, Output output)
            throws ShellException, InterruptedException {
        throw new ShellException("on " + where() + " no command can be fed with a stream");
    }
}
