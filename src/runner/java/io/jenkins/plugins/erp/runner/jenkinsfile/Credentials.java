package io.jenkins.plugins.erp.runner.jenkinsfile;

import static io.jenkins.plugins.erp.runner.jenkinsfile.StepDefinition.block;
import static io.jenkins.plugins.erp.runner.jenkinsfile.StepDefinition.of;

import io.jenkins.plugins.erp.operation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Credentials without a server. The credential {@code registry-login} is looked for
 *
 * <ol>
 *   <li>in the variables {@code ERP_CREDENTIAL_REGISTRY_LOGIN} (a secret text, or {@code
 *       user:password}), {@code ..._FILE} (path of a secret file or private key) and {@code
 *       ..._USER} (user name for a private key);
 *   <li>in {@code .erp/credentials} of the workspace, which only its owner may read: lines {@code
 *       registry-login=...}, {@code registry-login.file=...}, {@code registry-login.user=...}.
 * </ol>
 */
public final class Credentials {
    private final RunRequest request;

    Credentials(RunRequest request) {
        this.request = request;
    }

    /** The variable that holds a credential. */
    public static String variable(String id) {
        return "ERP_CREDENTIAL_" + id.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /**
     * A credential that was found.
     *
     * @param id as in the Jenkinsfile
     * @param value secret text or user:password, if there is one
     * @param file secret file or private key, if there is one
     * @param user name that goes with a private key
     */
    record Bound(String id, Optional<String> value, Optional<String> file, Optional<String> user) {

        /** Not to be seen in any output. */
        List<String> secrets() {
            List<String> result = new ArrayList<>();
            value.ifPresent(
                    v -> {
                        result.add(v);
                        if (v.contains(":")) {
                            result.add(password());
                        }
                    });
            return result;
        }

        /** The part before the first colon. */
        String username() {
            String v = need();
            return v.contains(":") ? v.substring(0, v.indexOf(':')) : "";
        }

        /** The part after the first colon. */
        String password() {
            String v = need();
            return v.substring(v.indexOf(':') + 1);
        }

        String need() {
            return value.orElseThrow(
                    () ->
                            new StepException(
                                    Outcome.REFUSED,
                                    "credential \""
                                            + id
                                            + "\" has a file but no value: set "
                                            + variable(id),
                                    null));
        }

        String needPair() {
            if (!need().contains(":")) {
                throw new StepException(
                        Outcome.REFUSED,
                        "credential \"" + id + "\" has to be user:password in " + variable(id),
                        null);
            }
            return need();
        }

        String needFile() {
            return file.orElseThrow(
                    () ->
                            new StepException(
                                    Outcome.REFUSED,
                                    "credential \""
                                            + id
                                            + "\" is needed as a file: set "
                                            + variable(id)
                                            + "_FILE to its path",
                                    null));
        }

        /** What {@code NAME = credentials('id')} sets. */
        Map<String, String> variables(String name) {
            Map<String, String> result = new LinkedHashMap<>();
            if (file.isPresent()) {
                result.put(name, file.get());
                user.ifPresent(u -> result.put(name + "_USR", u));
                return result;
            }
            result.put(name, need());
            if (need().contains(":")) {
                result.put(name + "_USR", username());
                result.put(name + "_PSW", password());
            }
            return result;
        }
    }

    List<StepDefinition> all() {
        List<StepDefinition> result = new ArrayList<>();
        result.add(of("credentials id!", call -> find(call.text("id"), environment(call))));
        result.add(block("withCredentials bindings!", this::with));
        for (String symbol :
                List.of(
                        "usernamePassword credentialsId usernameVariable passwordVariable",
                        "usernameColonPassword credentialsId variable",
                        "file credentialsId variable",
                        "sshUserPrivateKey credentialsId keyFileVariable usernameVariable"
                                + " passphraseVariable",
                        "parameters parameters")) {
            result.add(
                    of(
                            symbol,
                            call ->
                                    new Described(
                                            call.step().name(),
                                            call.step().name().equals("parameters")
                                                    ? Map.of("", call.list("parameters"))
                                                    : call.arguments())));
        }
        for (String symbol :
                List.of(
                        "string",
                        "text",
                        "booleanParam",
                        "choice",
                        "password",
                        "buildDiscarder",
                        "logRotator",
                        "disableConcurrentBuilds",
                        "pipelineTriggers",
                        "cron")) {
            result.add(
                    StepDefinition.lenient(
                            symbol, call -> new Described(symbol, call.arguments())));
        }
        return result;
    }

    private static Map<String, String> environment(StepCall call) {
        return call.build().environment(call.context());
    }

    private Object with(StepCall call) throws Exception {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Object binding : call.list("bindings")) {
            if (!(binding instanceof Described d)) {
                throw new StepException(
                        "withCredentials takes bindings such as string(credentialsId: 'x', variable: 'X')");
            }
            Bound found = find(d.text("credentialsId"), environment(call));
            call.build().hide(found.secrets());
            switch (d.type()) {
                case "string" -> put(variables, d, "variable", found.need());
                case "usernameColonPassword" -> put(variables, d, "variable", found.needPair());
                case "usernamePassword" -> {
                    found.needPair();
                    put(variables, d, "usernameVariable", found.username());
                    put(variables, d, "passwordVariable", found.password());
                }
                case "file" -> put(variables, d, "variable", found.needFile());
                case "sshUserPrivateKey" -> {
                    put(variables, d, "keyFileVariable", found.needFile());
                    if (d.arguments().containsKey("usernameVariable")) {
                        put(variables, d, "usernameVariable", found.user().orElse(""));
                    }
                }
                default ->
                        throw new StepException(
                                "withCredentials: there is no binding \"" + d.type() + "\" here");
            }
        }
        return call.runBody(call.context().with(variables));
    }

