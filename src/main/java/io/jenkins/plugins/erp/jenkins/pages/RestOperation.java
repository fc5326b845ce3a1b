package io.jenkins.plugins.erp.jenkins.pages;

import io.jenkins.plugins.erp.history.OperationEntry;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * One operation as {@code api/json} tells it: fields of {@link OperationEntry}.
 *
 * @param kind build, test, scan, deploy, rollback or health
 * @param app name of the system
 * @param environment name in erp.yaml, or empty
 * @param hosts addresses
 * @param job full name
 * @param build number
 * @param actor who asked for it
 * @param started ISO 8601
 * @param seconds it took
 * @param outcome how it ended
 * @param summary one line
 * @param release that was to become current
 * @param previous that was current before
 * @param current that is current now
 * @param commit of the release
 */
@ExportedBean(defaultVisibility = 3)
public record RestOperation(
        @Exported String kind,
        @Exported String app,
        @Exported String environment,
        @Exported List<String> hosts,
        @Exported String job,
        @Exported int build,
        @Exported String actor,
        @Exported String started,
        @Exported double seconds,
        @Exported String outcome,
        @Exported String summary,
        @Exported String release,
        @Exported String previous,
        @Exported String current,
        @Exported String commit) {

    /** Null stays null. */
    static RestOperation of(OperationEntry entry) {
        return entry == null
                ? null
                : new RestOperation(
                        entry.kind(),
                        entry.app(),
                        entry.environment(),
                        entry.hosts(),
                        entry.job(),
                        entry.build(),
                        entry.actor(),
                        entry.started(),
                        entry.seconds(),
                        entry.outcome(),
                        entry.summary(),
                        entry.release(),
                        entry.previous(),
                        entry.current(),
                        entry.commit());
    }
}
