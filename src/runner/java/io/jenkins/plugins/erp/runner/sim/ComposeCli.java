package io.jenkins.plugins.erp.runner.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.DotEnv;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code docker compose} program on a simulated engine. */
final class ComposeCli {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int INVALID = 15;

    private final SimEngine engine;
    private final Programs programs;
    private boolean leaveOneOff;

    ComposeCli(SimEngine engine, Programs programs) {
        this.engine = engine;
        this.programs = programs;
    }

    /** Whether one-off containers stay behind, as they do when the way to them is cut. */
    void leaveOneOff(boolean leave) {
        leaveOneOff = leave;
    }

    /** One call. */
    private record Call(
            List<String> argv,
            String project,
            ResolvedModels.Model model,
            String unset,
            String files,
            String directory) {
        JsonNode service(String name) {
            return model.service(name);
        }

        JsonNode services() {
            return model.tree.path("services");
        }
    }

    Answer run(List<String> argv, byte[] stdin, Optional<String> directory) {
        if (argv.equals(List.of("docker", "compose", "version", "--short"))) {
            return Answer.ok("2.26.1\n");
        }
        Flags flags =
                Flags.parse(
                        argv, 2, Set.of(), Set.of("-p", "-f", "--env-file", "--project-directory"));
        String project = flags.value("-p").orElseThrow(() -> new UnknownCommandException(argv));
        String where = flags.value("--project-directory").or(() -> directory).orElse("/");
        Call call;
        try {
            call = call(argv, project, flags, where, directory.orElse("/"));
        } catch (SimComposeModel.Refusal e) {
            return Answer.fail(INVALID, e.getMessage());
        }
        List<String> rest = flags.rest();
        Answer answer =
                switch (rest.get(0)) {
                    case "config" -> config(call, rest);
                    case "up" -> up(call, rest);
                    case "run" -> runOnce(call, rest, stdin);
                    case "ps" -> ps(call, rest);
                    case "stop", "rm" -> stopOrRemove(call, rest);
                    case "down" -> down(call, rest);
                    case "pull" -> pull(call, rest);
                    default -> throw new UnknownCommandException(argv);
                };
        return new Answer(answer.exitCode(), answer.stdout(), call.unset + answer.stderr());
    }

    private Call call(
            List<String> argv, String project, Flags flags, String where, String directory)
            throws SimComposeModel.Refusal {
        List<String> files = new ArrayList<>();
        for (String file : flags.all("-f")) {
            files.add(file.startsWith("/") ? file : SimFiles.clean(directory + "/" + file));
        }
        if (files.isEmpty()) {
            return new Call(argv, project, ResolvedModels.NONE, "", "", where);
        }
        Map<String, String> variables = new LinkedHashMap<>();
        String envFile = flags.value("--env-file").orElse(where + "/.env");
        String path = envFile.startsWith("/") ? envFile : directory + "/" + envFile;
        Optional<String> text = engine.files.text(path);
        if (text.isEmpty() && flags.has("--env-file")) {
            throw new SimComposeModel.Refusal("couldn't find env file: " + path);
        }
        try {
            variables.putAll(DotEnv.parse(text.orElse(""), path).values());
        } catch (ConfigException e) {
            throw new SimComposeModel.Refusal("failed to read " + path + ": " + e.getMessage());
        }
        ResolvedModels.Model resolved =
                ResolvedModels.of(project, where, variables, files, engine.files::text);
        StringBuilder unset = new StringBuilder();
        for (String name : resolved.unset) {
            unset.append("time=\"2026-01-01T00:00:00Z\" level=warning msg=\"The \\\"")
                    .append(name)
                    .append("\\\" variable is not set. Defaulting to a blank string.\"\n");
        }
        return new Call(argv, project, resolved, unset.toString(), String.join(",", files), where);
    }

    private Answer config(Call call, List<String> rest) {
        Flags flags =
                Flags.parse(rest, 1, Set.of("--no-interpolate"), Set.of("--format", "--hash"));
        if (flags.has("--hash")) {
            List<String> lines = new ArrayList<>();
            for (Map.Entry<String, JsonNode> e : SimComposeModel.entries(call.services())) {
                lines.add(e.getKey() + " " + call.model.hash(e.getKey()));
            }
            return Answer.lines(lines);
        }
        if (!flags.value("--format").equals(Optional.of("json")) || flags.has("--no-interpolate")) {
            throw new UnknownCommandException(call.argv);
        }
        return Answer.ok(call.model.pretty());
    }

