package io.jenkins.plugins.erp.jenkins.pages;

import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * One environment as {@code api/json} tells it.
 *
 * @param app name of the system
 * @param environment name in erp.yaml
 * @param state good, failed, person, running or unknown
 * @param release id that serves
 * @param commit of the release
 * @param since when it became current, ISO 8601; empty: not known
 * @param hosts addresses
 * @param live the deploy or rollback that made it current, if that is known
 * @param last the newest deploy or rollback that ended
 * @param running the one going on
 */
@ExportedBean(defaultVisibility = 2)
public record RestEnvironment(
        @Exported String app,
        @Exported String environment,
        @Exported String state,
        @Exported String release,
        @Exported String commit,
        @Exported String since,
        @Exported List<String> hosts,
        @Exported RestOperation live,
        @Exported RestOperation last,
        @Exported RestOperation running) {

    static RestEnvironment of(EnvironmentView view) {
        return new RestEnvironment(
                view.app(),
                view.environment(),
                view.state().substring(view.state().indexOf('.') + 1),
                view.release(),
                view.live() == null ? "" : view.live().commit(),
                view.since() == null ? "" : view.since().toString(),
                view.hosts(),
                RestOperation.of(view.live()),
                RestOperation.of(view.last()),
                RestOperation.of(view.running()));
    }
}
