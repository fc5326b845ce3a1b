package io.jenkins.plugins.erp.runner.faults;

import java.util.List;

/**
 * Something that goes wrong, and how it may end.
 *
 * @param name short, for choosing it
 * @param what goes wrong, for people
 * @param phase in which
 * @param from the version that is current before
 * @param exits regular expression that the exit codes have to match, such as {@code 137, [01]}
 * @param serves the versions of which one may serve afterwards
 * @param dark whether the fault itself takes away what answers, so that requests may fail
 * @param happening has it happen
 */
record Fault(
        String name,
        String what,
        String phase,
        String from,
        String exits,
        List<String> serves,
        boolean dark,
        Happening happening) {

    /** Has a fault happen, with the product at work. */
    @FunctionalInterface
    interface Happening {
        void on(Scene scene) throws Exception;
    }

    /** Copies. */
    Fault {
        serves = List.copyOf(serves);
    }

    /** The same, where the fault itself takes away what answers. */
    Fault darkening() {
        return new Fault(name, what, phase, from, exits, serves, true, happening);
    }

    /** The same, from version 2: for what happens to a rollback. */
    Fault fromNew() {
        return new Fault(name, what, phase, "2", exits, serves, dark, happening);
    }
}
