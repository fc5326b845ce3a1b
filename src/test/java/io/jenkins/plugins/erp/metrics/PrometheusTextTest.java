package io.jenkins.plugins.erp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.history.Entries;
import io.jenkins.plugins.erp.history.OperationEntry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The exact text that Prometheus reads. */
class PrometheusTextTest {
    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");

    @Test
    void nothingIsAnEmptyPage() {
        assertThat(PrometheusText.of(List.of(), NOW)).isEmpty();
    }

    @Test
    void theWholePage() {
        List<OperationEntry> entries =
                List.of(
                        Entries.of("deploy", "DONE")
                                .at("2026-11-01T10:00:00Z", 60)
                                .releases("r1", "", "r1")
                                .with("committed", "2026-11-01T09:01:00Z")
                                .entry(),
                        Entries.of("deploy", "FAILED")
                                .at("2026-11-20T10:00:00Z", 90)
                                .releases("r2", "r1", "r1")
                                .entry(),
                        Entries.of("deploy", "NEEDS_PERSON")
                                .at("2026-11-24T10:00:00Z", 45)
                                .releases("r3", "r1", "")
                                .entry(),
                        Entries.of("rollback", "DONE")
                                .at("2026-11-24T10:00:45Z", 12.25)
                                .releases("r1", "r3", "r1")
                                .entry());

        assertThat(PrometheusText.of(entries, NOW))
                .isEqualTo(
                        """
                        # HELP erp_deployments_total Deploys that ended, by outcome.
                        # TYPE erp_deployments_total counter
                        erp_deployments_total{app="shop",environment="production",outcome="done"} 1
                        erp_deployments_total{app="shop",environment="production",outcome="failed"} 1
                        erp_deployments_total{app="shop",environment="production",outcome="needs_person"} 1
                        # HELP erp_rollbacks_total Rollbacks that ended, by outcome.
                        # TYPE erp_rollbacks_total counter
                        erp_rollbacks_total{app="shop",environment="production",outcome="done"} 1
                        # HELP erp_deployment_duration_seconds Time that successful deploys took.
                        # TYPE erp_deployment_duration_seconds summary
                        erp_deployment_duration_seconds{app="shop",environment="production",quantile="0.5"} 60
                        erp_deployment_duration_seconds{app="shop",environment="production",quantile="0.9"} 60
                        erp_deployment_duration_seconds_sum{app="shop",environment="production"} 60
                        erp_deployment_duration_seconds_count{app="shop",environment="production"} 1
                        # HELP erp_rollback_duration_seconds Time that successful rollbacks took.
                        # TYPE erp_rollback_duration_seconds summary
                        erp_rollback_duration_seconds{app="shop",environment="production",quantile="0.5"} 12.25
                        erp_rollback_duration_seconds{app="shop",environment="production",quantile="0.9"} 12.25
                        erp_rollback_duration_seconds_sum{app="shop",environment="production"} 12.25
                        erp_rollback_duration_seconds_count{app="shop",environment="production"} 1
                        # HELP erp_deployments_per_day Successful deploys a day.
                        # TYPE erp_deployments_per_day gauge
                        erp_deployments_per_day{app="shop",environment="production",window="7d"} 0
                        erp_deployments_per_day{app="shop",environment="production",window="30d"} 0.03333333333333333
                        erp_deployments_per_day{app="shop",environment="production",window="90d"} 0.011111111111111112
                        # HELP erp_change_failure_ratio Deploys that failed or were rolled back, among all that were done or tried.
                        # TYPE erp_change_failure_ratio gauge
                        erp_change_failure_ratio{app="shop",environment="production",window="7d"} 1
                        erp_change_failure_ratio{app="shop",environment="production",window="30d"} 0.6666666666666666
                        erp_change_failure_ratio{app="shop",environment="production",window="90d"} 0.6666666666666666
                        # HELP erp_lead_time_seconds Time from a commit to the end of its first successful deploy.
                        # TYPE erp_lead_time_seconds gauge
                        erp_lead_time_seconds{app="shop",environment="production",percentile="50",window="30d"} 3600
                        erp_lead_time_seconds{app="shop",environment="production",percentile="90",window="30d"} 3600
                        erp_lead_time_seconds{app="shop",environment="production",percentile="50",window="90d"} 3600
                        erp_lead_time_seconds{app="shop",environment="production",percentile="90",window="90d"} 3600
                        # HELP erp_time_to_restore_seconds Median time from a failed deploy to the next good state.
                        # TYPE erp_time_to_restore_seconds gauge
                        erp_time_to_restore_seconds{app="shop",environment="production",window="7d"} 73.625
                        erp_time_to_restore_seconds{app="shop",environment="production",window="30d"} 73.625
                        erp_time_to_restore_seconds{app="shop",environment="production",window="90d"} 73.625
                        # HELP erp_unrestored_deployments Failed deploys after which nothing good has come yet.
                        # TYPE erp_unrestored_deployments gauge
                        erp_unrestored_deployments{app="shop",environment="production",window="7d"} 0
                        erp_unrestored_deployments{app="shop",environment="production",window="30d"} 0
                        erp_unrestored_deployments{app="shop",environment="production",window="90d"} 0
                        # HELP erp_current_release_info The release that serves; always 1.
                        # TYPE erp_current_release_info gauge
                        erp_current_release_info{app="shop",environment="production",release="r1"} 1
                        # HELP erp_last_deployment_timestamp_seconds When the last successful deploy ended, in seconds since 1970.
                        # TYPE erp_last_deployment_timestamp_seconds gauge
                        erp_last_deployment_timestamp_seconds{app="shop",environment="production"} 1793527260
                        """);
    }

    @Test
    void namesCannotLeaveTheirQuotes() {
        String text =
                PrometheusText.of(
                        List.of(
                                Entries.of("deploy", "REFUSED")
                                        .at("2026-11-20T10:00:00Z", 1)
                                        .with("app", "a\\b\"} 1\nevil{x=\"")
                                        .entry()),
                        NOW);

        assertThat(text)
                .contains(
                        "erp_deployments_total{app=\"a\\\\b\\\"} 1\\nevil{x=\\\"\","
                                + "environment=\"production\",outcome=\"refused\"} 1\n");
        assertThat(text.lines()).noneMatch(line -> line.startsWith("evil"));
    }
}