    private Answer up(Call call, List<String> rest) {
        Flags flags =
                Flags.parse(
                        rest,
                        1,
                        Set.of(
                                "--detach",
                                "-d",
                                "--no-recreate",
                                "--no-build",
                                "--no-deps",
                                "--no-start",
                                "--wait"),
                        Set.of("--scale", "--pull"));
        Map<String, Integer> scale = new LinkedHashMap<>();
        for (String one : flags.all("--scale")) {
            String[] parts = one.split("=");
            scale.put(parts[0], Integer.parseInt(parts[1]));
        }
        List<String> wanted = new ArrayList<>(flags.rest());
        if (wanted.isEmpty()) {
            SimComposeModel.entries(call.services()).forEach(e -> wanted.add(e.getKey()));
        }
        Set<String> order = new LinkedHashSet<>();
        for (String service : wanted) {
            if (!call.services().has(service)) {
                return Answer.fail(1, "no such service: " + service);
            }
            require(call, service, !flags.has("--no-deps"), order);
        }
        for (String service : order) {
            Optional<Answer> wrong = bring(call, service, flags, scale);
            if (wrong.isPresent()) {
                return wrong.get();
            }
        }
        return Answer.ok("");
    }

    private static void require(Call call, String service, boolean deps, Set<String> order) {
        if (deps && !order.contains(service)) {
            call.service(service)
                    .path("depends_on")
                    .fieldNames()
                    .forEachRemaining(d -> require(call, d, true, order));
        }
        order.add(service);
    }

    private Optional<Answer> bring(
            Call call, String service, Flags flags, Map<String, Integer> scale) {
        ObjectNode spec = spec(call, service);
        Optional<SimImage> image = engine.image(spec.path("image").asText());
        if (image.isEmpty()) {
            return Optional.of(
                    Answer.fail(
                            1,
                            "Error response from daemon: No such image: "
                                    + spec.path("image").asText()));
        }
        int want =
                scale.getOrDefault(
                        service,
                        spec.path("deploy").path("replicas").asInt(spec.path("scale").asInt(1)));
        List<SimContainer> there = new ArrayList<>(replicas(call.project, service));
        boolean recreate = !flags.has("--no-recreate");
        List<Integer> again = new ArrayList<>();
        for (SimContainer c : List.copyOf(there)) {
            boolean surplus = there.indexOf(c) >= want;
            boolean differs = !call.model.hash(service).equals(c.labels.get(SimEngine.HASH));
            if (surplus || (recreate && differs)) {
                engine.takes(400);
                engine.stop(c);
                engine.containers.remove(c.id);
                there.remove(c);
                if (!surplus) {
                    again.add(c.number);
                }
            }
        }
        while (there.size() < want) {
            // what is made anew keeps its number
            int number =
                    again.isEmpty()
                            ? 1
                                    + replicas(call.project, service).stream()
                                            .mapToInt(c -> c.number)
                                            .max()
                                            .orElse(0)
                            : again.remove(0);
            String fixed = spec.path("container_name").asText("");
            String name = fixed.isEmpty() ? call.project + "-" + service + "-" + number : fixed;
            if (engine.container(name).isPresent()) {
                return Optional.of(Answer.fail(1, conflict(name)));
            }
            if (engine.files.isFull()) {
                return Optional.of(
                        Answer.fail(1, "Error response from daemon: " + DockerCli.NO_SPACE));
            }
            engine.takes(250);
            SimContainer made =
                    engine.create(
                            call.project,
                            service,
                            name,
                            number,
                            false,
                            image.get(),
                            spec,
                            call.model.hash(service));
            from(made, call);
            there.add(made);
        }
        if (!flags.has("--no-start")) {
            for (SimContainer c : there) {
                engine.start(c);
            }
            if (!flags.has("--no-deps")) {
                // what others depend on has to be healthy first
                engine.takes(2000);
            }
        }
        return Optional.empty();
    }

    private static void from(SimContainer made, Call call) {
        made.labels.put(SimEngine.PROJECT + ".config_files", call.files);
        made.labels.put(SimEngine.PROJECT + ".working_dir", call.directory);
    }

