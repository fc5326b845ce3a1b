package io.jenkins.plugins.erp.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks the variables a system starts with; says names, never values. */
public final class EnvCheck {
    private static final Set<String> WEAK_PASSWORDS =
            Set.of(
                    "postgres",
                    "password",
                    "passwd",
                    "admin",
                    "root",
                    "redis",
                    "secret",
                    "changeme",
                    "change-me",
                    "change_me",
                    "123456",
                    "12345678",
                    "test",
                    "example",
                    "django_erp");
    private static final List<String> PLACEHOLDERS =
            List.of(
                    "change-this-in-production",
                    "change-this",
                    "change_this",
                    "changeme",
                    "change-me",
                    "replace-me",
                    "replace_me",
                    "your-secret",
                    "your_secret");
    private static final Set<String> TRUE = Set.of("true", "1", "yes", "on", "y", "t");

    private EnvCheck() {}

    /**
     * One mistake.
     *
     * @param name the variable
     * @param error whether it forbids the deploy; else it is a warning
     * @param message what is wrong and what to do, without the value
     */
    public record Problem(String name, boolean error, String message) {}

    /**
     * All mistakes, in the order of the required names, then of the file.
     *
     * @param env what is there
     * @param required names that must be there and not be empty
     * @param production whether insecure values are errors; elsewhere they are warnings
     */
    public static List<Problem> check(DotEnv env, Collection<String> required, boolean production) {
        List<Problem> problems = new ArrayList<>();
        for (String name : required) {
            String value = env.values().get(name);
            if (value == null) {
                problems.add(new Problem(name, true, name + " is missing"));
            } else if (value.isBlank()) {
                problems.add(new Problem(name, true, name + " is empty"));
            }
        }
        env.values()
                .forEach(
                        (name, value) -> {
                            String why = insecure(name, value);
                            if (!why.isEmpty()) {
                                problems.add(new Problem(name, production, name + " " + why));
                            }
                        });
        return problems;
    }

    /**
     * Does nothing when no problem is an error.
     *
     * @param file the env file's name
     * @throws ConfigException naming every variable that forbids the deploy
     */
    public static void orThrow(List<Problem> problems, String file, String environment)
            throws ConfigException {
        List<Problem> errors = problems.stream().filter(Problem::error).toList();
        if (!errors.isEmpty()) {
            throw new ConfigException(
                    errors.stream()
                            .map(p -> "\n  - " + p.message())
                            .collect(
                                    Collectors.joining(
                                            "",
                                            file
                                                    + " is not fit for "
                                                    + environment
                                                    + " (values are never shown):",
                                            "\nMend them in "
                                                    + file
                                                    + ", then run this again. Nothing was changed.")));
        }
    }

    private static String insecure(String name, String value) {
        String n = name.toUpperCase(Locale.ROOT);
        String v = value.trim().toLowerCase(Locale.ROOT);
        boolean secretName = isSecretName(n);
        if (v.startsWith("django-insecure-")) {
            return "starts with django-insecure-: make a new one, for example with"
                    + " python -c \"import secrets; print(secrets.token_urlsafe(50))\"";
        }
        if (PLACEHOLDERS.stream().anyMatch(v::contains)) {
            return "still holds the placeholder of the example file";
        }
        if (secretName && WEAK_PASSWORDS.contains(v)) {
            return "is a default that everybody knows";
        }
        if (weakInUrl(v)) {
            return "carries a default password that everybody knows in its URL";
        }
        if ((n.equals("DEBUG") || n.equals("DJANGO_DEBUG")) && TRUE.contains(v)) {
            return "is on: tracebacks with settings would be shown to visitors";
        }
        if (n.equals("ALLOWED_HOSTS") && List.of(v.split("[,\\s]+")).contains("*")) {
            return "allows every host name: name the ones that are yours";
        }
        if (n.equals("SECRET_KEY") && !v.isEmpty() && v.length() < 32) {
            return "is shorter than 32 characters";
        }
        return "";
    }

    /** Whether a variable of this (upper case) name holds something secret. */
    private static boolean isSecretName(String name) {
        return List.of("PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY", "SECRET_KEY").stream()
                .anyMatch(name::contains);
    }

    private static boolean weakInUrl(String value) {
        int scheme = value.indexOf("://");
        int at = value.lastIndexOf('@');
        if (scheme < 0 || at < scheme) {
            return false;
        }
        String user = value.substring(scheme + 3, at);
        return user.contains(":") && WEAK_PASSWORDS.contains(user.substring(user.indexOf(':') + 1));
    }

    /**
     * Those of the values that should be masked wherever they turn up: the ones with a secret's
     * name, if long enough.
     */
    public static List<String> secretValues(DotEnv env) {
        return env.values().entrySet().stream()
                .filter(e -> isSecretName(e.getKey().toUpperCase(Locale.ROOT)))
                .map(Map.Entry::getValue)
                .filter(v -> v.length() >= 4)
                .toList();
    }
}
