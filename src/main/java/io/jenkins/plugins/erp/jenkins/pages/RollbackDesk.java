package io.jenkins.plugins.erp.jenkins.pages;

import hudson.model.Item;
import io.jenkins.plugins.erp.history.OperationEntry;
import io.jenkins.plugins.erp.jenkins.access.ErpPermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;

/** Takes questions and orders for rollbacks of a job; who may not roll back learns nothing. */
public final class RollbackDesk {
    private final Item job;
    private final Supplier<List<OperationEntry>> history;
    private final Function<RollbackOrder, Optional<String>> starter;

    RollbackDesk(
            Item job,
            Supplier<List<OperationEntry>> history,
            Function<RollbackOrder, Optional<String>> starter) {
        this.job = job;
        this.history = history;
        this.starter = starter;
    }

    /**
     * What would be done, to be confirmed.
     *
     * @param offer what runs now and what it could go back to
     * @param order with the release chosen first; null when there is nothing to go back to
     */
    public record Question(RollbackOffer offer, RollbackOrder order) {}

    Question ask(String app, String environment, String release) {
        job.checkPermission(ErpPermissions.ROLLBACK);
        RollbackOffer offer = offer(app, environment);
        String chosen = offer.chosen(release);
        return new Question(
                offer, chosen.isEmpty() ? null : order(offer.environment(), chosen, "refuse"));
    }

    HttpResponse start(String app, String environment, String release, String migrations) {
        job.checkPermission(ErpPermissions.ROLLBACK);
        RollbackOffer offer = offer(app, environment);
        RollbackOrder order =
                order(
                        offer.environment(),
                        release == null ? "" : release.strip(),
                        migrations == null || migrations.isEmpty() ? "refuse" : migrations);
        return starter.apply(order)
                .<HttpResponse>map(HttpResponses::redirectViaContextPath)
                .orElseThrow(
                        () ->
                                HttpResponses.errorWithoutStack(
                                        409,
                                        new Labels()
                                                .of("rollback.notStarted", order.commandLine())));
    }

    private RollbackOffer offer(String app, String environment) {
        return RollbackOffer.of(
                        history.get(),
                        app == null ? "" : app,
                        environment == null ? "" : environment)
                .orElseThrow(
                        () ->
                                HttpResponses.errorWithoutStack(
                                        404, new Labels().of("rollback.unknown")));
    }

    private static RollbackOrder order(
            EnvironmentView environment, String release, String migrations) {
        try {
            return new RollbackOrder(
                    environment.app(), environment.environment(), release, migrations);
        } catch (IllegalArgumentException e) {
            throw HttpResponses.errorWithoutStack(400, e.getMessage());
        }
    }
}
