package io.jenkins.plugins.erp.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.Engine;
import io.jenkins.plugins.erp.docker.ImageBuild;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.operation.Operation;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the system's image with BuildKit, names it, pushes it where asked; and the image with the
 * test tools, where erp.yaml names its stage.
 */
public final class BuildOperation implements Operation<BuildRequest, BuildResult> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public BuildResult run(BuildRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        Instant begin = context.clock().instant();
        Console console = context.console();
        Shell shell = context.shell();
        try {
            Source source = Source.of(context);
            BuildPlan plan =
                    BuildPlan.of(
                            request,
                            context.config(),
                            source,
                            context.workspace().path(),
                            context.environment(),
                            begin);
            ImageReference name = plan.image().tags().get(0);
            checkFiles(context);
            Engine.of(shell);
            boolean buildx = shell.run(DockerCommands.buildxVersion()).ok();
            if (!buildx && plan.image().push()) {
                throw new ConfigException(
                        "images of several platforms need buildx, which "
                                + shell.where()
                                + " does not have: apt-get install docker-buildx-plugin");
            }
            if (source.dirty()) {
                console.warn(
                        "tracked files differ from commit "
                                + source.commit().orElse("(none)")
                                + ": the image is tagged "
                                + name.tag().orElse(""));
            }
            if (request.login().isPresent()) {
                console.info("logging in as " + request.login().get());
                require(
                        shell.run(DockerCommands.login(request.login().get())),
                        "the registry did not accept the login of "
                                + request.login().get()
                                + "; nothing was built");
            }
            console.info(
                    "building "
                            + name
                            + source.branch().map(b -> " from branch " + b).orElse("")
                            + (buildx ? "" : " (no buildx: docker build with BuildKit)"));
            BuildLog log = build(plan.image(), plan.secrets(), buildx, context);
            Optional<ImageReference> testImage = Optional.empty();
            if (plan.test().isPresent()) {
                ImageReference test = plan.test().get().tags().get(0);
                console.info("building " + test + " for the tests");
                build(plan.test().get(), plan.secrets(), buildx, context);
                testImage = Optional.of(test);
            }
            if (plan.push() && !plan.image().push()) {
                push(plan.image(), shell, console);
            }
            Built built = plan.image().push() ? remote(name, shell) : local(name, shell);
            BuildResult result =
                    new BuildResult(
                            plan.image().tags(),
                            built.imageId(),
                            plan.push() ? built.digest() : Optional.empty(),
                            built.size(),
                            testImage,
                            source,
                            plan.push(),
                            log.steps(),
                            log.cached(),
                            Duration.between(begin, context.clock().instant()));
            console.good(result.summary());
            return result;
        } catch (ShellException e) {
            throw new OperationException(
                    Outcome.FAILED, "the image could not be built: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("build: " + e.getMessage(), e);
        }
    }

    private static void checkFiles(OperationContext context)
            throws ConfigException, InterruptedException {
        String path = dockerfile(context);
        try {
            if (!context.workspace().exists(path)) {
                throw new ConfigException(
                        "there is no "
                                + path
                                + " in "
                                + context.workspace().path()
                                + "; say where it is with build: {context: ..., dockerfile: ...}");
            }
        } catch (IOException e) {
            throw new ConfigException("build: " + path + ": " + e.getMessage(), e);
        }
    }

    private static BuildLog build(
            ImageBuild build, Map<String, String> secrets, boolean buildx, OperationContext context)
            throws OperationException, ShellException, InterruptedException {
        Command command = DockerCommands.build(build, buildx);
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            command = command.withEnv(secret.getKey(), secret.getValue());
            command = command.withSecret(secret.getValue());
        }
        BuildLog log = new BuildLog(context.console());
        CommandResult result = context.shell().run(command, log);
        if (!result.ok()) {
            StringBuilder text = new StringBuilder();
            text.append("the image ").append(build.tags().get(0)).append(" was not built");
            log.place()
                    .or(() -> place(log, context))
                    .ifPresent(p -> text.append(": it failed at ").append(p));
            log.failure().forEach(l -> text.append("\n    | ").append(l));
            text.append("\nNothing was pushed; images of before are as they were.");
            throw new OperationException(Outcome.FAILED, text.toString());
        }
        return log;
    }

    /** The line of the Dockerfile, for a builder that names the step only. */
    private static Optional<String> place(BuildLog log, OperationContext context) {
        String dockerfile = dockerfile(context);
        try {
            String text = context.workspace().read(dockerfile);
            return log.failedStep()
                    .map(
                            step ->
                                    DockerfilePlace.find(text, step)
                                                    .map(line -> dockerfile + ":" + line + ": ")
                                                    .orElse(dockerfile + ": ")
                                            + step);
        } catch (IOException e) {
            return log.failedStep();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return log.failedStep();
        }
    }

    private static String dockerfile(OperationContext context) {
        String directory = context.config().build().context();
        String dockerfile = context.config().build().dockerfile();
        return directory.equals(".") ? dockerfile : directory + "/" + dockerfile;
    }

    private static void push(ImageBuild build, Shell shell, Console console)
            throws OperationException, ShellException, InterruptedException {
        for (ImageReference reference : build.tags()) {
            console.info("pushing " + reference);
            CommandResult result =
                    shell.run(DockerCommands.push(reference), console.output("docker | "));
            require(
                    result,
                    reference
                            + " was built on "
                            + shell.where()
                            + " but not pushed"
                            + hint(result, reference));
        }
    }

    private static String hint(CommandResult result, ImageReference reference) {
        String said = String.join(" ", result.tail());
        String registry = reference.registry().orElse("docker.io");
        if (said.contains("denied")
                || said.contains("unauthorized")
                || said.contains("basic auth")) {
            return ": log in at " + registry + " (credentials of the step), with the right to push";
        }
        if (said.contains("server gave HTTP response to HTTPS client")) {
            return ": "
                    + registry
                    + " speaks plain HTTP; name it in the engine's insecure-registries";
        }
        return "";
    }

    /** What the engine knows about an image that was built. */
    private record Built(Optional<String> imageId, Optional<String> digest, long size) {}

    private static Built local(ImageReference name, Shell shell)
            throws ShellException, InterruptedException {
        return read(
                name, shell.run(DockerCommands.imageInspect(name.toString())).orThrow().stdout());
    }

    private static Built read(ImageReference name, String inspected) throws ShellException {
        try {
            JsonNode image = JSON.readTree(inspected).path(0);
            Optional<String> digest = Optional.empty();
            for (JsonNode known : image.path("RepoDigests")) {
                if (known.asText().startsWith(name.repository() + "@")) {
                    digest = Optional.of(known.asText().substring(name.repository().length() + 1));
                }
            }
            return new Built(
                    Optional.of(image.path("Id").asText("")).filter(i -> !i.isEmpty()),
                    digest,
                    image.path("Size").asLong());
        } catch (JsonProcessingException e) {
            throw new ShellException("docker image inspect printed no JSON", e);
        }
    }

    /** An image of several platforms is in its registry only. */
    private static Built remote(ImageReference name, Shell shell)
            throws ShellException, InterruptedException {
        String digest = shell.run(DockerCommands.remoteDigest(name)).orThrow().stdout().trim();
        return new Built(
                Optional.empty(), Optional.of(digest).filter(d -> d.startsWith("sha256:")), 0);
    }

    private static void require(CommandResult result, String failure) throws OperationException {
        if (!result.ok()) {
            StringBuilder text = new StringBuilder(failure);
            result.tail()
                    .subList(Math.max(0, result.tail().size() - 8), result.tail().size())
                    .forEach(l -> text.append("\n    | ").append(l));
            throw new OperationException(Outcome.FAILED, text.toString());
        }
    }
}
