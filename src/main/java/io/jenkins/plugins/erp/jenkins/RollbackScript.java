package io.jenkins.plugins.erp.jenkins;

import java.util.Map;
import java.util.stream.Collectors;

/** The Pipeline that a rollback from a page runs, as text. */
final class RollbackScript {
    private RollbackScript() {}

    /**
     * The script: on a node like the deploy's, in a directory of its own, from the host's own
     * files.
     *
     * @param migrations word of the policy
     */
    static String of(WayBack way, String environment, String release, String migrations) {
        StringBuilder step = new StringBuilder("erpRollback(environment: ");
        step.append(literal(environment));
        argument(step, "release", release);
        argument(step, "migrations", migrations);
        argument(step, "sshCredentialsId", way.sshCredentialsId());
        argument(step, "knownHosts", way.knownHosts());
        step.append(')');
        String variables =
                way.variables().entrySet().stream()
                        .map(RollbackScript::variable)
                        .collect(Collectors.joining(", "));
        return String.join(
                "\n",
                "stage(" + literal("Rollback of " + environment) + ") {",
                "    node(" + literal(way.label()) + ") {",
                "        dir(" + literal("erp-rollback/" + way.directory()) + ") {",
                "            writeFile file: 'erp.yaml', encoding: 'UTF-8', text: "
                        + literal(way.erpYaml()),
                "            withEnv([" + variables + "]) {",
                "                " + step,
                "            }",
                "        }",
                "    }",
                "}",
                "");
    }

    /** A Groovy string without interpolation that is exactly a text. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder(text.length() + 2).append('\'');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\'' -> literal.append("\\'");
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                default -> {
                    if (c < ' ' || c > '~') {
                        literal.append(String.format("\\u%04x", (int) c));
                    } else {
                        literal.append(c);
                    }
                }
            }
        }
        return literal.append('\'').toString();
    }

    private static void argument(StringBuilder step, String name, String value) {
        if (!value.isEmpty()) {
            step.append(", ").append(name).append(": ").append(literal(value));
        }
    }

    private static String variable(Map.Entry<String, String> one) {
        return literal(one.getKey() + "=" + one.getValue());
    }
}