    private static void put(Map<String, String> to, Described d, String argument, String value) {
        if (d.text(argument).isEmpty()) {
            throw new StepException(d.type() + " needs the argument \"" + argument + "\"");
        }
        to.put(d.text(argument), value);
    }

    /** Whether there is such a credential. */
    boolean has(String id, Map<String, String> environment) {
        Map<String, String> file = readFile();
        String name = variable(id);
        return environment.containsKey(name)
                || environment.containsKey(name + "_FILE")
                || file.containsKey(id)
                || file.containsKey(id + ".file");
    }

    /** Looks for a credential. */
    Bound find(String id, Map<String, String> environment) {
        Map<String, String> file = readFile();
        String name = variable(id);
        Optional<String> value = first(environment.get(name), file.get(id));
        Optional<String> path = first(environment.get(name + "_FILE"), file.get(id + ".file"));
        Optional<String> user = first(environment.get(name + "_USER"), file.get(id + ".user"));
        if (value.isEmpty() && path.isEmpty()) {
            throw new StepException(
                    Outcome.REFUSED,
                    "there is no credential \""
                            + id
                            + "\" here: set "
                            + name
                            + " (a secret text, or user:password) or "
                            + name
                            + "_FILE (a path), or write \""
                            + id
                            + "=...\" in .erp/credentials",
                    null);
        }
        return new Bound(id, value, path, user);
    }

    private static Optional<String> first(String a, String b) {
        return Optional.ofNullable(a).or(() -> Optional.ofNullable(b));
    }

    private Map<String, String> readFile() {
        Path file = request.workspace().resolve(".erp/credentials");
        Map<String, String> result = new LinkedHashMap<>();
        if (!Files.isRegularFile(file)) {
            return result;
        }
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
            if (rights.stream().anyMatch(r -> !r.name().startsWith("OWNER_"))) {
                throw new StepException(
                        Outcome.REFUSED,
                        file + " may be read by others: chmod 600 .erp/credentials",
                        null);
            }
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (!line.isBlank() && !line.startsWith("#") && equals > 0) {
                    result.put(
                            line.substring(0, equals).strip(), line.substring(equals + 1).strip());
                }
            }
            return result;
        } catch (IOException e) {
            throw new StepException(
                    Outcome.REFUSED, file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
