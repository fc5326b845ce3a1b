package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.docker.ComposeProject;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.release.Tar;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Shell;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a deploy relies on of Docker, Compose and the file commands. The real ones and the simulated
 * ones have to do it alike: a simulation that is kinder than the engine proves nothing.
 */
abstract class EngineContract {
    private static final String IMAGE = "redis:8";
    private static final String COMPOSE =
            """
            services:
              one:
                image: redis:8
                restart: unless-stopped
                environment: {PRICE: "a$$b"}
                labels: {tier: app}
                healthcheck: {test: ["CMD", "redis-cli", "ping"], interval: 1s}
              two:
                image: redis:8
                stop_signal: SIGINT
                labels: {tier: data}
              ends:
                image: redis:8
                entrypoint: ["false"]
                restart: unless-stopped
              once:
                image: redis:8
                entrypoint: ["false"]
            """;

    private Shell shell;
    private String project;
    private String path;
    private ComposeCommands compose;

    /** The host. */
    abstract Shell shell();

    /** A Compose project that nobody else has. */
    abstract String project();

    /** A directory that may be made on the host, and removed. */
    abstract String path();

    /** Lets time pass. */
    abstract void pass(Duration time) throws InterruptedException;

    @BeforeEach
    void begin() throws Exception {
        shell = shell();
        project = project();
        path = path();
        compose =
                new ComposeCommands(
                        project, List.of(path + "/c.yml"), Optional.empty(), Optional.of(path));
        write(COMPOSE);
    }

    @AfterEach
    void end() throws Exception {
        if (shell != null) {
            List<String> ids = ids();
            if (!ids.isEmpty()) {
                shell.run(DockerCommands.removeByForce(ids)).orThrow();
            }
            ok("rm", "-rf", path);
        }
    }

    @Test
    void scalingKeepsStoppedReplicasAndTakesAwayTheHighestNumbers() throws Exception {
        ok(compose.scale(Map.of("one", 2), true));
        ok(DockerCommands.stop(Duration.ofSeconds(5), List.of(name("one-1"))));
        ok(compose.scale(Map.of("one", 3), false));
        assertThat(states())
                .isEqualTo(Map.of("one-1", "exited", "one-2", "running", "one-3", "created"));
        ok(compose.scale(Map.of("one", 3), true));
        assertThat(states())
                .isEqualTo(Map.of("one-1", "running", "one-2", "running", "one-3", "running"));
        ok(DockerCommands.stop(Duration.ofSeconds(5), List.of(name("one-2"))));
        ok(compose.scale(Map.of("one", 2), true));
        assertThat(states()).isEqualTo(Map.of("one-1", "running", "one-2", "running"));
        ok(DockerCommands.removeByForce(List.of(name("one-1"))));
        ok(compose.scale(Map.of("one", 3), true));
        assertThat(states())
                .isEqualTo(Map.of("one-2", "running", "one-3", "running", "one-4", "running"));
    }

    @Test
    void whatDiffersIsMadeAnewUnderItsNumberUnlessThatIsForbidden() throws Exception {
        ok(compose.scale(Map.of("two", 2), true));
        ok(DockerCommands.removeByForce(List.of(name("two-1"))));
        ContainerState before = inspect("two-2");
        ok(compose.update(List.of("two")));
        assertThat(inspect("two-2").id()).isEqualTo(before.id());
        write(COMPOSE.replace("tier: data", "tier: other"));
        ok(compose.start(List.of("two")));
        assertThat(inspect("two-2").id()).isEqualTo(before.id());
        ok(compose.update(List.of("two")));
        assertThat(states()).isEqualTo(Map.of("two-2", "running"));
        assertThat(inspect("two-2").id()).isNotEqualTo(before.id());
        assertThat(inspect("two-2").labels()).containsEntry("tier", "other");
    }

