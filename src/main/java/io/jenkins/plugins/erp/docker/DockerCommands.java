package io.jenkins.plugins.erp.docker;

import io.jenkins.plugins.erp.shell.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Builds {@code docker} commands; runs nothing. Words from outside are checked, and an {@link
 * IllegalArgumentException} names the one that is refused.
 */
public final class DockerCommands {
    private static final Duration TRANSFER = Duration.ofMinutes(30);

    /** Whatever the line between two machines is. */
    private static final Duration OVER_SSH = Duration.ofHours(2);

    private static final Duration QUICK = Duration.ofSeconds(30);

    private DockerCommands() {}

    /** Versions of client and engine as one JSON object; fails when no engine answers. */
    public static Command version() {
        return docker("version", "--format", "{{json .}}").withTimeout(QUICK);
    }

    /** Compose's version, such as {@code 2.26.1}. */
    public static Command composeVersion() {
        return docker("compose", "version", "--short").withTimeout(QUICK);
    }

    /** The version of the old standalone {@code docker-compose}. */
    public static Command composeV1Version() {
        return Command.of("docker-compose", "version", "--short").withTimeout(QUICK);
    }

    /** Whether buildx is there. */
    public static Command buildxVersion() {
        return docker("buildx", "version").withTimeout(QUICK);
    }

    /** The engine's settings as one JSON object. */
    public static Command info() {
        return docker("info", "--format", "{{json .}}").withTimeout(QUICK);
    }

    /** Logs in; the password goes by standard input. */
    public static Command login(RegistryLogin login) {
        if (login.username().isBlank() || login.username().startsWith("-")) {
            throw new IllegalArgumentException(
                    "\"" + login.username() + "\" is not a registry's user name");
        }
        List<String> words =
                new ArrayList<>(
                        List.of("login", "--username", login.username(), "--password-stdin"));
        if (!login.server().isEmpty()) {
            words.add(Words.server(login.server()));
        }
        return docker(words)
                .withStdin(login.password())
                .withSecret(login.password())
                .withTimeout(Duration.ofMinutes(1));
    }

    /** Forgets a login. */
    public static Command logout(RegistryLogin login) {
        return login.server().isEmpty()
                ? docker("logout")
                : docker("logout", Words.server(login.server()));
    }

    /** Fetches an image. */
    public static Command pull(ImageReference image) {
        return docker("pull", image.toString()).withTimeout(TRANSFER);
    }

    /** Sends an image to its registry. */
    public static Command push(ImageReference image) {
        return docker("push", image.toString()).withTimeout(TRANSFER);
    }

    /** Gives an image another name. */
    public static Command tag(String idOrReference, ImageReference name) {
        return docker("tag", imageOrId(idOrReference), name.toString());
    }

    /** Images as a JSON array; fails when one is not there. */
    public static Command imageInspect(String... idsOrReferences) {
        List<String> words = new ArrayList<>(List.of("image", "inspect"));
        for (String one : idsOrReferences) {
            words.add(imageOrId(one));
        }
        return docker(words).withTimeout(QUICK);
    }

    /** Removes an image's name, and the image when it was the last. */
    public static Command removeImage(String idOrReference) {
        return docker("image", "rm", imageOrId(idOrReference));
    }

    /** Writes an image to a tar file. */
    public static Command save(ImageReference image, String file) {
        return docker("save", "--output", Words.path(file), image.toString()).withTimeout(TRANSFER);
    }

    /** Prints an image as a tar archive. */
    public static Command save(String idOrReference) {
        return docker("save", imageOrId(idOrReference)).withTimeout(OVER_SSH);
    }

    /** Reads images from an archive on standard input, compressed or not. */
    public static Command load() {
        return docker("load").withTimeout(OVER_SSH);
    }

    /** Ids of all images, one a line. */
    public static Command imageIds() {
        return docker("image", "ls", "--all", "--no-trunc", "--quiet").withTimeout(QUICK);
    }

