package io.jenkins.plugins.erp.health;

import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Health of an environment.
 *
 * @param environment name in erp.yaml
 * @param hosts each host's, in the order of erp.yaml
 */
public record HealthResult(String environment, List<HostHealth> hosts) implements OperationResult {

    /** Copies. */
    public HealthResult {
        hosts = List.copyOf(hosts);
    }

    @Override
    public Outcome outcome() {
        return hosts.stream().allMatch(HostHealth::passed) ? Outcome.DONE : Outcome.FAILED;
    }

    @Override
    public String summary() {
        List<String> parts = new ArrayList<>();
        for (HostHealth host : hosts) {
            String seconds =
                    String.format(
                            java.util.Locale.ROOT, "%.1f s", host.elapsed().toMillis() / 1000.0);
            parts.add(
                    host.passed()
                            ? host.host()
                                    + " healthy ("
                                    + host.streak()
                                    + (host.streak() == 1 ? " round" : " rounds in a row")
                                    + ", "
                                    + seconds
                                    + ")"
                            : host.host()
                                    + " not healthy: "
                                    + String.join(
                                            ", ",
                                            host.failures().stream()
                                                    .map(ProbeResult::name)
                                                    .toList())
                                    + " ("
                                    + seconds
                                    + ")");
        }
        return environment + ": " + String.join("; ", parts);
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("outcome", outcome().name());
        map.put("environment", environment);
        map.put("summary", summary());
        map.put("hosts", new ArrayList<>(hosts.stream().map(HostHealth::toMap).toList()));
        return map;
    }
}
