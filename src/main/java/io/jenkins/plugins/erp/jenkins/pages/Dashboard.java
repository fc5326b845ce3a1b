package io.jenkins.plugins.erp.jenkins.pages;

import hudson.Extension;
import hudson.model.Api;
import hudson.model.RootAction;
import io.jenkins.plugins.erp.history.OperationEntry;
import io.jenkins.plugins.erp.jenkins.access.ErpPermissions;
import io.jenkins.plugins.erp.metrics.PrometheusText;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.GET;

/** What runs where in all of Jenkins, as far as whoever looks may see it. */
@Extension
@ExportedBean
public final class Dashboard implements RootAction, StaplerProxy {
    /** Below Jenkins' root. */
    static final String URL = "erp-deployments";

    private static final int EXPORTED = 1_000;

    /** For those who may view anything. */
    @Override
    public Object getTarget() {
        if (!visible()) {
            Jenkins.get().checkPermission(ErpPermissions.VIEW);
        }
        return this;
    }

    @Override
    public String getIconFileName() {
        return visible() ? "symbol-paper-plane-outline" : null;
    }

    @Override
    public String getDisplayName() {
        return getTexts().of("dashboard.displayName");
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** Texts for the views. */
    public Labels getTexts() {
        return new Labels();
    }

    /** All to be seen. */
    public Board getBoard() {
        return Board.of(entries(), true);
    }

    /** For {@code api/json} and {@code api/xml}. */
    public Api getApi() {
        return new Api(this);
    }

    /** What runs where. */
    @Exported
    public List<RestEnvironment> getEnvironments() {
        return EnvironmentView.of(entries()).stream().map(RestEnvironment::of).toList();
    }

    /** The newest operations first, at most a thousand. */
    @Exported
    public List<RestOperation> getOperations() {
        List<OperationEntry> entries = new ArrayList<>(entries());
        Collections.reverse(entries);
        return entries.stream().limit(EXPORTED).map(RestOperation::of).toList();
    }

    /** For Prometheus. */
    @GET
    public void doPrometheus(StaplerResponse2 response) throws IOException {
        response.setContentType(PrometheusText.CONTENT_TYPE);
        response.getWriter().print(PrometheusText.of(entries(), Instant.now()));
    }

    private static boolean visible() {
        return Jenkins.get().hasPermission(ErpPermissions.VIEW) || VisibleHistory.anyBelow("");
    }

    private static List<OperationEntry> entries() {
        return VisibleHistory.below("");
    }
}
