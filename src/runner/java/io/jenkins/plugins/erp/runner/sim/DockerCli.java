package io.jenkins.plugins.erp.runner.sim;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code docker} program on a simulated engine. */
final class DockerCli {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "28.2.2";
    private static final long QUICK = 40;
    static final String NO_SPACE = "write /var/lib/docker: no space left on device";

    private final SimEngine engine;
    private final Programs programs;
    private final ComposeCli compose;

    DockerCli(SimEngine engine) {
        this.engine = engine;
        this.programs = new Programs(engine);
        this.compose = new ComposeCli(engine, programs);
    }

    ComposeCli compose() {
        return compose;
    }

    Answer run(List<String> argv, byte[] stdin, Optional<String> directory) {
        if (argv.size() < 2) {
            throw new UnknownCommandException(argv);
        }
        engine.takes(QUICK);
        return switch (argv.get(1)) {
            case "compose" -> compose.run(argv, stdin, directory);
            case "version" ->
                    Answer.ok(
                            "{\"Client\":{\"Version\":\""
                                    + VERSION
                                    + "\"},\"Server\":{\"Version\":\""
                                    + VERSION
                                    + "\",\"Os\":\"linux\",\"Arch\":\"amd64\"}}\n");
            case "info" ->
                    Answer.ok("{\"ServerVersion\":\"" + VERSION + "\",\"OSType\":\"linux\"}\n");
            case "buildx" -> Answer.fail(1, "docker: 'buildx' is not a docker command.");
            case "login", "logout" -> Answer.ok("Login Succeeded\n");
            case "pull" -> pull(argv);
            case "tag" -> tag(argv);
            case "image" -> image(argv);
            case "load" -> load(stdin);
            case "ps" -> ps(argv);
            case "container", "inspect" -> inspect(argv);
            case "create" -> create(argv);
            case "start", "stop", "rm", "kill" -> each(argv);
            case "rename" -> rename(argv);
            case "exec" -> exec(argv, stdin);
            case "logs" -> logs(argv);
            case "top" -> top(argv);
            case "cp" -> copy(argv);
            default -> throw new UnknownCommandException(argv);
        };
    }

    private Answer pull(List<String> argv) {
        Flags flags = Flags.parse(argv, 2, Set.of("--quiet"), Set.of());
        String reference = flags.rest().get(0);
        Optional<SimImage> found = engine.registry.find(reference);
        if (found.isEmpty()) {
            return Answer.fail(
                    1,
                    "Error response from daemon: manifest for "
                            + reference
                            + " not found: manifest unknown: manifest unknown");
        }
        boolean there = engine.images.containsKey(reference);
        if (!there && engine.files.isFull()) {
            return Answer.fail(1, "failed to register layer: " + NO_SPACE);
        }
        engine.takes(there ? 200 : 2500);
        engine.keep(reference, found.get());
        return Answer.ok(
                "Digest: "
                        + found.get().digest()
                        + "\nStatus: "
                        + (there ? "Image is up to date for " : "Downloaded newer image for ")
                        + reference
                        + "\n"
                        + reference
                        + "\n");
    }

    private Answer tag(List<String> argv) {
        Optional<SimImage> found = engine.image(argv.get(2));
        if (found.isEmpty()) {
            return Answer.fail(1, "Error response from daemon: No such image: " + argv.get(2));
        }
        engine.images.put(argv.get(3), found.get());
        return Answer.ok("");
    }

    private Answer load(byte[] archive) {
        engine.takes(1500);
        return SimArchive.load(archive, engine);
    }

    private Answer layers(List<String> ids) {
        List<String> lines = new ArrayList<>();
        for (String id : ids) {
            engine.image(id)
                    .ifPresent(i -> lines.add("[\"" + String.join("\",\"", i.layers()) + "\"]"));
        }
        return Answer.lines(lines);
    }

    private Answer image(List<String> argv) {
        if (argv.subList(2, argv.size()).equals(List.of("ls", "--all", "--no-trunc", "--quiet"))) {
            return Answer.lines(
                    engine.images.values().stream().map(SimImage::id).distinct().toList());
        }
        if (argv.size() > 4
                && argv.subList(2, 5)
                        .equals(List.of("inspect", "--format", "{{json .RootFS.Layers}}"))) {
            return layers(argv.subList(5, argv.size()));
        }
        switch (argv.get(2)) {
            case "inspect" -> {
                ArrayNode all = JSON.createArrayNode();
                StringBuilder missing = new StringBuilder();
                for (String reference : argv.subList(3, argv.size())) {
                    Optional<SimImage> found = engine.image(reference);
                    if (found.isPresent()) {
                        all.add(describe(found.get()));
                    } else {
                        missing.append("Error response from daemon: No such image: ")
                                .append(reference)
                                .append('\n');
                    }
                }
                return new Answer(missing.isEmpty() ? 0 : 1, all + "\n", missing.toString());
            }
            case "rm" -> {
                String reference = argv.get(argv.size() - 1);
                return engine.images.remove(reference) == null
                        ? Answer.fail(1, "Error response from daemon: No such image: " + reference)
                        : Answer.ok("Untagged: " + reference + "\n");
            }
            default -> throw new UnknownCommandException(argv);
        }
    }