    /**
     * The layers of images, from the lowest, one JSON array a line; those that are gone are left
     * out, with exit code 1.
     */
    public static Command imageLayers(List<String> ids) {
        List<String> words =
                new ArrayList<>(List.of("image", "inspect", "--format", "{{json .RootFS.Layers}}"));
        for (String id : ids) {
            words.add(imageOrId(id));
        }
        return docker(words).withTimeout(QUICK);
    }

    /** Reads images from a tar file. */
    public static Command load(String file) {
        return docker("load", "--input", Words.path(file)).withTimeout(TRANSFER);
    }

    /**
     * Builds an image with BuildKit.
     *
     * @param buildx whether {@code docker buildx build} is there; else {@code docker build} with
     *     {@code DOCKER_BUILDKIT=1}
     */
    public static Command build(ImageBuild build, boolean buildx) {
        List<String> words =
                new ArrayList<>(buildx ? List.of("buildx", "build") : List.of("build"));
        words.addAll(List.of("--progress", "plain", "--file", Words.path(build.dockerfile())));
        build.target().ifPresent(t -> words.addAll(List.of("--target", Words.buildWord(t))));
        build.tags().forEach(t -> words.addAll(List.of("--tag", t.toString())));
        new TreeMap<>(build.args())
                .forEach(
                        (k, v) ->
                                words.addAll(List.of("--build-arg", Words.variable(k) + "=" + v)));
        new TreeMap<>(build.labels())
                .forEach((k, v) -> words.addAll(List.of("--label", labelKey(k) + "=" + v)));
        new TreeMap<>(build.secrets())
                .forEach(
                        (id, variable) ->
                                words.addAll(
                                        List.of(
                                                "--secret",
                                                "id="
                                                        + Words.buildWord(id)
                                                        + ",env="
                                                        + Words.variable(variable))));
        if (!build.platforms().isEmpty()) {
            build.platforms().forEach(Words::buildWord);
            words.addAll(List.of("--platform", String.join(",", build.platforms())));
        }
        if (build.pull()) {
            words.add("--pull");
        }
        if (buildx) {
            words.add(build.push() ? "--push" : "--load");
            build.metadataFile()
                    .ifPresent(f -> words.addAll(List.of("--metadata-file", Words.path(f))));
        }
        words.add(Words.path(build.context()));
        Command command = docker(words).withTimeout(build.timeout());
        return buildx ? command : command.withEnv("DOCKER_BUILDKIT", "1");
    }

    /** The digest that a registry gives for an image's name, for images not kept locally. */
    public static Command remoteDigest(ImageReference image) {
        return docker(
                "buildx",
                "imagetools",
                "inspect",
                "--format",
                "{{.Manifest.Digest}}",
                image.toString());
    }

    /** Containers as a JSON array; fails when one is not there, after printing the others. */
    public static Command inspect(List<String> containers) {
        return docker(named(List.of("container", "inspect"), containers)).withTimeout(QUICK);
    }

