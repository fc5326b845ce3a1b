package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.util.List;
import java.util.Optional;

/**
 * The Docker engine and Compose that a machine has.
 *
 * @param server version of the engine
 * @param client version of the {@code docker} program
 * @param compose version of the Compose plugin; empty when it was not asked for
 */
public record Engine(String server, String client, Optional<ComposeVersion> compose) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOT_FOUND = 127;
    private static final String COMPOSE_FIX =
            "install the plugin: apt-get install docker-compose-plugin (from Docker's own package"
                    + " source; Debian 13 calls it docker-compose), or see"
                    + " https://docs.docker.com/compose/install/linux/";

    /**
     * Asks a machine for engine and Compose.
     *
     * @throws ConfigException when no engine answers or no Compose v2.20 or newer is there, saying
     *     what is there instead and how to mend it
     */
    public static Engine withCompose(Shell shell)
            throws ConfigException, ShellException, InterruptedException {
        Engine engine = of(shell);
        CommandResult v2 = shell.run(DockerCommands.composeVersion());
        Optional<CommandResult> v1 = Optional.empty();
        if (!v2.ok()) {
            try {
                v1 = Optional.of(shell.run(DockerCommands.composeV1Version()));
            } catch (ShellException notThere) {
                v1 = Optional.empty(); // a shell that cannot start a missing program says so
            }
        }
        return new Engine(engine.server, engine.client, Optional.of(judgeCompose(v2, v1)));
    }

    /**
     * Asks a machine for its engine.
     *
     * @throws ConfigException when none answers
     */
    public static Engine of(Shell shell)
            throws ConfigException, ShellException, InterruptedException {
        try {
            return judgeEngine(shell.run(DockerCommands.version()));
        } catch (io.jenkins.plugins.erp.shell.CommandTimedOutException e) {
            throw new ConfigException(
                    "the Docker engine on " + shell.where() + " does not answer: " + e.getMessage(),
                    e);
        }
    }

    /** The engine from the result of {@link DockerCommands#version()}. */
    static Engine judgeEngine(CommandResult result) throws ConfigException {
        if (result.exitCode() == NOT_FOUND) {
            throw new ConfigException(
                    "docker is not installed on "
                            + result.where()
                            + " (or not in PATH): see https://docs.docker.com/engine/install/"
                            + tail(result));
        }
        try {
            JsonNode json = JSON.readTree(result.stdout());
            JsonNode server = json.path("Server").path("Version");
            if (result.ok() && server.isTextual()) {
                return new Engine(
                        server.asText(),
                        json.path("Client").path("Version").asText("unknown"),
                        Optional.empty());
            }
        } catch (JsonProcessingException e) {
            // told below with the program's own words
        }
        String all = String.join("\n", result.tail());
        String fix =
                all.contains("permission denied")
                        ? "this user may not use it: add it to the group docker (usermod -aG docker"
                                + " USER, then log in anew)"
                        : "start it (systemctl start docker) or set DOCKER_HOST";
        throw new ConfigException(
                "no Docker engine answers on " + result.where() + ": " + fix + tail(result));
    }

    /** Compose's version from the answers of the plugin and of the old program. */
    static ComposeVersion judgeCompose(CommandResult v2, Optional<CommandResult> v1)
            throws ConfigException {
        Optional<ComposeVersion> found =
                v2.ok() ? ComposeVersion.parse(v2.stdout()) : Optional.empty();
        if (found.isPresent() && found.get().compareTo(ComposeVersion.NEEDED) >= 0) {
            return found.get();
        }
        String needed =
                "v"
                        + ComposeVersion.NEEDED.major()
                        + "."
                        + ComposeVersion.NEEDED.minor()
                        + " or newer is needed: ";
        if (found.isPresent()) {
            throw new ConfigException(
                    "Compose v"
                            + found.get()
                            + " found on "
                            + v2.where()
                            + "; "
                            + needed
                            + COMPOSE_FIX);
        }
        Optional<ComposeVersion> old =
                v1.filter(CommandResult::ok).flatMap(r -> ComposeVersion.parse(r.stdout()));
        if (old.isPresent()) {
            throw new ConfigException(
                    "Compose v"
                            + old.get().major()
                            + " ("
                            + old.get()
                            + ") found on "
                            + v2.where()
                            + "; "
                            + needed
                            + COMPOSE_FIX);
        }
        throw new ConfigException(
                "no Docker Compose on " + v2.where() + "; " + needed + COMPOSE_FIX + tail(v2));
    }

    private static String tail(CommandResult result) {
        List<String> lines = result.tail();
        StringBuilder text = new StringBuilder();
        for (String line : lines.subList(Math.max(0, lines.size() - 6), lines.size())) {
            text.append("\n    | ").append(line);
        }
        return text.toString();
    }
}
