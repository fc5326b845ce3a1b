package io.jenkins.plugins.erp.test;

import io.jenkins.plugins.erp.test.Variables.Facts;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The variables of a test container. Pure. */
final class SuiteEnvironment {
    private static final Set<String> NAME = Set.of("DB_NAME", "POSTGRES_DB", "DATABASE_NAME");
    private static final Set<String> USER = Set.of("DB_USER", "POSTGRES_USER", "DATABASE_USER");
    private static final Set<String> PASSWORD =
            Set.of("DB_PASSWORD", "POSTGRES_PASSWORD", "DATABASE_PASSWORD");

    private SuiteEnvironment() {}

    /**
     * Later wins: made-up values for what is needed, the web service's own, the throw-away
     * services' places and login, erp.yaml's {@code test: env}. Whatever says where a database or a
     * cache is points to the throw-away one: tests never reach another by a variable left over.
     *
     * @param needed names that the system wants to have
     * @param web the web service's variables in the resolved model
     * @param facts about the throw-away services; their services "" when none are started
     * @param own erp.yaml's {@code test: env}
     */
    static Map<String, String> of(
            Collection<String> needed,
            Map<String, String> web,
            Facts facts,
            Map<String, String> own) {
        Map<String, String> all = new LinkedHashMap<>();
        web.forEach((k, v) -> all.put(k, v.replace("$$", "$"))); // as Compose writes a $
        needed.forEach(n -> all.put(n, Variables.value(n, facts)));
        if (!facts.database().isEmpty()) {
            all.putIfAbsent("DB_HOST", facts.database());
            all.putIfAbsent("DB_PORT", "5432");
            all.putIfAbsent("DB_NAME", facts.name());
            all.putIfAbsent("DB_USER", facts.user());
            all.putIfAbsent("DB_PASSWORD", facts.password());
        }
        if (!facts.cache().isEmpty()) {
            all.putIfAbsent("REDIS_HOST", facts.cache());
            all.putIfAbsent("REDIS_PORT", "6379");
        }
        all.replaceAll((k, v) -> replaced(k, v, facts));
        all.putAll(own);
        return all;
    }

    private static String replaced(String key, String value, Facts facts) {
        boolean url = value.contains("://");
        if (!facts.database().isEmpty()) {
            if (Variables.locatesDatabase(key) && (!url || value.startsWith("postgres"))) {
                return Variables.value(key, facts);
            }
            if (NAME.contains(key)) {
                return facts.name();
            }
            if (USER.contains(key)) {
                return facts.user();
            }
            if (PASSWORD.contains(key)) {
                return facts.password();
            }
        }
        if (!facts.cache().isEmpty() && Variables.locatesCache(key)) {
            boolean here =
                    value.contains("//" + facts.cache() + ":")
                            || value.contains("@" + facts.cache() + ":");
            boolean redis = value.startsWith("redis") || value.startsWith("valkey");
            return url ? (redis && !here ? facts.cacheUrl() : value) : host(key, value, facts);
        }
        return value;
    }

    /** "django-db" and the like are no places. */
    private static String host(String key, String value, Facts facts) {
        return key.endsWith("_HOST") ? facts.cache() : value;
    }
}
