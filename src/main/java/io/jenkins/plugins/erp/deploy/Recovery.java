package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.DotEnv;
import io.jenkins.plugins.erp.config.EnvCheck;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.plan.Decision;
import io.jenkins.plugins.erp.plan.HostJournal;
import io.jenkins.plugins.erp.plan.JournalEntry;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.HostState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Picks up runs that ended in the middle, with nothing but their journals and the hosts. Forward
 * when committing had begun on the lead host; forward, too, when that is wanted, the run had not
 * turned round and all it needs is on its hosts; else back.
 */
final class Recovery {

    /** Says of a run whether it is wanted to go forward where it can. */
    interface Wish {
        boolean forward(RolloutAbout about, HostState host)
                throws IOException, InterruptedException;

        /** As a deploy of something else does. */
        Wish BACK = (about, host) -> false;

        /** As somebody who resumes does. */
        Wish FORWARD = (about, host) -> true;
    }

    /** A host's part of a run that was left. */
    private record Part(Preparation host, HostJournal journal, RolloutAbout about) {}

    private final Wish wish;
    private final List<DeployResult> results = new ArrayList<>();

    Recovery(Wish wish) {
        this.wish = wish;
    }

    /** What came of each run that was found. */
    List<DeployResult> results() {
        return List.copyOf(results);
    }

    /**
     * All of them.
     *
     * @return what was done, for people
     */
    String run(Fleet fleet, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        List<String> said = new ArrayList<>();
        Map<String, List<Part>> open = new TreeMap<>();
        for (Preparation host : fleet.hosts) {
            for (String operation : host.state().openOperations()) {
                part(host, operation, said)
                        .ifPresent(
                                p ->
                                        open.computeIfAbsent(operation, o -> new ArrayList<>())
                                                .add(p));
            }
        }
        for (List<Part> parts : open.values()) {
            said.add(one(fleet, parts, progress));
        }
        return said.isEmpty() ? "none" : String.join("; ", said);
    }

    private static Optional<Part> part(Preparation host, String operation, List<String> said)
            throws PhaseException, IOException, InterruptedException {
        HostState state = host.state();
        HostJournal journal = HostJournal.read(state, operation, host.context.clock());
        Optional<RolloutAbout> about = journal.about().flatMap(RolloutAbout::fromJson);
        if (about.isEmpty()) {
            journal.discard();
            said.add(operation + " had not begun");
            return Optional.empty();
        }
        if (Decision.closed(journal.entries())) {
            state.files().move(state.openJournal(operation), state.closedJournal(operation));
            said.add(operation + " was over");
            return Optional.empty();
        }
        return Optional.of(new Part(host, journal, about.get()));
    }

    private String one(Fleet fleet, List<Part> parts, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        RolloutAbout about = parts.get(0).about();
        boolean committed = committed(fleet, parts);
        boolean forward = committed || forward(parts);
        List<HostRun> runs = new ArrayList<>();
        for (Part part : parts) {
            mask(part);
            runs.add(new HostRun(part.host(), part.about(), part.journal(), Optional.empty(), 0));
        }
        String by = by(about);
        progress.warn(
                by
                        + " since "
                        + about.started()
                        + (about.buildUrl().isEmpty() ? "" : " (" + about.buildUrl() + ")")
                        + " was left unfinished "
                        + place(parts)
                        + "; "
                        + (forward ? "it is finished first" : "it is taken back first"));
        boolean leadIsHere = parts.stream().anyMatch(p -> p.about().lead());
        FleetRun run = new FleetRun(fleet, runs, committed && !leadIsHere);
        if (!forward) {
            run.turn("found unfinished");
        }
        run.toEnd();
        DeployResult result = Runs.result(fleet, runs, List.of());
        results.add(result);
        run.finish();
        if (result.outcome() == Outcome.NEEDS_PERSON) {
            throw new PhaseException(
                    by
                            + " was left unfinished and cannot be "
                            + (forward ? "finished" : "taken back")
                            + ": see above what stands in the way. Mend that, then run this again:"
                            + " it tries anew.");
        }
        if (run.aborted()) {
            throw new InterruptedException();
        }
        return about.operation() + (result.outcome() == Outcome.DONE ? " finished" : " taken back");
    }

    private static String by(RolloutAbout about) {
        return about.kind().word() + " " + about.operation() + " by " + about.actor();
    }

    /** In which phase each host's part was. */
    private static String place(List<Part> parts) {
        List<String> places = new ArrayList<>();
        for (Part part : parts) {
            String phase =
                    part.journal().entries().stream()
                            .map(JournalEntry::phase)
                            .filter(p -> !p.isEmpty())
                            .reduce((first, second) -> second)
                            .orElse("before its first phase");
            places.add((parts.size() == 1 ? "" : part.host().name + ": ") + phase);
        }
        return "(" + String.join(", ", places) + ")";
    }

    /** Whether the lead's journal says that the whole run goes forward. */
    private static boolean committed(Fleet fleet, List<Part> parts)
            throws PhaseException, IOException, InterruptedException {
        for (Part part : parts) {
            if (part.about().lead()) {
                return begun(part.about(), part.journal().entries());
            }
        }
        RolloutAbout about = parts.get(0).about();
        String address = about.hosts().get(0);
        HostState lead;
        Optional<Preparation> here = fleet.host(address);
        if (here.isPresent()) {
            lead = here.get().state();
        } else {
            // the environment has other hosts by now: the one that decides is asked all the same
            lead =
                    new HostState(
                            fleet.context
                                    .hosts()
                                    .connect(fleet.environment, HostAddress.parse(address)),
                            fleet.environment.path());
        }
        List<JournalEntry> closed = HostJournal.closed(lead, about.operation());
        return Decision.closed(closed)
                ? closed.get(closed.size() - 1).detail().equals("DONE")
                : begun(
                        about,
                        HostJournal.read(lead, about.operation(), fleet.context.clock()).entries());
    }

    private static boolean begun(RolloutAbout about, List<JournalEntry> entries) {
        return Decision.finishForward(
                Plans.of(about, r -> null).names(), entries, CommitPhase.NAME);
    }

    private boolean forward(List<Part> parts)
            throws PhaseException, IOException, InterruptedException {
        int hosts = Math.max(1, parts.get(0).about().hosts().size());
        if (parts.size() != hosts) {
            return false;
        }
        for (Part part : parts) {
            HostState host = part.host().state();
            RolloutAbout about = part.about();
            List<String> phases = Plans.of(about, r -> null).names();
            boolean staged =
                    about.kind() != RolloutAbout.Kind.DEPLOY
                            || Decision.reached(phases, part.journal().entries(), about.staged());
            if (Decision.goesBack(part.journal().entries())
                    || !staged
                    || !host.files().exists(host.envFile(about.release()))
                    || !host.files().exists(host.composeFile(about.release()))
                    || host.release(about.release()).isEmpty()
                    || !wish.forward(about, host)) {
                return false;
            }
        }
        return true;
    }

    private static void mask(Part part) throws PhaseException, IOException, InterruptedException {
        HostState host = part.host().state();
        String text = host.files().read(host.envFile(part.about().release())).orElse("");
        try {
            part.host().mask(EnvCheck.secretValues(DotEnv.parse(text, "env")));
        } catch (ConfigException e) {
            part.host().context.console().detail("    the release's env file is not readable");
        }
    }
}