    private List<SimContainer> replicas(String project, String service) {
        return engine.of(project, service).stream()
                .filter(c -> !c.oneOff)
                .sorted(Comparator.comparingInt(c -> c.number))
                .toList();
    }

    private static ObjectNode spec(Call call, String service) {
        ObjectNode spec = (ObjectNode) call.service(service);
        if (spec.has("build") && !spec.has("image")) {
            // as Compose names what it builds
            spec = spec.deepCopy().put("image", call.project + "-" + service);
        }
        return spec;
    }

    private Answer runOnce(Call call, List<String> rest, byte[] stdin) {
        Flags flags =
                Flags.parse(
                        rest, 1, Set.of("--rm", "--no-deps", "--no-TTY", "-T"), Set.of("--name"));
        String service = flags.rest().get(0);
        String name = flags.value("--name").orElse(call.project + "-" + service + "-run");
        if (engine.container(name).isPresent()) {
            return Answer.fail(1, conflict(name));
        }
        ObjectNode spec = spec(call, service);
        Optional<SimImage> image = engine.image(spec.path("image").asText());
        if (image.isEmpty()) {
            return Answer.fail(
                    1, "Error response from daemon: No such image: " + spec.path("image"));
        }
        if (engine.files.isFull()) {
            return Answer.fail(1, "Error response from daemon: " + DockerCli.NO_SPACE);
        }
        engine.takes(1200);
        SimContainer c =
                engine.create(
                        call.project,
                        service,
                        name,
                        0,
                        true,
                        image.get(),
                        spec,
                        call.model.hash(service));
        from(c, call);
        engine.start(c);
        Answer answer = programs.run(c, flags.rest().subList(1, flags.rest().size()), stdin);
        c.stop(answer.exitCode());
        engine.stop(c);
        (answer.stdout() + answer.stderr()).lines().forEach(c.log::add);
        if (flags.has("--rm") && !leaveOneOff) {
            engine.containers.remove(c.id);
        }
        return answer;
    }

    private Answer ps(Call call, List<String> rest) {
        Flags flags = Flags.parse(rest, 1, Set.of("--all", "--no-trunc"), Set.of("--format"));
        List<String> lines = new ArrayList<>();
        for (SimContainer c : engine.of(call.project, "")) {
            if (flags.has("--all") || (!c.oneOff && c.kept(engine.now()))) {
                ObjectNode one = JSON.createObjectNode();
                one.put("ID", c.id).put("Name", c.name).put("Project", call.project);
                one.put("Service", c.service).put("State", c.state(engine.now()));
                one.put("Health", c.health(engine.now()).orElse(""));
                one.put("ExitCode", c.exitCode(engine.now()));
                lines.add(one.toString());
            }
        }
        return Answer.lines(lines);
    }

    private Answer stopOrRemove(Call call, List<String> rest) {
        Flags flags = Flags.parse(rest, 1, Set.of("--force"), Set.of("--timeout"));
        for (SimContainer c : engine.of(call.project, "")) {
            if (flags.rest().isEmpty() || flags.rest().contains(c.service)) {
                if (rest.get(0).equals("stop")) {
                    engine.takes(400);
                    engine.stop(c);
                } else if (!c.up()) {
                    engine.containers.remove(c.id);
                }
            }
        }
        return Answer.ok("");
    }

    private Answer down(Call call, List<String> rest) {
        Flags flags = Flags.parse(rest, 1, Set.of("--remove-orphans", "--volumes"), Set.of());
        for (SimContainer c : engine.of(call.project, "")) {
            engine.takes(400);
            engine.stop(c);
            engine.containers.remove(c.id);
        }
        if (flags.has("--volumes")) {
            engine.dropVolumes(call.project);
        }
        return Answer.ok("");
    }

    private Answer pull(Call call, List<String> rest) {
        for (Map.Entry<String, JsonNode> e : SimComposeModel.entries(call.services())) {
            String image = e.getValue().path("image").asText("");
            if (rest.size() == 1 || rest.contains(e.getKey())) {
                Optional<SimImage> found = engine.registry.find(image);
                if (found.isEmpty()) {
                    return Answer.fail(
                            1, "Error response from daemon: manifest for " + image + " not found");
                }
                engine.keep(image, found.get());
            }
        }
        return Answer.ok("");
    }

    static String conflict(String name) {
        return "Error response from daemon: Conflict. The container name \"/"
                + name
                + "\" is already in use by another container.";
    }
}
