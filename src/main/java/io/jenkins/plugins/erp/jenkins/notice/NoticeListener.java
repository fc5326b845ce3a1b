package io.jenkins.plugins.erp.jenkins.notice;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.erp.history.OperationEntry;
import io.jenkins.plugins.erp.jenkins.record.OperationListener;
import io.jenkins.plugins.erp.notice.Delivery;
import io.jenkins.plugins.erp.notice.Notice;
import io.jenkins.plugins.erp.notice.NoticeEvent;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells of deploys, rollbacks and failed health checks, on threads of its own: no operation waits
 * for a notice or fails with one. A notice that could not be delivered is one line in this Jenkins'
 * log.
 */
@Extension
public final class NoticeListener extends OperationListener {
    private static final Logger LOGGER = Logger.getLogger(NoticeListener.class.getName());
    private static final int TRIES = 4;
    private static final Lanes LANES = new Lanes(4, 100);

    @Override
    public void onStarted(OperationEntry entry, Run<?, ?> run, TaskListener console) {
        tell(entry, run);
    }

    @Override
    public void onEnded(OperationEntry entry, Run<?, ?> run, TaskListener console) {
        tell(entry, run);
    }

    private static void tell(OperationEntry entry, Run<?, ?> run) {
        Optional<NoticeEvent> event = NoticeEvent.of(entry);
        if (event.isEmpty()) {
            return;
        }
        List<NoticeTarget> targets =
                NoticeConfiguration.get().wanting(event.get(), entry.environment());
        if (targets.isEmpty()) {
            return;
        }
        String root = Means.rootUrl();
        String build = root.isEmpty() ? "" : root + run.getUrl();
        Notice notice =
                new Notice(event.get(), entry, build, build.isEmpty() ? "" : build + "console");
        tell(notice, targets, LANES, Means.ofJenkins(TRIES));
    }

    /** Hands a notice for each target to the lane of that target. */
    static void tell(Notice notice, List<NoticeTarget> targets, Lanes lanes, Means means) {
        for (NoticeTarget target : targets) {
            if (!lanes.run(target.getName(), () -> deliver(notice, target, means))) {
                log(notice, target, "too many notices are waiting");
            }
        }
    }

    private static void deliver(Notice notice, NoticeTarget target, Means means) {
        Delivery delivery;
        try {
            delivery = target.deliver(notice, means);
        } catch (RuntimeException | LinkageError e) {
            // its message may hold what is secret
            delivery = new Delivery(false, 0, e.getClass().getName());
        }
        if (!delivery.delivered()) {
            log(notice, target, delivery.problem());
        }
    }

    private static void log(Notice notice, NoticeTarget target, String problem) {
        LOGGER.log(
                Level.WARNING,
                "notice \"{0}\" to \"{1}\" was not delivered: {2}",
                new Object[] {
                    notice.entry().kind()
                            + " of "
                            + notice.entry().app()
                            + " "
                            + notice.entry().environment()
                            + " "
                            + notice.event().key(),
                    target.getName(),
                    problem
                });
    }
}
