package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.plan.PhaseException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run is about on each of its hosts, with what serves there now. */
final class Abouts {

    private Abouts() {}

    private record Found(Optional<RolloutAbout> about, Optional<Exception> failure) {}

    /**
     * One for each host, the lead first.
     *
     * @param beat services that are run on the lead alone
     */
    static List<RolloutAbout> everywhere(Fleet fleet, RolloutAbout run, List<String> beat)
            throws OperationException, InterruptedException {
        List<String> all = fleet.hosts.stream().map(p -> p.address.toString()).toList();
        List<RolloutAbout> abouts = new ArrayList<>();
        for (Found one :
                fleet.each(
                        fleet.hosts,
                        p -> find(p, run, all, p == fleet.lead() ? List.of() : beat))) {
            if (one.failure().filter(InterruptedException.class::isInstance).isPresent()) {
                throw new InterruptedException("aborted before anything was changed");
            }
            abouts.add(
                    one.about()
                            .orElseThrow(
                                    () ->
                                            new OperationException(
                                                    Outcome.FAILED,
                                                    one.failure().orElseThrow().getMessage()
                                                            + "\nNothing was changed.",
                                                    one.failure().orElseThrow())));
        }
        return abouts;
    }

    private static Found find(
            Preparation host, RolloutAbout run, List<String> all, List<String> idle) {
        try {
            return new Found(
                    Optional.of(
                            run.on(
                                    host.address.toString(),
                                    all,
                                    host.state().current().orElse(""),
                                    host.engine().containers().isEmpty(),
                                    idle)),
                    Optional.empty());
        } catch (PhaseException | IOException | InterruptedException e) {
            return new Found(Optional.empty(), Optional.of(e));
        }
    }
}