    @Test
    void hashOfAServiceChangesWithIt() throws Exception {
        Map<String, String> first = hashes();
        assertThat(first.keySet()).containsExactly("ends", "once", "one", "two");
        assertThat(first.values()).allMatch(h -> h.matches("[0-9a-f]{64}"));
        ok(compose.scale(Map.of("two", 1), false));
        assertThat(inspect("two-1").labels())
                .containsEntry("com.docker.compose.config-hash", first.get("two"));
        write(COMPOSE.replace("tier: app", "tier: web"));
        Map<String, String> then = hashes();
        assertThat(then.get("one")).isNotEqualTo(first.get("one"));
        assertThat(then.get("two")).isEqualTo(first.get("two"));
    }

    @Test
    void resolvedModelCanBeGivenToComposeAgain() throws Exception {
        String json = ok(compose.config()).stdout();
        assertThat(new ObjectMapper().readTree(json).at("/services/one/environment/PRICE").asText())
                .isEqualTo("a$$b");
        CommandResult none = fails(1, compose.update(List.of("nosuch")));
        assertThat(said(none)).contains("no such service: nosuch");
    }

    @Test
    void inspectTellsWhatADeployReads() throws Exception {
        ok(compose.scale(Map.of("one", 1), false));
        ContainerState made = inspect("one-1");
        assertThat(made.state()).isEqualTo("created");
        assertThat(made.health()).isEmpty();
        assertThat(made.startedAt()).isEmpty();
        assertThat(made.addresses()).isEmpty();
        ok(compose.scale(Map.of("one", 1), true));
        until(() -> inspect("one-1").ready());
        ContainerState up = inspect("one-1");
        assertThat(up.state()).isEqualTo("running");
        assertThat(up.health()).contains("healthy");
        assertThat(up.restartCount()).isZero();
        assertThat(up.startedAt()).isPresent();
        assertThat(up.addresses()).containsOnlyKeys(project + "_default");
        assertThat(up.image()).isEqualTo(IMAGE);
        assertThat(up.imageId()).startsWith("sha256:");
        assertThat(up.healthCheck()).containsExactly("redis-cli", "ping");
        assertThat(up.stopSignal()).isEqualTo("TERM");
        assertThat(up.labels())
                .containsEntry("tier", "app")
                .containsEntry("com.docker.compose.project", project)
                .containsEntry("com.docker.compose.service", "one")
                .containsEntry("com.docker.compose.container-number", "1")
                .containsEntry("com.docker.compose.oneoff", "False")
                .containsEntry("com.docker.compose.project.config_files", path + "/c.yml")
                .containsEntry("com.docker.compose.project.working_dir", path);
        ok(compose.scale(Map.of("two", 1), true));
        ContainerState two = inspect("two-1");
        assertThat(two.health()).isEmpty();
        assertThat(two.healthCheck()).isEmpty();
        assertThat(two.stopSignal()).isEqualTo("INT");
        ok(DockerCommands.stop(Duration.ofSeconds(5), List.of(name("one-1"))));
        ContainerState down = inspect("one-1");
        assertThat(down.state()).isEqualTo("exited");
        assertThat(down.exitCode()).isZero();
        assertThat(down.health()).contains("unhealthy");
        assertThat(down.addresses()).isEmpty();
        ok(DockerCommands.start(List.of(name("one-1"))));
        assertThat(inspect("one-1").health()).contains("starting");
    }

