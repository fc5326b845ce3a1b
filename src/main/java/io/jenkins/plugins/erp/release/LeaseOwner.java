package io.jenkins.plugins.erp.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * Who holds a lease.
 *
 * @param actor a build's URL, or user@machine
 * @param operation what is being done, for people
 * @param token differs for each lease
 * @param since seconds since 1970 by the host's clock
 * @param process the process at work, {@code pid@machine/start}: lets the same machine see that it
 *     is gone
 */
public record LeaseOwner(String actor, String operation, String token, long since, String process) {

    /** This process. */
    public static String thisProcess() {
        // the JVM's name is pid@machine; the start tells two processes with one pid apart
        return ManagementFactory.getRuntimeMXBean().getName()
                + "/"
                + ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    /** One line of JSON. */
    public String toJson() {
        try {
            return Release.JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a lease could not be written as JSON", e);
        }
    }

    /** Reads it; empty for anything else. */
    public static Optional<LeaseOwner> fromJson(String text) {
        try {
            return Optional.ofNullable(Release.JSON.readValue(text, LeaseOwner.class))
                    .filter(o -> o.token != null && o.token.matches("[A-Za-z0-9-]{8,64}"));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the process is known to be gone, seen from this one: it ran on this machine and is
     * not there any more, or it is this process and the lease is not one of its own.
     *
     * @param ownToken whether a token is of a lease that this process holds
     */
    boolean knownDead(java.util.function.Predicate<String> ownToken) {
        String ours = thisProcess();
        if (process == null || !process.contains("@") || !process.contains("/")) {
            return false;
        }
        if (process.equals(ours)) {
            return !ownToken.test(token);
        }
        if (!machine(process).equals(machine(ours))) {
            return false;
        }
        String pid = process.substring(0, process.indexOf('@'));
        if (!pid.matches("[0-9]{1,10}")) {
            return false;
        }
        return pid.equals(ours.substring(0, ours.indexOf('@')))
                || ProcessHandle.of(Long.parseLong(pid)).map(p -> !p.isAlive()).orElse(true);
    }

    private static String machine(String process) {
        return process.substring(process.indexOf('@') + 1, process.lastIndexOf('/'));
    }
}
