package io.jenkins.plugins.erp.runner.host;

import io.jenkins.plugins.erp.text.Messages;
import java.util.List;
import java.util.Locale;

/**
 * One thing that is missing.
 *
 * @param kind what sort of thing
 * @param subjects packages in apt's words, images, or none
 */
public record HostStep(Kind kind, List<String> subjects) {

    /** In the order they are done. */
    public enum Kind {
        /** a newer suite of the same distribution, pinned low: for Compose and buildx by name */
        SUITE,
        PACKAGES,
        ENGINE,
        REGISTRY,
        /** a login of our own, in the docker group */
        USER,
        SSHD,
        /** pulled, or built from packages where no image registry answers */
        IMAGES
    }

    /** Copies the list. */
    public HostStep {
        subjects = List.copyOf(subjects);
    }

    /** What will be done, for people. */
    public String line(Locale locale) {
        return Messages.of(
                locale, HostStep.class, "will." + kind.name(), String.join(", ", subjects));
    }
}
