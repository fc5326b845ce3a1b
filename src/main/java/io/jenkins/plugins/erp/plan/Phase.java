package io.jenkins.plugins.erp.plan;

import java.io.IOException;

/**
 * One step of a plan. Everything in it may be run again after a crash at any point: apply finishes
 * what an earlier apply began, and revert takes back whatever part of apply has happened, nothing
 * included.
 *
 * @param <S> what the plan works on; what revert needs comes from there and from the host itself,
 *     never from an earlier apply's memory
 */
public interface Phase<S> {

    /** A word for journal and logs, {@code [a-z][a-z0-9-]*}; does not change between versions. */
    String name();

    /** A few words for people. */
    String title();

    /**
     * Whether there is nothing to do as far as is known before anything is asked: pure. Such a
     * phase is neither told nor counted; the journal says that it was passed over, and one that an
     * earlier process has begun is done all the same.
     */
    default boolean idle(S state) {
        return false;
    }

    /** Whether there is nothing to do when its turn comes, so that the phase is passed over. */
    default boolean skip(S state) throws PhaseException, IOException, InterruptedException {
        return false;
    }

    /**
     * Does it.
     *
     * @return one line for people: what was done, or empty
     * @throws PhaseException when it cannot be done, with the reason for people
     * @throws IOException when a command could not be run or failed
     * @throws InterruptedException when aborted
     */
    String apply(S state, Progress progress)
            throws PhaseException, IOException, InterruptedException;

    /** Whether apply changes something that revert has to take back. */
    default boolean changesSomething() {
        return true;
    }

    /**
     * Whether taking it back removes what the taking back of a later phase needs, so that it is
     * left alone as long as one of those has failed: a later comer takes both back. As long as it
     * cannot be taken back itself, what is before it is left alone too.
     */
    default boolean holdsOthers() {
        return false;
    }

    /**
     * Takes it back.
     *
     * @return one line for people: what was taken back, or what stays as it is; or empty
     */
    default String revert(S state, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        return "";
    }
}
