package io.jenkins.plugins.erp.jenkins;

import io.jenkins.plugins.erp.config.ConfigException;

/** Arguments that have to be there. */
final class Required {
    private Required() {}

    /** The environment's name, which a Pipeline may have given as an empty text. */
    static String environment(String step, String given) throws ConfigException {
        if (given == null) {
            throw new ConfigException(
                    step + ": give the environment, such as " + step + " environment: 'staging'");
        }
        return given;
    }
}
