package io.jenkins.plugins.erp.jenkins.access;

import hudson.model.Cause;
import hudson.model.Run;
import java.util.LinkedHashSet;
import java.util.Set;
import jenkins.model.Jenkins;

/** Who does something, as the audit log and the histories name them. */
public final class Actors {
    private Actors() {}

    /** Whoever asks now: a user's id, or what Jenkins calls itself. */
    public static String current() {
        return Jenkins.getAuthentication2().getName();
    }

    /**
     * Ids of those who asked for a run or for one that led to it; the causes in words otherwise.
     */
    public static String of(Run<?, ?> run) {
        Set<String> users = new LinkedHashSet<>();
        Set<String> causes = new LinkedHashSet<>();
        for (Cause cause : run.getCauses()) {
            collect(cause, users);
            causes.add(cause.getShortDescription());
        }
        return String.join(", ", users.isEmpty() ? causes : users);
    }

    private static void collect(Cause cause, Set<String> users) {
        if (cause instanceof Cause.UserIdCause user) {
            users.add(user.getUserId() == null ? "anonymous" : user.getUserId());
        } else if (cause instanceof Cause.UpstreamCause upstream) {
            upstream.getUpstreamCauses().forEach(above -> collect(above, users));
        }
    }
}
