package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Decision;
import io.jenkins.plugins.erp.plan.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What the hosts of a run do next, from their journals alone, so that who picks the run up decides
 * the same.
 *
 * <p>Everything is brought to every host before one that serves is touched; then the lead host goes
 * first, and the others follow in waves. The lead's journal holds the decision: once committing has
 * begun there, all go forward; as long as it has not, one that turned round turns all round.
 *
 * @param kind what
 * @param hosts which do it side by side, by index
 * @param until up to which phase, where it is about going forward
 */
record FleetStep(Kind kind, List<Integer> hosts, String until) {

    /** What to do. */
    enum Kind {
        FORWARD,
        /** forward, and no way back */
        INSIST,
        /** turn round, because another has */
        TURN,
        /** take back what was done */
        BACK,
        /** nothing is left to do */
        OVER
    }

    /**
     * A host as its journal shows it.
     *
     * @param lead whether it is the lead host
     * @param phases of its plan, in order
     * @param from entries before this index were written by an earlier run
     * @param holding phases that are left alone as long as taking back a later one has failed
     * @param stuck whether going forward without a way back did not work in this run
     */
    record View(
            boolean lead,
            List<String> phases,
            List<JournalEntry> entries,
            int from,
            Set<String> holding,
            boolean stuck) {

        boolean turned() {
            return Decision.goesBack(entries);
        }

        boolean reached(String phase) {
            return Decision.reached(phases, entries, phase);
        }

        boolean committing() {
            return Decision.finishForward(phases, entries, CommitPhase.NAME);
        }

        boolean hasToGoBack() {
            return Decision.next(phases, entries, from, holding).kind() == Decision.Kind.REVERT;
        }
    }

    /**
     * The next step.
     *
     * @param committed whether the lead is known to have committed although it is not among these
     * @param staged name of the phase up to which nothing that serves is touched
     * @param atOnce how many hosts are worked on side by side
     */
    static FleetStep next(List<View> hosts, boolean committed, String staged, int atOnce) {
        boolean onlyForward = committed || hosts.stream().anyMatch(v -> v.lead() && v.committing());
        if (onlyForward) {
            List<Integer> lead =
                    which(hosts, v -> v.lead() && !v.turned() && !v.reached(CommitPhase.NAME));
            if (!lead.isEmpty()) {
                return new FleetStep(Kind.FORWARD, lead, CommitPhase.NAME);
            }
            List<Integer> uncommitted =
                    which(hosts, v -> !v.lead() && !v.stuck() && !v.reached(CommitPhase.NAME));
            if (!uncommitted.isEmpty()) {
                return step(Kind.INSIST, uncommitted, CommitPhase.NAME, atOnce);
            }
            List<Integer> open =
                    which(hosts, v -> !v.turned() && !v.stuck() && !v.reached(RetirePhase.NAME));
            return open.isEmpty() ? over() : step(Kind.INSIST, open, RetirePhase.NAME, atOnce);
        }
        if (hosts.stream().anyMatch(View::turned)) {
            return back(hosts, atOnce);
        }
        if (hosts.size() == 1) {
            return new FleetStep(Kind.FORWARD, List.of(0), CommitPhase.NAME);
        }
        return forward(hosts, staged, atOnce);
    }

    private static FleetStep back(List<View> hosts, int atOnce) {
        // the lead's journal is the first to say so: it is the one that decides
        List<Integer> lead = which(hosts, v -> v.lead() && !v.turned());
        if (!lead.isEmpty()) {
            return new FleetStep(Kind.TURN, lead, "");
        }
        List<Integer> others = which(hosts, v -> !v.turned());
        if (!others.isEmpty()) {
            return step(Kind.TURN, others, "", atOnce);
        }
        List<Integer> followers = which(hosts, v -> !v.lead() && v.hasToGoBack());
        if (!followers.isEmpty()) {
            List<Integer> last = new ArrayList<>(followers);
            java.util.Collections.reverse(last);
            return step(Kind.BACK, last, "", atOnce);
        }
        List<Integer> left = which(hosts, View::hasToGoBack);
        return left.isEmpty() ? over() : new FleetStep(Kind.BACK, left, "");
    }

    private static FleetStep forward(List<View> hosts, String staged, int atOnce) {
        List<Integer> unstaged = which(hosts, v -> !v.reached(staged));
        if (!unstaged.isEmpty()) {
            return step(Kind.FORWARD, unstaged, staged, atOnce);
        }
        List<Integer> busy =
                which(
                        hosts,
                        v -> v.phases().contains(IdlePhase.NAME) && !v.reached(IdlePhase.NAME));
        if (!busy.isEmpty()) {
            return step(Kind.FORWARD, busy, IdlePhase.NAME, atOnce);
        }
        for (boolean lead : new boolean[] {true, false}) {
            List<Integer> unverified =
                    which(hosts, v -> v.lead() == lead && !v.reached(Plans.VERIFIED));
            if (!unverified.isEmpty()) {
                return step(Kind.FORWARD, unverified, Plans.VERIFIED, atOnce);
            }
        }
        List<Integer> lead = which(hosts, View::lead);
        return lead.isEmpty() ? over() : new FleetStep(Kind.FORWARD, lead, CommitPhase.NAME);
    }

    private static FleetStep step(Kind kind, List<Integer> hosts, String until, int atOnce) {
        return new FleetStep(kind, hosts.subList(0, Math.min(atOnce, hosts.size())), until);
    }

    private static FleetStep over() {
        return new FleetStep(Kind.OVER, List.of(), "");
    }

    private static List<Integer> which(List<View> hosts, Predicate<View> wanted) {
        return IntStream.range(0, hosts.size())
                .filter(i -> wanted.test(hosts.get(i)))
                .boxed()
                .toList();
    }
}
