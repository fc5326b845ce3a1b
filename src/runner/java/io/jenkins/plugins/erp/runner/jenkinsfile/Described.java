package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.util.Map;

/**
 * What a call such as {@code usernamePassword(credentialsId: 'x', ...)} stands for until a step
 * reads it.
 *
 * @param type the name called
 * @param arguments by name; one without a name is under the empty name
 */
record Described(String type, Map<String, Object> arguments) {

    String text(String name) {
        Object value = arguments.get(name);
        return value == null ? "" : value.toString();
    }
}
