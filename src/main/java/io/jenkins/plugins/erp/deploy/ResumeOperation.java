package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.operation.Operation;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.Plan;
import java.util.List;

/**
 * Goes on with runs that a dead process has left: forward where all they need is on the hosts and
 * they had not turned round, else back.
 */
public final class ResumeOperation implements Operation<ResumeRequest, ResumeResult> {
    private final Fleet.Ways ways;

    /** For the real world. */
    public ResumeOperation() {
        this.ways = Fleet.Ways.REAL;
    }

    /** With other ways to wait, to beat and to work on several hosts, for simulations. */
    public ResumeOperation(Pause pause, Heart heart, Fan fan) {
        this.ways = new Fleet.Ways(pause, heart, fan);
    }

    @Override
    public ResumeResult run(ResumeRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        Recovery recovery =
                new Recovery(request.undo() ? Recovery.Wish.BACK : Recovery.Wish.FORWARD);
        List<Phase<Fleet>> phases =
                List.of(
                        new FleetPhases.Everywhere(new PreparationPhases.Connect(), false),
                        new FleetPhases.Leases("resume"),
                        new FleetPhases.Resume(recovery));
        try (Fleet fleet =
                new Fleet(context, context.config().environment(request.environment()), ways)) {
            Runs.prepare(fleet, new Plan<>("resume", phases), false);
        } catch (OperationException e) {
            boolean told =
                    recovery.results().stream().anyMatch(r -> r.outcome() == Outcome.NEEDS_PERSON);
            throw told ? new OperationException(Outcome.NEEDS_PERSON, e.getMessage(), e) : e;
        }
        ResumeResult result =
                new ResumeResult(request.environment(), request.undo(), recovery.results());
        if (result.outcome() == Outcome.DONE) {
            context.console().good(result.summary());
        } else {
            context.console().error(result.summary());
        }
        return result;
    }
}
