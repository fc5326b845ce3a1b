package io.jenkins.plugins.erp.runner.jenkinsfile;

import io.jenkins.plugins.erp.build.BuildRequest;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.deploy.DeployRequest;
import io.jenkins.plugins.erp.deploy.RollbackRequest;
import io.jenkins.plugins.erp.docker.RegistryAddress;
import io.jenkins.plugins.erp.docker.RegistryLogin;
import io.jenkins.plugins.erp.health.HealthRequest;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.scan.ScanRequest;
import io.jenkins.plugins.erp.test.TestRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The six steps of this project, over the same operations as in Jenkins. */
public final class ErpSteps {
    /** What the steps take in place of a secret. */
    private static final String REGISTRY_CREDENTIALS = "registryCredentialsId";

    private static final String ENV_FILE_CREDENTIALS = "envFileCredentialsId";

    private static final String SSH_CREDENTIALS = "sshCredentialsId";

    private static final String KNOWN_HOSTS = "knownHosts";

    private static final String KNOWN_HOSTS_CREDENTIALS = "knownHostsCredentialsId";

    private static final String REGISTRY = "registry";

    private final ErpRunner runner;

    /** With what carries them out. */
    public ErpSteps(ErpRunner runner) {
        this.runner = runner;
    }

    List<StepDefinition> all(Credentials credentials) {
        return List.of(
                step("erpBuild", BuildRequest.class, credentials),
                step("erpTest", TestRequest.class, credentials),
                step("erpScan", ScanRequest.class, credentials),
                step("erpDeploy", DeployRequest.class, credentials),
                step("erpRollback", RollbackRequest.class, credentials),
                step("erpHealth", HealthRequest.class, credentials));
    }

    private StepDefinition step(
            String name, Class<? extends Record> type, Credentials credentials) {
        List<String> parameters = new ArrayList<>();
        Set<String> required =
                RequestBinder.components(type).contains("environment")
                        ? Set.of("environment")
                        : Set.of();
        for (String component : RequestBinder.components(type)) {
            switch (component) {
                case "login" -> parameters.addAll(List.of(REGISTRY_CREDENTIALS, REGISTRY));
                case "envFile" -> parameters.add(ENV_FILE_CREDENTIALS);
                default -> parameters.add(component);
            }
        }
        if (!required.isEmpty()) {
            parameters.addAll(List.of(SSH_CREDENTIALS, KNOWN_HOSTS, KNOWN_HOSTS_CREDENTIALS));
        }
        return new StepDefinition(
                name,
                List.copyOf(parameters),
                required,
                StepDefinition.Body.NONE,
                false,
                call -> run(call, type, credentials));
    }

    private Object run(StepCall call, Class<? extends Record> type, Credentials credentials)
            throws Exception {
        Map<String, String> environment = call.build().environment(call.context());
        Map<String, Object> arguments = new LinkedHashMap<>(call.arguments());
        List<String> secrets = new ArrayList<>();
        login(call, arguments, secrets, credentials, environment);
        envFile(call, arguments, secrets, credentials, environment);
        Optional<Path> sshKey = sshKey(call, credentials, environment);
        Optional<Path> knownHosts = knownHosts(call, credentials, environment);
        call.build().hide(secrets);
        Record request = RequestBinder.bind(call.step().name(), type, arguments);
        Path directory = call.context().directory();
        Listening console = new Listening(call.console());
        try {
            OperationResult result =
                    call.engine()
                            .outside(
                                    () ->
                                            runner.run(
                                                    new ErpRunner.Call(
                                                            request,
                                                            directory,
                                                            environment,
                                                            secrets,
                                                            sshKey,
                                                            knownHosts,
                                                            console)));
            return returned(call, console, result);
        } catch (ConfigException e) {
            throw new StepException(Outcome.REFUSED, call.step().name() + ": " + e.getMessage(), e);
        } catch (OperationException e) {
            throw new StepException(e.outcome(), call.step().name() + ": " + e.getMessage(), e);
        }
    }

