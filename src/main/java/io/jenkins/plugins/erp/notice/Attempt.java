package io.jenkins.plugins.erp.notice;

import io.jenkins.plugins.erp.text.Messages;
import java.time.Duration;
import java.util.Optional;

/**
 * What one attempt to deliver came to.
 *
 * @param problem why it was not taken; empty when it was
 * @param again whether another attempt may help
 * @param pause how long the receiver asked to wait before it
 */
record Attempt(Optional<String> problem, boolean again, Optional<Duration> pause) {
    static final Attempt TAKEN = new Attempt(Optional.empty(), false, Optional.empty());

    /** Not taken; another attempt may help. */
    static Attempt again(String key, Object... arguments) {
        return new Attempt(Optional.of(text(key, arguments)), true, Optional.empty());
    }

    /** Not taken, and no other attempt will help. */
    static Attempt refused(String key, Object... arguments) {
        return new Attempt(Optional.of(text(key, arguments)), false, Optional.empty());
    }

    /** The same, after that wait. */
    Attempt after(Duration asked) {
        return new Attempt(problem, again, Optional.of(asked));
    }

    static String text(String key, Object... arguments) {
        return Messages.of(Attempt.class, key, arguments);
    }
}
