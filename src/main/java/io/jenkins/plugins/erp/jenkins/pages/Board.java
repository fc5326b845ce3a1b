package io.jenkins.plugins.erp.jenkins.pages;

import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.erp.history.OperationEntry;
import io.jenkins.plugins.erp.jenkins.access.ErpPermissions;
import io.jenkins.plugins.erp.metrics.Figures;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** What the pages of a job, a folder and the whole Jenkins have in common. */
public final class Board {
    private final List<OperationEntry> entries;
    private final boolean manyJobs;
    private final String filter;
    private final String page;
    private final boolean all;

    Board(List<OperationEntry> entries, boolean manyJobs, String filter, String page, boolean all) {
        this.entries = entries;
        this.manyJobs = manyJobs;
        this.filter = filter == null ? "" : filter.strip();
        this.page = page;
        this.all = all;
    }

    /** As the request asks for it. */
    static Board of(List<OperationEntry> entries, boolean manyJobs) {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return new Board(
                entries,
                manyJobs,
                request == null ? "" : request.getParameter("q"),
                request == null ? "" : request.getParameter("page"),
                request != null && "true".equals(request.getParameter("all")));
    }

    /** Whether jobs have to be told apart. */
    public boolean isManyJobs() {
        return manyJobs;
    }

    /** The text asked for. */
    public String getFilter() {
        return filter;
    }

    /** What runs where, of what matches the text asked for. */
    public List<EnvironmentView> getEnvironments() {
        return EnvironmentView.of(entries).stream().filter(e -> e.matches(filter)).toList();
    }

    /** Whether the history has operations of all kinds, not only what changed what runs. */
    public boolean isAll() {
        return all;
    }

    /** The operations, newest first. */
    public Pages<OperationView> getHistory() {
        return Pages.newestFirst(
                OperationView.of(
                        entries.stream().filter(e -> all || OperationView.changes(e)).toList()),
                page);
    }

    /** How long deploys and rollbacks took, for each environment. */
    public List<NamedTrend> getTrends() {
        return EnvironmentView.of(entries).stream()
                .filter(e -> e.matches(filter))
                .map(
                        e ->
                                new NamedTrend(
                                        e.app(),
                                        e.environment(),
                                        Trend.of(
                                                entries.stream()
                                                        .filter(o -> o.app().equals(e.app()))
                                                        .filter(
                                                                o ->
                                                                        o.environment()
                                                                                .equals(
                                                                                        e
                                                                                                .environment()))
                                                        .toList())))
                .filter(t -> t.trend().worthwhile())
                .toList();
    }

    /** Figures of the last 30 days, of what matches the text asked for. */
    public List<FigureRow> getFigures() {
        List<String> shown =
                getEnvironments().stream().map(e -> e.app() + "/" + e.environment()).toList();
        return Figures.of(entries, Instant.now(), Figures.MONTH).stream()
                .filter(f -> shown.contains(f.app() + "/" + f.environment()))
                .map(FigureRow::of)
                .toList();
    }

    /**
     * The trend of one environment.
     *
     * @param app name of the system
     * @param environment its name
     * @param trend of it
     */
    public record NamedTrend(String app, String environment, Trend trend) {}

    /** The page of an operation's build, below Jenkins' root; null when the build is gone. */
    public String url(OperationEntry entry) {
        Job<?, ?> job = VisibleHistory.job(entry.job());
        Run<?, ?> run = job == null ? null : job.getBuildByNumber(entry.build());
        return run == null ? null : run.getUrl() + RunPage.URL + "/";
    }

    /** Where to ask for a rollback, below Jenkins' root; null when the user may not. */
    public String rollbackUrl(EnvironmentView environment) {
        OperationEntry last = environment.last();
        Job<?, ?> job = last == null ? null : VisibleHistory.job(last.job());
        if (job == null || !job.hasPermission(ErpPermissions.ROLLBACK)) {
            return null;
        }
        return RollbackOffer.of(
                        entries.stream().filter(e -> e.job().equals(last.job())).toList(),
                        environment.app(),
                        environment.environment())
                .filter(RollbackOffer::possible)
                .map(o -> rollbackUrl(job, environment.app(), environment.environment(), ""))
                .orElse(null);
    }

    static String rollbackUrl(Job<?, ?> job, String app, String environment, String release) {
        return job.getUrl()
                + ItemPage.URL
                + "/confirmRollback?"
                + query(
                        release.isEmpty()
                                ? List.of("app", app, "environment", environment)
                                : List.of(
                                        "app",
                                        app,
                                        "environment",
                                        environment,
                                        "release",
                                        release));
    }

    /** Names and values in turn, as the query of an address. */
    static String query(List<String> pairs) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < pairs.size(); i += 2) {
            query.append(i == 0 ? "" : "&")
                    .append(pairs.get(i))
                    .append('=')
                    .append(URLEncoder.encode(pairs.get(i + 1), StandardCharsets.UTF_8));
        }
        return query.toString();
    }

    /** The query of another page of the same. */
    public String pageQuery(long number) {
        return query(all, number);
    }

    /** The query of the first page, with operations of all kinds or without. */
    public String kindsQuery(boolean ofAll) {
        return query(ofAll, 1);
    }

    private String query(boolean ofAll, long number) {
        List<String> pairs = new ArrayList<>();
        if (!filter.isEmpty()) {
            pairs.addAll(List.of("q", filter));
        }
        if (ofAll) {
            pairs.addAll(List.of("all", "true"));
        }
        pairs.addAll(List.of("page", String.valueOf(number)));
        return "?" + query(pairs);
    }

    /** Names of a list in one line. */
    public String join(List<String> names) {
        return names.stream().collect(Collectors.joining(", "));
    }
}