    private ObjectNode describe(SimImage image) {
        ObjectNode node = JSON.createObjectNode().put("Id", image.id());
        ArrayNode tags = node.putArray("RepoTags");
        ArrayNode digests = node.putArray("RepoDigests");
        engine.images.forEach(
                (name, one) -> {
                    if (one.equals(image)) {
                        (name.contains("@") ? digests : tags).add(name);
                    }
                });
        ObjectNode config = node.putObject("Config");
        config.put("WorkingDir", image.app().isPresent() ? "/app" : "");
        if (image.app().isPresent()) {
            SimContainer.WEB_COMMAND.forEach(config.putArray("Cmd")::add);
        }
        image.labels().forEach(config.putObject("Labels")::put);
        image.layers().forEach(node.putObject("RootFS").putArray("Layers")::add);
        return node;
    }

    private Answer ps(List<String> argv) {
        Flags flags =
                Flags.parse(argv, 2, Set.of("--all", "--no-trunc", "--quiet"), Set.of("--filter"));
        if (!flags.has("--quiet") || !flags.has("--no-trunc")) {
            throw new UnknownCommandException(argv);
        }
        List<Map.Entry<String, String>> labels = new ArrayList<>();
        for (String filter : flags.all("--filter")) {
            String[] parts = filter.split("=", 3);
            if (parts.length != 3 || !parts[0].equals("label")) {
                throw new UnknownCommandException(argv);
            }
            labels.add(Map.entry(parts[1], parts[2]));
        }
        List<String> ids = new ArrayList<>();
        for (SimContainer c : engine.containers.values()) {
            if ((flags.has("--all") || c.kept(engine.now()))
                    && c.labels.entrySet().containsAll(labels)) {
                // newest first
                ids.add(0, c.id);
            }
        }
        return Answer.lines(ids);
    }

    private Answer inspect(List<String> argv) {
        int from = argv.get(1).equals("container") ? 3 : 2;
        if (from == 3 && !argv.get(2).equals("inspect")) {
            throw new UnknownCommandException(argv);
        }
        List<String> all = new ArrayList<>();
        StringBuilder missing = new StringBuilder();
        for (String word : argv.subList(from, argv.size())) {
            Optional<SimContainer> found = engine.container(word);
            if (found.isPresent()) {
                all.add(engine.inspect(found.get(), JSON));
            } else {
                missing.append(noSuch(word)).append('\n');
            }
        }
        return new Answer(
                missing.isEmpty() ? 0 : 1, "[" + String.join(",", all) + "]\n", missing.toString());
    }

    private Answer each(List<String> argv) {
        Flags flags =
                Flags.parse(
                        argv, 2, Set.of("--force", "-f"), Set.of("-t", "--timeout", "--signal"));
        boolean force = flags.has("--force") || flags.has("-f");
        String verb = argv.get(1);
        StringBuilder done = new StringBuilder();
        StringBuilder wrong = new StringBuilder();
        List<String> not = new ArrayList<>();
        for (String word : flags.rest()) {
            Optional<SimContainer> found = engine.container(word);
            if (found.isEmpty()) {
                wrong.append(
                                verb.equals("kill")
                                        ? cannotKill(word, "No such container: " + word)
                                        : noSuch(word))
                        .append('\n');
                not.add(word);
                continue;
            }
            SimContainer c = found.get();
            switch (verb) {
                case "start" -> engine.start(c);
                case "stop", "kill" -> {
                    if (verb.equals("kill") && !c.kept(engine.now())) {
                        wrong.append(cannotKill(word, "container " + c.id + " is not running"))
                                .append('\n');
                        not.add(word);
                        continue;
                    }
                    if (c.up()) {
                        engine.takes(c.kind == SimContainer.Kind.WORKER ? 900 : 400);
                    }
                    engine.stop(c);
                }
                default -> {
                    if (c.kept(engine.now()) && !force) {
                        not.add(word);
                        wrong.append("Error response from daemon: cannot remove container \"/")
                                .append(c.name)
                                .append(
                                        "\": container is running: stop the container before removing or force remove\n");
                        continue;
                    }
                    engine.stop(c);
                    engine.containers.remove(c.id);
                }
            }
            done.append(word).append('\n');
        }
        if (verb.equals("start") && !not.isEmpty()) {
            wrong.append("Error: failed to start containers: ")
                    .append(String.join(", ", not))
                    .append('\n');
        }
        // by force, one that is not there is as good as removed
        boolean ok = not.isEmpty() || (verb.equals("rm") && force);
        return new Answer(ok ? 0 : 1, done.toString(), wrong.toString());
    }

