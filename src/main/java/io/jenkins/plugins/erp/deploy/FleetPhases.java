package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The phases before a run begins, on all its hosts. */
final class FleetPhases {

    private FleetPhases() {}

    /** A phase that changes nothing that would have to be taken back. */
    private abstract static class Before implements Phase<Fleet> {
        private final String name;
        private final Supplier<String> title;

        Before(String name, Supplier<String> title) {
            this.name = name;
            this.title = title;
        }

        /** As it is called on one host. */
        Before(Phase<Preparation> one) {
            this(one.name(), one::title);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String title() {
            return title.get();
        }

        @Override
        public boolean changesSomething() {
            return false;
        }
    }

    /** What came of a look at one host. */
    private record Seen(
            Preparation host, String said, Optional<Exception> failure, boolean refused) {}

    /** A look at every host, side by side; the first one on the lead alone, where it is wanted. */
    static final class Everywhere extends Before {
        private final Phase<Preparation> one;
        private final boolean leadFirst;

        Everywhere(Phase<Preparation> one, boolean leadFirst) {
            super(one);
            this.one = one;
            this.leadFirst = leadFirst;
        }

        @Override
        public boolean skip(Fleet fleet) throws PhaseException, IOException, InterruptedException {
            if (!fleet.several()) {
                return one.skip(fleet.lead());
            }
            return fleet.each(fleet.hosts, this::skips).stream().allMatch(s -> s);
        }

        /* What cannot be asked is told when it is applied. */
        private boolean skips(Preparation p) {
            try {
                return one.skip(p);
            } catch (PhaseException | IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public String apply(Fleet fleet, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            if (!fleet.several()) {
                return one.apply(fleet.lead(), progress);
            }
            List<Seen> seen = new ArrayList<>();
            List<Preparation> rest = new ArrayList<>(fleet.hosts);
            if (leadFirst) {
                seen.add(look(fleet, rest.remove(0)));
            }
            if (seen.stream().allMatch(s -> s.failure().isEmpty())) {
                seen.addAll(fleet.each(rest, p -> look(fleet, p)));
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            seen.stream()
                    .filter(s -> s.failure().isEmpty() && !s.said().isEmpty())
                    .forEach(s -> progress.detail(s.host().name + ": " + s.said()));
            List<Seen> failed = seen.stream().filter(s -> s.failure().isPresent()).toList();
            if (failed.isEmpty()) {
                return fleet.hosts.size() + " hosts" + (leadFirst ? ", " + seen.get(0).said() : "");
            }
            StringBuilder why = new StringBuilder();
            for (Seen s : failed) {
                if (s.failure().get() instanceof InterruptedException) {
                    throw new InterruptedException();
                }
                why.append(why.isEmpty() ? "" : "\n").append(named(s));
            }
            why.append("\nNothing was changed on any of the ")
                    .append(fleet.hosts.size())
                    .append(" hosts.");
            throw new PhaseException(
                    why.toString(),
                    failed.stream().allMatch(Seen::refused),
                    failed.get(0).failure().get());
        }

        /* Most of what a host's own shell says begins with its address. */
        private static String named(Seen seen) {
            String address = seen.host().address.toString();
            return seen.said().startsWith(address + " ")
                    ? seen.said()
                    : address + ": " + seen.said();
        }

        private Seen look(Fleet fleet, Preparation p) {
            try {
                String said =
                        one.apply(p, new Progress(p.context.console(), fleet.context.clock()));
                return new Seen(p, said, Optional.empty(), false);
            } catch (PhaseException e) {
                return new Seen(p, e.getMessage(), Optional.of(e), e.isRefused());
            } catch (IOException | InterruptedException e) {
                return new Seen(p, String.valueOf(e.getMessage()), Optional.of(e), false);
            }
        }
    }

    /**
     * Has all hosts for itself, or none: they are taken in one order, whoever takes them, so that
     * two never wait for each other.
     */
    static final class Leases extends Before {
        private final Phase<Preparation> one;

        Leases(String what) {
            this(new PreparationPhases.TakeLease(what));
        }

        private Leases(Phase<Preparation> one) {
            super(one);
            this.one = one;
        }

        @Override
        public String apply(Fleet fleet, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            List<Preparation> order = new ArrayList<>(fleet.hosts);
            order.sort(Comparator.comparing(p -> p.address.host() + ":" + p.address.port()));
            boolean all = false;
            try {
                for (Preparation p : order) {
                    one.apply(p, progress);
                }
                all = true;
            } finally {
                if (!all) {
                    fleet.close();
                }
            }
            return "";
        }
    }

    /** Finishes or takes back what another run left in the middle. */
    static final class Resume extends Before {
        private final Recovery recovery;

        Resume(Recovery recovery) {
            super("resume", () -> Messages.of(FleetPhases.class, "phase.resume"));
            this.recovery = recovery;
        }

        @Override
        public String apply(Fleet fleet, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            return recovery.run(fleet, progress);
        }
    }
}
