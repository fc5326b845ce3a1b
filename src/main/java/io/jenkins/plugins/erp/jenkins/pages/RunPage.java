package io.jenkins.plugins.erp.jenkins.pages;

import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.erp.history.OperationEntry;
import io.jenkins.plugins.erp.jenkins.access.ErpPermissions;
import io.jenkins.plugins.erp.jenkins.record.RunRecord;
import io.jenkins.plugins.erp.release.Release;
import java.util.List;
import java.util.Optional;
import jenkins.management.Badge;
import jenkins.model.Tab;
import org.kohsuke.stapler.StaplerProxy;

/** What a build's operations did: its page, and the tab on the new build page. */
public final class RunPage extends Tab implements StaplerProxy {
    /** Below the build. */
    static final String URL = "erp";

    private final Run<?, ?> run;
    private final List<OperationView> operations;

    RunPage(Run<?, ?> run) {
        super(run);
        this.run = run;
        this.operations = OperationView.of(RunRecord.of(run));
    }

    /** For the build's own job only. */
    @Override
    public Object getTarget() {
        run.getParent().checkPermission(ErpPermissions.VIEW);
        return this;
    }

    @Override
    public String getIconFileName() {
        return "symbol-paper-plane-outline";
    }

    @Override
    public String getDisplayName() {
        return getTexts().of("run.displayName");
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** Says that somebody should look. */
    @Override
    public Badge getBadge() {
        Optional<OperationView> bad =
                operations.stream().filter(o -> o.tone().equals("danger")).findFirst();
        return bad.map(o -> new Badge("!", o.entry().summary(), Badge.Severity.DANGER))
                .orElse(null);
    }

    /** The build. */
    public Run<?, ?> getRun() {
        return run;
    }

    /** In the order they began. */
    public List<OperationView> getOperations() {
        return operations;
    }

    /** Whether more may come. */
    public boolean isRunning() {
        return run.isBuilding();
    }

    /** Texts for the views. */
    public Labels getTexts() {
        return new Labels();
    }

    /** Whether an artifact is the full log of an operation. */
    public boolean isLog(OperationView operation, String path) {
        String id = operation.entry().id();
        return path.startsWith("erp/")
                && path.endsWith("-" + id.substring(id.lastIndexOf(':') + 1) + ".log");
    }

    /** The environment of a deploy or a rollback as it is now; null when nothing is known. */
    public EnvironmentView now(OperationView operation) {
        return offer(operation).map(RollbackOffer::environment).orElse(null);
    }

    /**
     * How to go back: to the release before, where this operation's is current; to this operation's
     * release, where another one is; null where there is nothing to go back to.
     */
    public RollbackOrder order(OperationView operation) {
        OperationEntry entry = operation.entry();
        if (!operation.release() || !entry.succeeded()) {
            return null;
        }
        EnvironmentView now = now(operation);
        boolean current = now == null || now.release().equals(entry.release());
        String release = current ? operation.rollbackTo() : entry.release();
        try {
            return Release.isId(release)
                    ? new RollbackOrder(entry.app(), entry.environment(), release, "refuse")
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Where to ask for it, below Jenkins' root; null when the user may not. */
    public String rollbackUrl(OperationView operation) {
        RollbackOrder order = order(operation);
        Job<?, ?> job = run.getParent();
        return order == null
                        || !job.hasPermission(ErpPermissions.ROLLBACK)
                        || offer(operation).isEmpty()
                ? null
                : Board.rollbackUrl(job, order.app(), order.environment(), order.release());
    }

    private Optional<RollbackOffer> offer(OperationView operation) {
        OperationEntry entry = operation.entry();
        return RollbackOffer.of(
                VisibleHistory.ofJob(entry.job()), entry.app(), entry.environment());
    }
}