    /** A login by credentials alone is for the image's registry. */
    private static void login(
            StepCall call,
            Map<String, Object> arguments,
            List<String> secrets,
            Credentials credentials,
            Map<String, String> environment) {
        String server = "";
        String id = call.has(REGISTRY_CREDENTIALS) ? call.text(REGISTRY_CREDENTIALS) : "";
        if (arguments.remove(REGISTRY) instanceof Map<?, ?> registry) {
            Object url = registry.get("url");
            Object named = registry.get("credentialsId");
            try {
                server = url == null ? "" : RegistryAddress.ofUrl(String.valueOf(url));
            } catch (IllegalArgumentException e) {
                throw refused(call, e.getMessage());
            }
            if (named != null && !id.isEmpty()) {
                throw refused(call, "give registryCredentialsId or registry, not both");
            }
            id = named == null ? id : String.valueOf(named);
        }
        if (!id.isEmpty()) {
            Credentials.Bound login = credentials.find(id, environment);
            login.needPair();
            secrets.addAll(login.secrets());
            arguments.put("login", new RegistryLogin(server, login.username(), login.password()));
        }
    }

    /** Host keys inline, in a file beside the scratch of this run, or in a secret file. */
    private static Optional<Path> knownHosts(
            StepCall call, Credentials credentials, Map<String, String> environment)
            throws IOException {
        if (call.has(KNOWN_HOSTS) && call.has(KNOWN_HOSTS_CREDENTIALS)) {
            throw refused(call, "give knownHosts or knownHostsCredentialsId, not both");
        }
        if (call.has(KNOWN_HOSTS_CREDENTIALS)) {
            Credentials.Bound found =
                    credentials.find(call.text(KNOWN_HOSTS_CREDENTIALS), environment);
            return Optional.of(
                    call.context().directory().resolve(found.needFile()).toAbsolutePath());
        }
        if (!call.has(KNOWN_HOSTS)) {
            return Optional.empty();
        }
        Path file = Files.createTempFile("erp-known-hosts-", "");
        file.toFile().deleteOnExit();
        Files.writeString(file, call.text(KNOWN_HOSTS).strip() + "\n");
        return Optional.of(file);
    }

    private static StepException refused(StepCall call, String why) {
        return new StepException(Outcome.REFUSED, call.step().name() + ": " + why, null);
    }

    /** An env file is a secret file's or a secret text's credential, as in Jenkins. */
    private static void envFile(
            StepCall call,
            Map<String, Object> arguments,
            List<String> secrets,
            Credentials credentials,
            Map<String, String> environment)
            throws IOException {
        if (!call.has(ENV_FILE_CREDENTIALS)) {
            return;
        }
        Credentials.Bound found = credentials.find(call.text(ENV_FILE_CREDENTIALS), environment);
        if (found.file().isEmpty()) {
            secrets.addAll(found.secrets());
            arguments.put("envFile", found.need());
            return;
        }
        Path file = Path.of(found.needFile());
        if (!Files.isRegularFile(file)) {
            throw refused(call, "there is no env file " + file);
        }
        arguments.put("envFile", Files.readString(file));
    }

    /** A private key's credential; without one here, the SSH client's own keys serve. */
    private static Optional<Path> sshKey(
            StepCall call, Credentials credentials, Map<String, String> environment) {
        if (!call.has(SSH_CREDENTIALS)) {
            return Optional.empty();
        }
        String id = call.text(SSH_CREDENTIALS);
        if (!credentials.has(id, environment)) {
            call.console()
                    .warn(
                            call.step().name()
                                    + ": there is no credential \""
                                    + id
                                    + "\" here; the SSH client uses its own keys ("
                                    + Credentials.variable(id)
                                    + "_FILE names another)");
            return Optional.empty();
        }
        return Optional.of(
                call.context().directory().resolve(credentials.find(id, environment).needFile()));
    }

    private static Object returned(StepCall call, Listening console, OperationResult result) {
        switch (result.outcome()) {
            case DONE -> console.once(Console.Level.GOOD, result.summary());
            case UNSTABLE -> {
                console.once(Console.Level.WARN, result.summary());
                FlowSteps.mark(call, BuildResult.UNSTABLE, BuildResult.UNSTABLE, result.summary());
            }
            default ->
                    throw new StepException(
                            result.outcome(), call.step().name() + ": " + result.summary(), null);
        }
        return result.toMap();
    }
}
