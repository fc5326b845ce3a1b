package io.jenkins.plugins.erp.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.shell.Output;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuildLogTest {
    private final List<String> shown = new ArrayList<>();
    private final BuildLog log =
            new BuildLog(
                    (level, line) -> {
                        if (level != Console.Level.DETAIL) {
                            shown.add(line);
                        }
                    });

    @Test
    void stepsAreHeadlinesAndTheRestIsDetail() throws Exception {
        try (InputStream in = getClass().getResourceAsStream("engine-20.10-failure.log")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(this::line);
        }
        assertThat(shown)
                .containsExactly(
                        "  [base 1/2] FROM docker.io/library/python:3.13-slim",
                        "  [base 2/2] RUN echo hi",
                        "  [final 1/2] RUN echo one && sleep 0.1",
                        "  [final 2/2] RUN echo \"no such package\" >&2; false");
        assertThat(log.steps()).isEqualTo(4);
        assertThat(log.cached()).isEqualTo(1);
        assertThat(log.failedStep())
                .contains("[final 2/2] RUN echo \"no such package\" >&2; false");
        assertThat(log.failure())
                .contains("no such package")
                .last()
                .asString()
                .startsWith("ERROR: failed to solve: executor failed running");
    }

    @Test
    void newerBuildersNameThePlaceThemselves() {
        List.of(
                        "#7 ERROR: process \"/bin/sh -c false\" did not complete successfully: exit code: 1",
                        "------",
                        " > [2/2] RUN false:",
                        "------",
                        "Dockerfile:3",
                        "--------------------",
                        "   1 |     FROM x",
                        "   2 |     ",
                        "   3 | >>> RUN false",
                        "--------------------",
                        "ERROR: failed to solve: process did not complete successfully")
                .forEach(this::line);
        assertThat(log.place()).contains("Dockerfile:3: RUN false");
    }

    @Test
    void placeIsFoundInTheDockerfile() {
        String dockerfile =
                "# syntax\nFROM python:3.13-slim AS base\nRUN apt-get update && \\\n    # why\n"
                        + "    apt-get install -y gcc\n\nFROM base\nCOPY . .\n";
        assertThat(
                        DockerfilePlace.find(
                                dockerfile,
                                "[base 2/2] RUN apt-get update &&     apt-get install -y gcc"))
                .contains(3);
        assertThat(DockerfilePlace.find(dockerfile, "[stage-1 1/1] COPY . .")).contains(8);
        assertThat(
                        DockerfilePlace.find(
                                dockerfile,
                                "[internal] load metadata for docker.io/library/python:3.13-slim"))
                .contains(2);
        assertThat(DockerfilePlace.find(dockerfile, "[2/2] RUN nothing")).isEmpty();
    }

    private void line(String line) {
        log.line(Output.Stream.STDERR, line);
    }
}
