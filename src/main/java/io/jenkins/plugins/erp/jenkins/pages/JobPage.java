package io.jenkins.plugins.erp.jenkins.pages;

import hudson.model.Job;
import io.jenkins.plugins.erp.history.OperationEntry;
import java.util.List;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/** Of a job, with what it takes to roll back. */
public final class JobPage extends ItemPage {
    private final Job<?, ?> job;

    JobPage(Job<?, ?> job) {
        super(job);
        this.job = job;
    }

    @Override
    List<OperationEntry> entries() {
        return VisibleHistory.ofJob(job.getFullName());
    }

    @Override
    boolean manyJobs() {
        return false;
    }

    /** Shows what the rollback asked for would do, to be confirmed. */
    @GET
    public HttpResponse doConfirmRollback(
            @QueryParameter String app,
            @QueryParameter String environment,
            @QueryParameter String release) {
        // a view of the question, not of this page: it has no address of its own
        return HttpResponses.forwardToView(desk().ask(app, environment, release), "confirm.jelly")
                .with("page", this);
    }

    /** Whether a rollback can be started from the page. */
    public boolean isStartable() {
        return RollbackStarter.of(job).isPresent();
    }

    /** Starts the rollback that was confirmed. */
    @POST
    public HttpResponse doRollback(
            @QueryParameter String app,
            @QueryParameter String environment,
            @QueryParameter String release,
            @QueryParameter String migrations) {
        return desk().start(app, environment, release, migrations);
    }

    private RollbackDesk desk() {
        return new RollbackDesk(
                job,
                this::entries,
                order -> RollbackStarter.of(job).flatMap(s -> s.start(job, order)));
    }
}
