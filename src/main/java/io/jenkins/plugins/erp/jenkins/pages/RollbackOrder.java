package io.jenkins.plugins.erp.jenkins.pages;

import io.jenkins.plugins.erp.release.Release;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What somebody asked for on a page: to go back to a release.
 *
 * @param app name of the system
 * @param environment name in erp.yaml
 * @param release id to go back to
 * @param migrations what becomes of the database: refuse, reverse, keep or restore
 */
public record RollbackOrder(String app, String environment, String release, String migrations) {
    /** Those of {@code erpRollback}. */
    public static final List<String> MIGRATIONS = List.of("refuse", "reverse", "keep", "restore");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /**
     * Checks.
     *
     * @throws IllegalArgumentException when a value can be no such thing
     */
    public RollbackOrder {
        Release.checkId(release);
        if (!NAME.matcher(environment).matches()) {
            throw new IllegalArgumentException("\"" + environment + "\" is no environment");
        }
        if (!MIGRATIONS.contains(migrations)) {
            throw new IllegalArgumentException(
                    "\"" + migrations + "\" is none of " + String.join(", ", MIGRATIONS));
        }
    }

    /** The same at the command line. */
    public String commandLine() {
        return "./erp rollback "
                + environment
                + " "
                + release
                + (migrations.equals("refuse") ? "" : " --migrations " + migrations);
    }

    /** The same as a step of a Pipeline. */
    public String step() {
        return "erpRollback environment: '"
                + environment
                + "', release: '"
                + release
                + "'"
                + (migrations.equals("refuse") ? "" : ", migrations: '" + migrations + "'");
    }
}
