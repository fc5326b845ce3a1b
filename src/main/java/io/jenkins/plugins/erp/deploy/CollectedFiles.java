package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.shell.ShellException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The static files that were collected on a host, and which releases they are right for: those
 * whose collecting left them as they were. Going back to one of these has nothing to collect. While
 * files are collected, they are right for none.
 */
final class CollectedFiles {
    private final HostState host;

    CollectedFiles(HostState host) {
        this.host = host;
    }

    /** Releases that the collected files are right for; none where that is not known. */
    List<String> rightFor() throws ShellException, InterruptedException {
        return host.files().read(host.collectedFile()).orElse("").lines().toList();
    }

    /** Files are about to be collected. Returns whom they were right for until now. */
    List<String> begin() throws ShellException, InterruptedException {
        List<String> before = rightFor();
        if (!before.isEmpty()) {
            host.files().remove(host.collectedFile());
        }
        return before;
    }

    /**
     * Files were collected for a release, or were to be.
     *
     * @param before from {@link #begin}
     * @param told by the process that was to do it
     */
    void end(List<String> before, String release, TasksTold told)
            throws ShellException, InterruptedException {
        List<String> now = now(before, release, told);
        if (!now.isEmpty()) {
            host.files().write(host.collectedFile(), String.join("\n", now) + "\n");
        }
    }

    static List<String> now(List<String> before, String release, TasksTold told) {
        if (told.notBegun(TasksTold.STATIC)) {
            return before;
        }
        if (!told.ok(TasksTold.STATIC)) {
            return List.of();
        }
        List<String> now = new ArrayList<>(told.staticChanged() ? List.of() : before);
        now.remove(release);
        now.add(release);
        return now;
    }

    /** Collects those of a release. */
    static String collect(Rollout rollout, ComposeCommands compose, String release)
            throws PhaseException, ShellException, InterruptedException {
        CollectedFiles files = new CollectedFiles(rollout.host());
        List<String> before = files.begin();
        TasksTold told = rollout.tasks().collectStatic(compose, rollout.services("web").get(0));
        files.end(before, release, told);
        return told.collected();
    }

    /**
     * Puts those of the release before back, where files of the same name were written over.
     *
     * @return what was said of it; empty where there was nothing to do
     */
    static String putBack(Rollout rollout)
            throws PhaseException, ShellException, InterruptedException {
        Optional<ComposeCommands> previous = rollout.previousCompose();
        Optional<String> release = rollout.about().previousRelease();
        if (previous.isEmpty()
                || release.isEmpty()
                || new CollectedFiles(rollout.host()).rightFor().contains(release.get())) {
            return "";
        }
        return collect(rollout, previous.get(), release.get());
    }
}