    @Test
    void containerThatIsNotThere() throws Exception {
        String none = name("none-1");
        String unknown = "No such container: " + none;
        List<String> words = List.of(none);
        assertThat(said(fails(1, DockerCommands.stop(Duration.ofSeconds(1), words))))
                .contains(unknown);
        assertThat(said(fails(1, DockerCommands.start(words))))
                .contains(unknown)
                .contains("Error: failed to start containers: " + none);
        assertThat(said(fails(1, DockerCommands.remove(words)))).contains(unknown);
        assertThat(said(ok(DockerCommands.removeByForce(words)))).contains(unknown);
        assertThat(said(fails(1, DockerCommands.kill("TERM", none))))
                .contains("Cannot kill container: " + none + ": " + unknown);
        assertThat(said(fails(1, DockerCommands.exec(none, "true")))).contains(unknown);
        assertThat(said(fails(1, DockerCommands.logs(none, 3)))).contains(unknown);
        assertThat(said(fails(1, DockerCommands.copyFrom(none, "/x", path + "/x"))))
                .contains(unknown);
        assertThat(said(fails(1, DockerCommands.rename(none, name("other"))))).contains(unknown);
        ok(compose.scale(Map.of("two", 1), false));
        CommandResult both = fails(1, DockerCommands.inspect(List.of(name("two-1"), none)));
        // no word on the tail here: the found one's many lines may push the error out of it
        assertThat(ContainerState.parse(both.stdout())).hasSize(1);
        assertThat(said(fails(1, DockerCommands.inspect(words)))).contains(unknown);
        CommandResult removed = ok(DockerCommands.removeByForce(List.of(none, name("two-1"))));
        assertThat(removed.stdout().trim()).isEqualTo(name("two-1"));
        assertThat(ids()).isEmpty();
    }

    @Test
    void stateDecidesWhatCanBeDone() throws Exception {
        ok(compose.scale(Map.of("two", 1), true));
        String two = name("two-1");
        assertThat(said(fails(1, DockerCommands.remove(List.of(two)))))
                .containsIgnoringCase("stop the container before");
        ok(DockerCommands.start(List.of(two)));
        ok(DockerCommands.exec(two, "true"));
        fails(1, DockerCommands.exec(two, "false"));
        CommandResult missing = shell.run(DockerCommands.exec(two, "celery", "--version"));
        assertThat(missing.exitCode()).isIn(126, 127);
        assertThat(said(missing)).contains("executable file not found in $PATH");
        ok(DockerCommands.stop(Duration.ofSeconds(5), List.of(two)));
        ok(DockerCommands.stop(Duration.ofSeconds(5), List.of(two)));
        assertThat(said(fails(1, DockerCommands.exec(two, "true")))).contains("is not running");
        assertThat(said(fails(1, DockerCommands.kill("TERM", two)))).contains("is not running");
        ok(DockerCommands.remove(List.of(two)));
        assertThat(ids()).isEmpty();
    }

    @Test
    void containerThatWasSentItsStopSignalStaysDown() throws Exception {
        ok(compose.scale(Map.of("one", 1), true));
        until(() -> inspect("one-1").ready());
        ok(DockerCommands.kill("TERM", name("one-1")));
        until(() -> inspect("one-1").state().equals("exited"));
        pass(Duration.ofSeconds(1));
        assertThat(inspect("one-1").state()).isEqualTo("exited");
        assertThat(inspect("one-1").restartCount()).isZero();
    }

    @Test
    void containerThatEndsByItselfIsStartedAgainByItsPolicyAlone() throws Exception {
        ok(compose.scale(Map.of("ends", 1, "once", 1), true));
        until(() -> inspect("once-1").state().equals("exited"));
        // the engine waits longer each time: by now long enough to look at it
        until(
                () -> {
                    ContainerState ends = inspect("ends-1");
                    return ends.state().equals("restarting") && ends.restartCount() > 5;
                });
        assertThat(inspect("ends-1").addresses()).isEmpty();
        ContainerState once = inspect("once-1");
        assertThat(once.state()).isEqualTo("exited");
        assertThat(once.exitCode()).isEqualTo(1);
        assertThat(once.restartCount()).isZero();
        // the engine counts one that it is about to start as one that runs
        assertThat(ok(DockerCommands.runningContainers()).stdout())
                .contains(inspect("ends-1").id())
                .doesNotContain(once.id());
        assertThat(said(fails(1, DockerCommands.exec(name("ends-1"), "true"))))
                .containsAnyOf("is restarting, wait until", "is not running");
        ok(DockerCommands.stop(Duration.ofSeconds(1), List.of(name("ends-1"))));
        pass(Duration.ofSeconds(1));
        assertThat(inspect("ends-1").state()).isEqualTo("exited");
        assertThat(inspect("ends-1").exitCode()).isEqualTo(1);
        ok(DockerCommands.removeByForce(List.of(name("ends-1"))));
    }