    /**
     * Ids of a Compose project's containers, one a line, running or not.
     *
     * @param service only this one's
     */
    public static Command containersOf(String project, Optional<String> service) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "ps",
                                "--all",
                                "--no-trunc",
                                "--quiet",
                                "--filter",
                                "label=com.docker.compose.project=" + Words.project(project)));
        service.ifPresent(
                s ->
                        words.addAll(
                                List.of(
                                        "--filter",
                                        "label=com.docker.compose.service=" + Words.service(s))));
        return docker(words).withTimeout(QUICK);
    }

    /** Ids of all containers that run, one a line. */
    public static Command runningContainers() {
        return docker("ps", "--no-trunc", "--quiet").withTimeout(QUICK);
    }

    /** Starts stopped containers. */
    public static Command start(List<String> containers) {
        return docker(named(List.of("start"), containers)).withTimeout(Duration.ofMinutes(2));
    }

    /** SIGTERM, and SIGKILL after the grace (whole seconds). */
    public static Command stop(Duration grace, List<String> containers) {
        List<String> words = List.of("stop", "-t", Long.toString(grace.toSeconds()));
        return docker(named(words, containers)).withTimeout(grace.plus(Duration.ofMinutes(1)));
    }

    /** Sends a signal, such as {@code TERM}. */
    public static Command kill(String signal, String container) {
        return docker("kill", "--signal", Words.variable(signal), Words.name(container))
                .withTimeout(QUICK);
    }

    /** Removes stopped containers. */
    public static Command remove(List<String> containers) {
        return docker(named(List.of("rm"), containers)).withTimeout(Duration.ofMinutes(2));
    }

    /** Removes containers, killing those that run. */
    public static Command removeByForce(List<String> containers) {
        return docker(named(List.of("rm", "--force"), containers))
                .withTimeout(Duration.ofMinutes(2));
    }

    /** Gives a container another name. */
    public static Command rename(String container, String name) {
        return docker("rename", Words.name(container), Words.name(name)).withTimeout(QUICK);
    }

    /** Waits for containers to end, and prints their exit codes. */
    public static Command await(String container) {
        return docker("wait", Words.name(container));
    }

    /** Runs a program in a container, without terminal and input. */
    public static Command exec(String container, List<String> argv) {
        List<String> words = new ArrayList<>(List.of("exec", Words.name(container)));
        words.addAll(argv);
        return docker(words);
    }

    /** Runs a program in a container, without terminal and input. */
    public static Command exec(String container, String... argv) {
        return exec(container, Arrays.asList(argv));
    }

    /** Runs a program in a container and feeds it text. */
    public static Command execWithInput(String container, String input, List<String> argv) {
        List<String> words =
                new ArrayList<>(List.of("exec", "--interactive", Words.name(container)));
        words.addAll(argv);
        return docker(words).withStdin(input);
    }

    /** The last lines a container printed. */
    public static Command logs(String container, int lines) {
        return docker("logs", "--tail", Integer.toString(lines), Words.name(container))
                .withTimeout(QUICK);
    }

    /** Copies a file or directory out of a container. */
    public static Command copyFrom(String container, String path, String to) {
        return docker("cp", Words.name(container) + ":" + path, Words.path(to))
                .withTimeout(TRANSFER);
    }

    /** Copies a file or directory into a container. */
    public static Command copyTo(String from, String container, String path) {
        return docker("cp", Words.path(from), Words.name(container) + ":" + path)
                .withTimeout(TRANSFER);
    }

    /** Joins a container to a network under further names. */
    public static Command connect(String network, String container, List<String> aliases) {
        List<String> words = new ArrayList<>(List.of("network", "connect"));
        aliases.forEach(a -> words.addAll(List.of("--alias", Words.service(a))));
        words.addAll(List.of(Words.name(network), Words.name(container)));
        return docker(words).withTimeout(QUICK);
    }

    /** Takes a container off a network. */
    public static Command disconnect(String network, String container) {
        return docker("network", "disconnect", Words.name(network), Words.name(container))
                .withTimeout(QUICK);
    }

    /** Removes volumes. */
    public static Command removeVolumes(List<String> volumes) {
        return docker(named(List.of("volume", "rm"), volumes)).withTimeout(QUICK);
    }

    private static List<String> named(List<String> words, List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("docker " + String.join(" ", words) + " of nothing");
        }
        List<String> all = new ArrayList<>(words);
        names.forEach(n -> all.add(Words.name(n)));
        return all;
    }

    private static String imageOrId(String text) {
        return text.matches("(?:sha256:)?[0-9a-f]{12,64}")
                ? text
                : ImageReference.parse(text).toString();
    }

    private static String labelKey(String key) {
        if (!key.matches("[A-Za-z0-9][A-Za-z0-9._/-]*")) {
            throw new IllegalArgumentException("\"" + key + "\" is not a label's name");
        }
        return key;
    }

    private static Command docker(String... words) {
        return docker(Arrays.asList(words));
    }

    private static Command docker(List<String> words) {
        List<String> argv = new ArrayList<>();
        argv.add("docker");
        argv.addAll(words);
        return Command.of(argv);
    }
}
