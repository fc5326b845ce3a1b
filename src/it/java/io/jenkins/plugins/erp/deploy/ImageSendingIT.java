package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.RealEngine;
import io.jenkins.plugins.erp.it.RealParts;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.runner.host.SeparateHost;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.FeedFailedException;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Pipe;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.SshShell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images sent over SSH from one real engine to another host's, which is empty. */
class ImageSendingIT {
    private static final Shell HERE = new LocalShell();
    private static final String NAME = "erp-it-transfer";
    private static SeparateHost host;
    private static SshShell there;
    private final List<String> said = new ArrayList<>();

    @TempDir Path directory;

    @BeforeAll
    static void start() throws Exception {
        RealEngine.orSkip();
        host = RealParts.anotherOrSkip();
        there = SshShell.open(HERE, host.reached().ssh());
    }

    @AfterAll
    static void end() throws Exception {
        HERE.run(Command.of("docker", "image", "rm", NAME + ":1", NAME + ":2", NAME + ":3"));
        if (there != null) {
            there.close();
        }
        if (host != null) {
            host.close();
        }
    }

    private ImageReference build(String tag, String from, int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random().nextBytes(bytes);
        Files.write(directory.resolve("file" + tag), bytes);
        Files.writeString(
                directory.resolve("Dockerfile"), "FROM " + from + "\nCOPY file" + tag + " /\n");
        HERE.run(Command.of("docker", "build", "-q", "-t", NAME + ":" + tag, directory.toString()))
                .orThrow();
        return ImageReference.parse(NAME + ":" + tag);
    }

    private String send(ImageReference image) throws Exception {
        said.clear();
        DockerHost docker = new DockerHost(there, (level, line) -> {}, "erp-it-transfer");
        Progress progress = new Progress((level, line) -> said.add(line), Clock.systemUTC());
        return new ImageSending(HERE, docker, progress).send(image);
    }

    private static boolean has(String id) throws Exception {
        return there.run(DockerCommands.imageInspect(id)).ok();
    }

    private void sameFile(String id, String tag) throws Exception {
        there.run(Command.of("docker", "create", "--name", "look" + tag, id, "none")).orThrow();
        there.run(Command.of("docker", "cp", "look" + tag + ":/file" + tag, "copy")).orThrow();
        there.run(Command.of("docker", "rm", "look" + tag)).orThrow();
        Command sum = Command.of("sha256sum", "--", "copy");
        Command own = Command.of("sha256sum", "--", directory.resolve("file" + tag).toString());
        assertThat(there.run(sum).orThrow().stdout().split(" ")[0])
                .isEqualTo(HERE.run(own).orThrow().stdout().split(" ")[0]);
    }

    @Test
    void sendsWholeThenNothingThenOnlyWhatIsMissing() throws Exception {
        String first = send(build("1", "scratch", 3_000_000));
        assertThat(has(first)).isTrue();
        assertThat(said).anyMatch(l -> l.contains("sending the whole of"));
        sameFile(first, "1");

        assertThat(send(ImageReference.parse(NAME + ":1"))).isEqualTo(first);
        assertThat(said).noneMatch(l -> l.contains("sen"));

        String second = send(build("2", NAME + ":1", 100_000));
        assertThat(second).isNotEqualTo(first);
        assertThat(said)
                .anyMatch(l -> l.matches(".*sending 0.1 MB of 3.1 MB: 1 of 2 layers are there"));
        assertThat(said).noneMatch(l -> l.contains("whole"));
        sameFile(second, "2");
    }

    @Test
    void cutOffInTheMiddleIsNoImage() throws Exception {
        ImageReference image = build("3", "scratch", 2_000_000);
        String id = ImageSending.find(HERE, image).orElseThrow().id();
        Command fails =
                Command.of("sh", "-c", "docker save \"$1\" | head -c 2010000; exit 3", "sh", id);
        assertThatThrownBy(
                        () ->
                                Pipe.run(
                                        HERE,
                                        fails,
                                        there,
                                        DockerCommands.load(),
                                        java.io.InputStream::transferTo,
                                        Output.NONE))
                .isInstanceOf(FeedFailedException.class)
                .hasMessageContaining("exit code 3");
        assertThat(has(id)).isFalse();
        assertThat(has(send(image))).isTrue();
    }
}
