package io.jenkins.plugins.erp.runner.sim;

import io.jenkins.plugins.erp.shell.Command;
import java.time.Duration;
import java.util.Random;

/** What goes wrong with a command. */
public enum Fault {
    NONE,
    /** exit code 1, nothing done */
    ERROR_BEFORE,
    /** exit code 1, although all was done */
    ERROR_AFTER,
    /** the time limit passed, nothing done */
    TIMEOUT,
    /** the time limit passed, although all was done */
    TIMEOUT_AFTER,
    /** the connection went before it reached the host */
    LOST_BEFORE,
    /** the connection went when it was done, unseen */
    LOST_AFTER,
    /** the process that drives the host died before the command */
    KILLED_BEFORE,
    /** the process that drives the host died right after the command was done */
    KILLED_AFTER,
    /** from this command on, for a dozen of them, nothing can be written to the host's disk */
    DISK_FULL,
    /** the host's clock is set forward before the command */
    CLOCK_FORWARD,
    /** the host's clock is set back before the command */
    CLOCK_BACK,
    /** what the command started ends at once */
    CONTAINER_DIES,
    /** the engine is started anew instead of doing the command, and with it all containers */
    ENGINE_RESTARTS;

    /** By how much a clock is set. */
    public static final Duration JUMP = Duration.ofMinutes(5);

    /** Chooses for each command. */
    @FunctionalInterface
    public interface Plan {
        /**
         * What happens.
         *
         * @param index of the command on this host, from 0
         */
        Fault at(int index, Command command);

        /** All is well. */
        Plan NEVER = (index, command) -> Fault.NONE;

        /** One fault at one command. */
        static Plan once(int at, Fault fault) {
            return (index, command) -> index == at ? fault : Fault.NONE;
        }

        /**
         * Faults by chance, the same for the same seed; never a death of the process.
         *
         * @param percent of the commands
         */
        static Plan random(long seed, int percent) {
            Fault[] some = {ERROR_BEFORE, ERROR_AFTER, TIMEOUT, LOST_BEFORE, LOST_AFTER};
            return (index, command) -> {
                Random random = new Random(seed * 1_000_003 + index);
                return random.nextInt(100) < percent
                        ? some[random.nextInt(some.length)]
                        : Fault.NONE;
            };
        }
    }

    /** Thrown where the process that drives a host is killed: nothing may catch it. */
    public static final class ProcessKilledError extends Error {
        private static final long serialVersionUID = 1L;

        ProcessKilledError() {
            super("the process was killed here, as the test wanted");
        }
    }
}
