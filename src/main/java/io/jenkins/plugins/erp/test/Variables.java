package io.jenkins.plugins.erp.test;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables of Compose files, and values for them that are good for one run of tests. Pure. */
final class Variables {
    /**
     * {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${NAME?error}}, {@code $NAME}; not {@code
     * $$}.
     */
    private static final Pattern USE =
            Pattern.compile(
                    "\\$(?:(?<escaped>\\$)|\\{(?<braced>[A-Za-z_][A-Za-z0-9_]*)(?<rest>[^}]*)}"
                            + "|(?<plain>[A-Za-z_][A-Za-z0-9_]*))");

    private Variables() {}

    /** Those used without a default, in the order of use. */
    static Set<String> needed(String compose) {
        Set<String> names = new LinkedHashSet<>();
        Matcher match = USE.matcher(compose);
        while (match.find()) {
            if (match.group("plain") != null) {
                names.add(match.group("plain"));
            } else if (match.group("braced") != null
                    && !match.group("rest").startsWith("-")
                    && !match.group("rest").startsWith(":-")) {
                names.add(match.group("braced"));
            }
        }
        return names;
    }

    /**
     * What the throw-away database and cache are.
     *
     * @param database service, or "" when there is none
     * @param cache service, or "" when there is none
     * @param name of the database
     * @param user of the database
     * @param password of that user
     * @param cacheLogin whether the cache wants the secret as its password
     * @param secret one random text for every other password and key
     */
    record Facts(
            String database,
            String cache,
            String name,
            String user,
            String password,
            boolean cacheLogin,
            String secret) {
        String databaseUrl() {
            return "postgres://" + user + ":" + password + "@" + database + ":5432/" + name;
        }

        String cacheUrl() {
            return "redis://" + (cacheLogin ? ":" + secret + "@" : "") + cache + ":6379/0";
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "database " + database + ", cache " + cache;
        }
    }

    /** A value for a variable, by what its name says it is. */
    static String value(String variable, Facts facts) {
        String name = variable.toUpperCase(Locale.ROOT);
        boolean cache = isCache(name);
        if (name.endsWith("_URL") || name.endsWith("_URI") || name.endsWith("_BACKEND")) {
            if (cache || name.endsWith("_BACKEND")) {
                return facts.cacheUrl();
            }
            if (isDatabase(name)) {
                return facts.databaseUrl();
            }
            return "http://localhost";
        }
        if (name.equals("ALLOWED_HOSTS") || name.endsWith("_ALLOWED_HOSTS")) {
            return "localhost,127.0.0.1,testserver";
        }
        if (name.endsWith("HOST")) {
            String service = cache ? facts.cache() : isDatabase(name) ? facts.database() : "";
            return service.isEmpty() ? "localhost" : service;
        }
        if (name.endsWith("PORT")) {
            return cache ? "6379" : isDatabase(name) ? "5432" : "8000";
        }
        if (name.contains("PASSWORD")
                || name.contains("SECRET")
                || name.contains("TOKEN")
                || name.endsWith("KEY")
                || name.endsWith("_PASS")) {
            return isDatabase(name) ? facts.password() : facts.secret();
        }
        if (name.contains("EMAIL")) {
            return "erp-test@example.com";
        }
        if (isDatabase(name) && (name.endsWith("_USER") || name.endsWith("_USERNAME"))) {
            return facts.user();
        }
        if (isDatabase(name) && (name.endsWith("_NAME") || name.endsWith("_DB"))) {
            return facts.name();
        }
        return name.equals("DEBUG") || name.endsWith("_DEBUG") ? "False" : "erp-test";
    }

    /** Whether a variable says where the database is. */
    static boolean locatesDatabase(String variable) {
        String name = variable.toUpperCase(Locale.ROOT);
        return isDatabase(name) && !isCache(name) && locates(name);
    }

    /** Whether a variable says where the cache or the queue is. */
    static boolean locatesCache(String variable) {
        String name = variable.toUpperCase(Locale.ROOT);
        return isCache(name) && (locates(name) || name.endsWith("_RESULT_BACKEND"));
    }

    private static boolean locates(String name) {
        return name.endsWith("_HOST") || name.endsWith("_URL") || name.endsWith("_URI");
    }

    private static boolean isDatabase(String name) {
        return name.matches("(?:.*_)?(?:DB|DATABASE|POSTGRES|POSTGRESQL|PG|SQL)(?:_.*)?");
    }

    private static boolean isCache(String name) {
        return name.matches("(?:.*_)?(?:REDIS|CACHE|BROKER|CELERY|VALKEY)(?:_.*)?");
    }
}
