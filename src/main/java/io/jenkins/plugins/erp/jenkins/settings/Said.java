package io.jenkins.plugins.erp.jenkins.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;

/** What a configuration says, key by key, so that a change can be told without its values. */
final class Said {
    private Said() {}

    static Map<String, Object> of(ErpGlobalConfiguration global) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("consoleLines", global.getConsoleLines());
        said.putAll(environments(global.getEnvironments()));
        each(
                said,
                "registries",
                global.getRegistries(),
                RegistrySettings::getName,
                RegistrySettings::said);
        PolicySettings policy = global.getPolicy();
        said.put("policy.strictHostKeys", policy.isStrictHostKeys());
        each(
                said,
                "policy.restricted",
                policy.getRestricted(),
                RestrictedEnvironment::effectivePattern,
                RestrictedEnvironment::said);
        each(
                said,
                "policy.freezeWindows",
                policy.getFreezeWindows(),
                FreezeWindow::effectivePattern,
                FreezeWindow::said);
        return said;
    }

    static Map<String, Object> environments(List<EnvironmentSettings> environments) {
        Map<String, Object> said = new LinkedHashMap<>();
        each(
                said,
                "environments",
                environments,
                EnvironmentSettings::getName,
                EnvironmentSettings::said);
        return said;
    }

    /** Keys that were added, taken out, or say something else. */
    static List<String> changes(Map<String, Object> before, Map<String, Object> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
        return List.copyOf(keys);
    }

    private static <T> void each(
            Map<String, Object> said,
            String key,
            List<T> all,
            Function<T, String> name,
            Function<T, List<Object>> what) {
        for (T one : all) {
            String at = key + "." + name.apply(one);
            // two of one name are told by their order
            while (said.containsKey(at)) {
                at += "'";
            }
            said.put(at, what.apply(one));
        }
    }
}
