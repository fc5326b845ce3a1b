package io.jenkins.plugins.erp.jenkins.settings;

import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.config.Syntax;
import io.jenkins.plugins.erp.jenkins.access.Window;
import io.jenkins.plugins.erp.jenkins.form.Checks;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import java.util.List;
import java.util.regex.Pattern;

/** What the settings' forms say about a value; pure. */
final class SettingsChecks {
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9._*?-]+");
    private static final Pattern PERSON = Pattern.compile("@?[^@\\p{Cntrl}\\s][^\\p{Cntrl}\\s]*");
    private static final Pattern REGISTRY =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?");
    private static final Pattern KEY_LINE =
            Pattern.compile(
                    "(@[a-z-]+\\s+)?\\S+\\s+(ssh-|ecdsa-|sk-)\\S+\\s+[A-Za-z0-9+/]+=*(\\s.*)?");

    private SettingsChecks() {}

    static FormValidation required(String value) {
        return Util.fixEmptyAndTrim(value) == null ? error("check.required") : FormValidation.ok();
    }

    static FormValidation app(String value) {
        return optional(value, Syntax.NAME, "check.app");
    }

    static FormValidation path(String value) {
        String path = Util.fixEmptyAndTrim(value);
        return path == null || Syntax.isHostPath(path) ? FormValidation.ok() : error("check.path");
    }

    static FormValidation pattern(String value) {
        String pattern = Util.fixEmptyAndTrim(value);
        return pattern == null
                ? FormValidation.warning(Texts.of(SettingsChecks.class, "check.pattern.all"))
                : optional(value, PATTERN, "check.pattern");
    }

    static FormValidation hosts(String value) {
        for (String host : words(value)) {
            try {
                HostAddress.parse(host);
            } catch (IllegalArgumentException e) {
                return error("check.host", host);
            }
        }
        return FormValidation.ok();
    }

    static FormValidation people(String value) {
        for (String name : words(value)) {
            if (!PERSON.matcher(name).matches()) {
                return error("check.person", name);
            }
        }
        return FormValidation.ok();
    }

    static FormValidation registry(String value) {
        String registry = Util.fixEmptyAndTrim(value);
        return registry == null
                ? error("check.required")
                : isRegistry(registry) ? FormValidation.ok() : error("check.registry");
    }

    /** Whether it is a host, with a port or without. */
    static boolean isRegistry(String registry) {
        if (!REGISTRY.matcher(registry).matches()) {
            return false;
        }
        int colon = registry.indexOf(':');
        return colon < 0 || Integer.parseInt(registry.substring(colon + 1)) <= 65535;
    }

    static FormValidation knownHosts(String value) {
        String text = Util.fixEmptyAndTrim(value);
        if (text == null) {
            return FormValidation.ok();
        }
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (!line.isEmpty() && !line.startsWith("#") && !KEY_LINE.matcher(line).matches()) {
                return error("check.knownHosts", String.valueOf(number));
            }
        }
        return FormValidation.ok();
    }

    /** Whether something can be read as part of a freeze window. */
    static FormValidation readable(Runnable reading) {
        try {
            reading.run();
            return FormValidation.ok();
        } catch (Window.Unreadable e) {
            return FormValidation.error(Texts.of(Window.class, e.key(), e.given()));
        }
    }

    private static List<String> words(String value) {
        return value == null ? List.of() : Checks.words(List.of(value));
    }

    private static FormValidation optional(String value, Pattern pattern, String key) {
        String given = Util.fixEmptyAndTrim(value);
        return given == null || pattern.matcher(given).matches() ? FormValidation.ok() : error(key);
    }

    private static FormValidation error(String key, Object... arguments) {
        return FormValidation.error(Texts.of(SettingsChecks.class, key, arguments));
    }
}
