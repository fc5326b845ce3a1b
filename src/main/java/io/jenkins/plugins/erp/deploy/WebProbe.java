package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.config.HealthConfig;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Waits until one web container answers its health path as wanted. One command waits inside the
 * container, so that nothing is lost between two looks, and a container that dies ends it at once.
 */
final class WebProbe {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerHost docker;
    private final HealthConfig health;

    WebProbe(DockerHost docker, HealthConfig health) {
        this.docker = docker;
        this.health = health;
    }

    /** Waits for one. */
    void await(ContainerState container)
            throws PhaseException, ShellException, InterruptedException {
        CommandResult result = docker.run(command(container.id(), health));
        if (result.ok()) {
            return;
        }
        List<ContainerState> now = docker.inspect(List.of(container.id()));
        ContainerState state = now.isEmpty() ? container : now.get(0);
        String why;
        if (now.isEmpty() || !state.running() || state.restartCount() > 0) {
            why =
                    "ended with exit code "
                            + state.exitCode()
                            + (state.restartCount() > 0
                                    ? " and was restarted " + state.restartCount() + " times"
                                    : "")
                            + (state.oomKilled() ? " for want of memory" : "");
        } else {
            why =
                    "did not answer "
                            + health.path()
                            + " on port "
                            + health.port()
                            + " as wanted within "
                            + health.timeout().toSeconds()
                            + " s ("
                            + String.join(" ", DockerHost.last(result.tail(), 1))
                            + ")";
        }
        throw new PhaseException(
                "the new web container "
                        + container.name()
                        + " "
                        + why
                        + ". Its last lines:"
                        + docker.lastLines(container.id()));
    }

    static Command command(String container, HealthConfig health) {
        Map<String, Object> want = new LinkedHashMap<>();
        want.put("port", health.port());
        want.put("path", health.path());
        want.put("host", health.host().orElse("localhost"));
        want.put("status", health.status());
        want.put("json", health.json());
        want.put("seconds", health.timeout().toSeconds());
        try {
            return DockerCommands.exec(
                            container,
                            "python3",
                            "-c",
                            Scripts.PROBE,
                            JSON.writeValueAsString(want))
                    .withTimeout(health.timeout().plus(Duration.ofSeconds(30)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts could not be written as JSON", e);
        }
    }
}