    @Test
    void listIsOfOneProjectNewestFirst() throws Exception {
        ok(compose.scale(Map.of("one", 1), true));
        ok(compose.scale(Map.of("two", 1), false));
        assertThat(ids()).containsExactly(inspect("two-1").id(), inspect("one-1").id());
        assertThat(ok(DockerCommands.containersOf(project, Optional.of("two"))).stdout().trim())
                .isEqualTo(inspect("two-1").id());
        assertThat(ok(DockerCommands.containersOf(project + "x", Optional.empty())).stdout())
                .isEmpty();
        assertThat(ok(DockerCommands.runningContainers()).stdout())
                .contains(inspect("one-1").id())
                .doesNotContain(inspect("two-1").id());
    }

    @Test
    void nameIsTakenOnce() throws Exception {
        ok(compose.scale(Map.of("two", 2), false));
        assertThat(said(fails(1, DockerCommands.rename(name("two-1"), name("two-2")))))
                .contains("name \"/" + name("two-2") + "\" is already in use");
        ok(DockerCommands.rename(name("two-1"), name("kept")));
        // Compose goes by labels, not by names
        ok(compose.scale(Map.of("two", 3), false));
        assertThat(states().keySet()).containsExactly("kept", "two-2", "two-3");
    }

    @Test
    void oneOffContainer() throws Exception {
        ok(compose.run(name("job"), "two", List.of("true")));
        assertThat(ids()).isEmpty();
        fails(1, compose.run(name("job"), "two", List.of("false")));
        assertThat(ids()).isEmpty();
        CommandResult said =
                ok(compose.run(name("job"), "two", false, List.of("echo", "first of all")));
        assertThat(said.stdout().trim()).isEqualTo("first of all");
        ContainerState job = inspect("job");
        assertThat(job.state()).isEqualTo("exited");
        assertThat(job.oneOff()).isTrue();
        assertThat(job.service()).isEqualTo("two");
        assertThat(job.project()).isEqualTo(project);
        assertThat(ids()).containsExactly(job.id());
        assertThat(ok(DockerCommands.logs(name("job"), 1)).stdout().trim())
                .isEqualTo("first of all");
        assertThat(said(fails(1, compose.run(name("job"), "two", List.of("true")))))
                .contains("name \"/" + name("job") + "\" is already in use");
        // it is no replica
        ok(compose.scale(Map.of("two", 1), false));
        assertThat(states()).isEqualTo(Map.of("job", "exited", "two-1", "created"));
    }

    @Test
    void imagesAndTheirNames() throws Exception {
        ImageReference name = ImageReference.parse("erp-release/" + project + ":one");
        ok(DockerCommands.tag(IMAGE, name));
        String id = imageId(name.toString());
        assertThat(id).isEqualTo(imageId(IMAGE)).startsWith("sha256:");
        assertThat(imageId(id)).isEqualTo(id);
        assertThat(ok(DockerCommands.removeImage(name.toString())).stdout())
                .contains("Untagged: " + name);
        assertThat(said(fails(1, DockerCommands.removeImage(name.toString()))))
                .contains("No such image: " + name);
        CommandResult none = fails(1, DockerCommands.imageInspect(name.toString()));
        assertThat(none.stdout().trim()).isEqualTo("[]");
        assertThat(said(none)).contains("No such image: " + name);
        assertThat(said(fails(1, DockerCommands.tag(name.toString(), name))))
                .contains("No such image: " + name);
        assertThat(imageId(IMAGE)).isEqualTo(id);
    }

