package io.jenkins.plugins.erp.runner.jenkinsfile;

import io.jenkins.plugins.erp.build.BuildRequest;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.deploy.DeployRequest;
import io.jenkins.plugins.erp.deploy.RollbackRequest;
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
                case "login" -> parameters.add(REGISTRY_CREDENTIALS);
                case "envFile" -> parameters.add(ENV_FILE_CREDENTIALS);
                default -> parameters.add(component);
            }
        }
        if (!required.isEmpty()) {
            parameters.add(SSH_CREDENTIALS);
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
        if (call.has(REGISTRY_CREDENTIALS)) {
            Credentials.Bound login =
                    credentials.find(call.text(REGISTRY_CREDENTIALS), environment);
            login.needPair();
            secrets.addAll(login.secrets());
            arguments.put("login", new RegistryLogin("", login.username(), login.password()));
        }
        envFile(call, arguments, secrets, credentials, environment);
        Optional<Path> sshKey = sshKey(call, credentials, environment);
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
                                                            console)));
            return returned(call, console, result);
        } catch (ConfigException e) {
            throw new StepException(Outcome.REFUSED, call.step().name() + ": " + e.getMessage(), e);
        } catch (OperationException e) {
            throw new StepException(e.outcome(), call.step().name() + ": " + e.getMessage(), e);
        }
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
            throw new StepException(
                    Outcome.REFUSED, call.step().name() + ": there is no env file " + file, null);
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
