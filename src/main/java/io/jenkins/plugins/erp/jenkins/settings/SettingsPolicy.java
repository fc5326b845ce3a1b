package io.jenkins.plugins.erp.jenkins.settings;

import hudson.Extension;
import hudson.model.Job;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.jenkins.access.Policy;
import io.jenkins.plugins.erp.jenkins.access.PolicySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the settings demand of deploys. A job's own settings can only demand more: what the global
 * configuration demands counts beside them.
 */
@Extension
public final class SettingsPolicy extends PolicySource {
    @Override
    public Policy of(Job<?, ?> job, String app) {
        List<EnvironmentSettings> own = ErpProjectProperty.environments(job);
        return ErpGlobalConfiguration.get()
                .map(global -> of(global.getPolicy(), global.getEnvironments(), own, app))
                .orElse(of(new PolicySettings(), List.of(), own, app));
    }

    static Policy of(
            PolicySettings policy,
            List<EnvironmentSettings> global,
            List<EnvironmentSettings> job,
            String app) {
        List<Policy.Restriction> restrictions = new ArrayList<>();
        for (List<EnvironmentSettings> environments : List.of(global, job)) {
            for (EnvironmentSettings one : environments) {
                if (one.getName() != null && one.getDeployers() != null) {
                    restrictions.add(
                            new Policy.Restriction(
                                    scope(one, app),
                                    Set.copyOf(one.getDeployers()),
                                    one.isAutomatic()));
                }
            }
        }
        for (RestrictedEnvironment one : policy.getRestricted()) {
            restrictions.add(
                    new Policy.Restriction(
                            scope(one.effectivePattern(), global),
                            Set.copyOf(Words.orEmpty(one.getDeployers())),
                            one.isAutomatic()));
        }
        return new Policy(
                policy.isStrictHostKeys(),
                restrictions,
                policy.getFreezeWindows().stream()
                        .map(
                                f ->
                                        new Policy.Freeze(
                                                scope(f.effectivePattern(), global),
                                                f.window(),
                                                f.getReason() == null ? "" : f.getReason(),
                                                Set.copyOf(Words.orEmpty(f.getOverriders()))))
                        .toList());
    }

    /* the system's name comes from erp.yaml: where hosts are known, they tell systems apart, else
    the environment's name counts whatever the system calls itself */
    private static Policy.Scope scope(EnvironmentSettings environment, String app) {
        Set<String> hosts = hosts(List.of(environment));
        boolean named = environment.isFor(app) || hosts.isEmpty();
        return new Policy.Scope(named ? environment.getName() : "", hosts);
    }

    private static Policy.Scope scope(String pattern, List<EnvironmentSettings> global) {
        return new Policy.Scope(
                pattern,
                hosts(
                        global.stream()
                                .filter(e -> e.getName() != null)
                                .filter(e -> Policy.Scope.matches(pattern, e.getName()))
                                .toList()));
    }

    private static Set<String> hosts(List<EnvironmentSettings> environments) {
        return environments.stream()
                .flatMap(e -> e.addresses().stream())
                .map(HostAddress::host)
                .collect(Collectors.toSet());
    }
}