    @Test
    void filesAreWrittenWhereTheirDirectoryCanBe() throws Exception {
        Command in = Command.of("install", "-D", "-m", "0600", "/dev/stdin", path + "/a/b/f");
        ok(in.withStdin("hi\n"));
        assertThat(ok("cat", path + "/a/b/f").stdout()).isEqualTo("hi\n");
        said(
                1,
                "cannot stat '" + path + "/n': No such file",
                "install",
                "-D",
                "-m",
                "0644",
                path + "/n",
                path + "/x");
        said(
                1,
                "Not a directory",
                "install",
                "-D",
                "-m",
                "0644",
                path + "/c.yml",
                path + "/a/b/f/x");
        ok("tee", "-a", path + "/t");
        ok(Command.of("tee", "-a", path + "/t").withStdin("one\n"));
        assertThat(ok(Command.of("tee", "-a", path + "/t").withStdin("two\n")).stdout())
                .isEqualTo("two\n");
        assertThat(ok("cat", path + "/t").stdout()).isEqualTo("one\ntwo\n");
        said(1, "tee: " + path + "/n/t: No such file or directory", "tee", "-a", path + "/n/t");
        said(1, "tee: " + path + "/a: Is a directory", "tee", "-a", path + "/a");
        said(1, "cat: " + path + "/n: No such file or directory", "cat", path + "/n");
        said(1, "cat: " + path + "/a: Is a directory", "cat", path + "/a");
        said(1, "cat: " + path + "/t/x: Not a directory", "cat", path + "/t/x");
        said(1, "File exists", "mkdir", "-p", "-m", "0700", path + "/t");
        said(1, "Not a directory", "mkdir", "-p", "-m", "0700", path + "/t/x");
        ok("mkdir", "-p", "-m", "0700", path + "/d/e", path + "/d2");
        ok("mkdir", "-p", "-m", "0700", path + "/d/e");
        assertThat(ok("ls", "-1A", path).stdout().lines())
                .containsExactly("a", "c.yml", "d", "d2", "t");
        assertThat(ok("ls", "-1A", path + "/t").stdout().trim()).isEqualTo(path + "/t");
        assertThat(ok("ls", "-1A", path + "/d2").stdout()).isEmpty();
        said(2, "'" + path + "/n': No such file or directory", "ls", "-1A", path + "/n");
        said(2, "'" + path + "/t/x': Not a directory", "ls", "-1A", path + "/t/x");
    }

    @Test
    void renamingAndCopyingNeverMixFilesAndDirectories() throws Exception {
        ok("mkdir", "-p", "-m", "0700", path + "/d/e", path + "/empty");
        ok(Command.of("tee", "-a", path + "/t").withStdin("text"));
        said(
                1,
                "mv: cannot stat '" + path + "/n': No such file",
                "mv",
                "-fT",
                path + "/n",
                path + "/x");
        said(1, "No such file or directory", "mv", "-fT", path + "/t", path + "/n/x");
        said(1, "with non-directory", "mv", "-fT", path + "/t", path + "/d");
        said(1, "cannot overwrite non-directory", "mv", "-fT", path + "/d", path + "/t");
        said(1, "Directory not empty", "mv", "-fT", path + "/empty", path + "/d");
        ok("mv", "-fT", path + "/d", path + "/empty");
        ok("test", "-e", path + "/empty/e");
        fails(1, Command.of("test", "-e", path + "/d"));
        fails(1, Command.of("test", "-e", path + "/t/x"));
        ok("mv", "-fT", path + "/t", path + "/t2");
        ok("cp", "-fT", path + "/t2", path + "/t3");
        assertThat(ok("cat", path + "/t3").stdout()).isEqualTo("text");
        said(
                1,
                "cp: cannot stat '" + path + "/t': No such file",
                "cp",
                "-fT",
                path + "/t",
                path + "/x");
        said(1, "No such file or directory", "cp", "-fT", path + "/t2", path + "/n/x");
        said(1, "omitting directory", "cp", "-fT", path + "/empty", path + "/x");
        said(1, "with non-directory", "cp", "-fT", path + "/t2", path + "/empty");
        ok("rm", "-rf", path + "/n", path + "/t2/x", path + "/empty");
        assertThat(ok("ls", "-1A", path).stdout().lines()).containsExactly("c.yml", "t2", "t3");
    }