    private static String cannotKill(String word, String why) {
        return "Error response from daemon: Cannot kill container: " + word + ": " + why;
    }

    /* Of no project: the maintenance page. */
    private Answer create(List<String> argv) {
        Flags flags =
                Flags.parse(
                        argv,
                        2,
                        Set.of("--no-healthcheck"),
                        Set.of(
                                "--name",
                                "--pull",
                                "--network",
                                "--label",
                                "--cap-drop",
                                "--security-opt",
                                "--entrypoint"));
        String name = flags.value("--name").orElseThrow();
        String reference = flags.rest().get(0);
        Optional<SimImage> image = engine.image(reference);
        if (image.isEmpty()) {
            return Answer.fail(1, "Error response from daemon: No such image: " + reference);
        }
        if (engine.container(name).isPresent()) {
            return Answer.fail(1, ComposeCli.conflict(name));
        }
        ObjectNode spec = JSON.createObjectNode().put("image", reference);
        flags.all("--entrypoint").forEach(spec.putArray("entrypoint")::add);
        flags.rest().stream().skip(1).forEach(spec.putArray("command")::add);
        spec.putObject("networks").putObject(flags.value("--network").orElseThrow());
        return Answer.ok(engine.create(name, image.get(), spec).id + "\n");
    }

    private Answer rename(List<String> argv) {
        Optional<SimContainer> found = engine.container(argv.get(2));
        if (found.isEmpty()) {
            return Answer.fail(
                    1,
                    noSuch(argv.get(2))
                            + "\nError: failed to rename container named "
                            + argv.get(2));
        }
        if (engine.container(argv.get(3)).isPresent()) {
            return Answer.fail(1, ComposeCli.conflict(argv.get(3)));
        }
        found.get().name = argv.get(3);
        return Answer.ok("");
    }

    private Answer exec(List<String> argv, byte[] stdin) {
        Flags flags = Flags.parse(argv, 2, Set.of("--interactive", "-i"), Set.of("--user", "-u"));
        String word = flags.rest().get(0);
        Optional<SimContainer> found = engine.container(word);
        if (found.isEmpty()) {
            return Answer.fail(1, noSuch(word));
        }
        if (!found.get().running(engine.now())) {
            return Answer.fail(
                    1,
                    "Error response from daemon: container "
                            + found.get().id
                            + (found.get().kept(engine.now())
                                    ? " is restarting, wait until the container is running"
                                    : " is not running"));
        }
        boolean fed = flags.has("--interactive") || flags.has("-i");
        return programs.run(
                found.get(),
                flags.rest().subList(1, flags.rest().size()),
                fed ? stdin : new byte[0]);
    }

    private Answer logs(List<String> argv) {
        Flags flags = Flags.parse(argv, 2, Set.of(), Set.of("--tail"));
        String word = flags.rest().get(0);
        Optional<SimContainer> found = engine.container(word);
        if (found.isEmpty()) {
            return Answer.fail(1, noSuch(word));
        }
        List<String> log = found.get().log;
        int tail = Integer.parseInt(flags.value("--tail").orElse("100"));
        return Answer.lines(log.subList(Math.max(0, log.size() - tail), log.size()));
    }

    private Answer top(List<String> argv) {
        if (!argv.subList(3, argv.size()).equals(List.of("-eo", "pid,args"))) {
            throw new UnknownCommandException(argv);
        }
        Optional<SimContainer> found = engine.container(argv.get(2));
        if (found.isEmpty() || !found.get().running(engine.now())) {
            return Answer.fail(1, "Error response from daemon: container is not running");
        }
        return Answer.lines(found.get().proxy.top(engine.now()));
    }

    private Answer copy(List<String> argv) {
        boolean out = !argv.get(2).startsWith("/");
        String[] inside = argv.get(out ? 2 : 3).split(":", 2);
        String outside = argv.get(out ? 3 : 2);
        Optional<SimContainer> found = engine.container(inside[0]);
        if (inside.length != 2 || found.isEmpty()) {
            return Answer.fail(1, noSuch(inside[0]));
        }
        String key = found.get().id + ":" + inside[1];
        if (!out) {
            Optional<String> text = engine.files.text(outside);
            text.ifPresent(t -> engine.written.put(key, t));
            return text.isPresent()
                    ? Answer.ok("")
                    : Answer.fail(1, "lstat " + outside + ": no such file or directory");
        }
        String text = engine.written.get(key);
        if (text == null) {
            return Answer.fail(
                    1,
                    "Error response from daemon: Could not find the file "
                            + inside[1]
                            + " in container "
                            + inside[0]);
        }
        try {
            engine.files.write(outside, text.getBytes(StandardCharsets.UTF_8), "0600");
        } catch (SimFiles.Refusal e) {
            return Answer.fail(1, "open " + outside + ": " + e.getMessage());
        }
        return Answer.ok("");
    }

    private static String noSuch(String word) {
        return "Error response from daemon: No such container: " + word;
    }
}