    @Test
    void archivesClocksAndSpace() throws Exception {
        byte[] tar =
                Tar.of(
                        List.of(
                                new Tar.Entry(
                                        "config/nginx.conf",
                                        "0644",
                                        "events {}\n".getBytes(StandardCharsets.UTF_8))));
        ok(Command.of("tar", "-xpf", "-", "-C", path).withStdin(tar));
        assertThat(ok("cat", path + "/config/nginx.conf").stdout()).isEqualTo("events {}\n");
        Command elsewhere = Command.of("tar", "-xpf", "-", "-C", path + "/n").withStdin(tar);
        assertThat(said(fails(2, elsewhere))).contains("No such file or directory");
        Command none = Command.of("tar", "-xpf", "-", "-C", path).withStdin("no archive\n");
        assertThat(said(fails(2, none))).contains("does not look like a tar archive");
        assertThat(ok("df", "-B1", "--output=avail", path).stdout().lines().toList().get(1).trim())
                .matches("[0-9]+");
        said(1, "df: " + path + "/n: No such file", "df", "-B1", "--output=avail", path + "/n");
        long before = Long.parseLong(ok("date", "+%s").stdout().trim());
        pass(Duration.ofSeconds(2));
        assertThat(Long.parseLong(ok("date", "+%s").stdout().trim())).isGreaterThan(before);
    }

    @Test
    void aScratchDirectoryHasItsFilesAndGoesWithItsCommand() throws Exception {
        Scratch scratch = new Scratch(shell, List.of(Tar.Entry.of("compose.yml", "0600", COMPOSE)));
        ComposeCommands there =
                new ComposeCommands(
                        project, List.of("compose.yml"), Optional.empty(), Optional.of(path));
        String json = scratch.run(there.config()).orThrow().stdout();
        assertThat(ComposeProject.parse(json).services()).containsKey("one");
        String own = scratch.directory().orElseThrow();
        fails(1, Command.of("test", "-e", own));
    }

    private void write(String text) throws Exception {
        ok(
                Command.of("install", "-D", "-m", "0600", "/dev/stdin", path + "/c.yml")
                        .withStdin(text));
    }

    private String name(String end) {
        return project + "-" + end;
    }

    private List<String> ids() throws Exception {
        return ok(DockerCommands.containersOf(project, Optional.empty())).stdout().lines().toList();
    }

    private ContainerState inspect(String end) throws Exception {
        String json = ok(DockerCommands.inspect(List.of(name(end)))).stdout();
        return ContainerState.parse(json).get(0);
    }

    /** State by name, all of the project. */
    private Map<String, String> states() throws Exception {
        Map<String, String> states = new TreeMap<>();
        String json = ok(DockerCommands.inspect(ids())).stdout();
        for (ContainerState c : ContainerState.parse(json)) {
            states.put(c.name().substring(project.length() + 1), c.state());
        }
        return states;
    }

    private Map<String, String> hashes() throws Exception {
        Map<String, String> hashes = new TreeMap<>();
        for (String line : ok(compose.compose("config", "--hash", "*")).stdout().lines().toList()) {
            hashes.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
        }
        return hashes;
    }

    private String imageId(String name) throws Exception {
        String json = ok(DockerCommands.imageInspect(name)).stdout();
        return new ObjectMapper().readTree(json).at("/0/Id").asText();
    }

    private CommandResult ok(String... argv) throws Exception {
        return ok(Command.of(argv));
    }

    private CommandResult ok(Command command) throws Exception {
        return fails(0, command);
    }

    private CommandResult fails(int exitCode, Command command) throws Exception {
        CommandResult result = shell.run(command);
        assertThat(result.exitCode()).as(command + ": " + result.tail()).isEqualTo(exitCode);
        return result;
    }

    private void said(int exitCode, String text, String... argv) throws Exception {
        assertThat(said(fails(exitCode, Command.of(argv)))).contains(text);
    }

    private static String said(CommandResult result) {
        return String.join("\n", result.tail());
    }

    private void until(Callable<Boolean> done) throws Exception {
        for (int i = 0; i < 150; i++) {
            if (done.call()) {
                return;
            }
            pass(Duration.ofMillis(200));
        }
        fail("it never came to that");
    }
}
