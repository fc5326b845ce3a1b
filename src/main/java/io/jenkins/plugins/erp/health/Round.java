package io.jenkins.plugins.erp.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.config.HealthConfig;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.CommandTimedOutException;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks one host once: {@code docker inspect}, one script in a web container (HTTP to every replica
 * and through the proxy, database, migrations, Redis, a ping to the Celery workers) side by side.
 * Where the web container cannot tell, the service's own container is asked.
 */
final class Round {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCRIPT = script();
    private static final int ANSWER_SECONDS = 5;
    private static final int SCRIPT_SECONDS = 25;
    private static final int PING_SECONDS = 3;

    private final Shell host;
    private final HealthTarget target;
    private final HealthConfig config;

    Round(Shell host, HealthTarget target, HealthConfig config) {
        this.host = host;
        this.target = target;
        this.config = config;
    }

    /**
     * What was found.
     *
     * @param probes in a fixed order
     * @param states of the containers; empty when some were gone
     */
    record Answer(List<ProbeResult> probes, List<ContainerState> states) {}

    /** The containers that count, looked up anew. */
    List<ContainerState> find() throws ShellException, InterruptedException {
        if (!target.web().isEmpty() && !target.whole()) {
            return inspect(target.web());
        }
        CommandResult ids =
                host.run(DockerCommands.containersOf(target.project(), Optional.empty())).orThrow();
        List<String> names =
                ids.stdout().lines().map(String::trim).filter(l -> !l.isEmpty()).toList();
        return names.isEmpty() ? List.of() : inspect(names);
    }

    private List<ContainerState> inspect(List<String> names)
            throws ShellException, InterruptedException {
        // a container that is gone fails the command, but the others are printed
        CommandResult result = host.run(DockerCommands.inspect(names));
        try {
            return ContainerState.parse(result.stdout()).stream()
                    .filter(c -> !c.oneOff() && target.counts(c))
                    .sorted(
                            Comparator.comparing(ContainerState::service)
                                    .thenComparing(ContainerState::number))
                    .toList();
        } catch (IllegalArgumentException e) {
            result.orThrow();
            throw new ShellException(e.getMessage() + " (on " + host.where() + ")", e);
        }
    }

    /**
     * Asks several times in a row, an interval apart, and looks at the containers afterwards.
     *
     * @param known containers as found before
     * @param restarts counts when the gate began; those not seen before are added
     * @param rounds wanted; fewer come back when something hung or could not be asked
     * @return at least one
     */
    List<Answer> ask(List<ContainerState> known, Map<String, Integer> restarts, int rounds)
            throws ShellException, InterruptedException {
        List<ContainerState> web = web(known);
        List<ContainerState> workers =
                target.whole() && config.celery()
                        ? running(known, target.services(Role.WORKER))
                        : List.of();
        List<List<ProbeResult>> asked = inside(web, workers, known, rounds);
        long begin = System.nanoTime();
        List<ContainerState> now = settle(find());
        long millis = (System.nanoTime() - begin) / 1_000_000;
        now.forEach(c -> restarts.putIfAbsent(c.id(), c.restartCount()));
        ProbeResult containers = Judge.containers(target, now, restarts, millis);
        List<Answer> answers = new ArrayList<>();
        for (List<ProbeResult> one : asked) {
            List<ProbeResult> probes = new ArrayList<>(List.of(containers));
            probes.addAll(one);
            answers.add(new Answer(List.copyOf(probes), now));
        }
        return answers;
    }

    /**
     * Runs the own health check of containers whose first one the engine has not run yet: it waits
     * for a whole interval before that, however long the container has been ready.
     */
    private List<ContainerState> settle(List<ContainerState> found)
            throws ShellException, InterruptedException {
        List<ContainerState> settled = new ArrayList<>();
        for (ContainerState c : found) {
            boolean open =
                    c.running()
                            && c.health().filter("starting"::equals).isPresent()
                            && !c.healthCheck().isEmpty();
            settled.add(open && passesItsOwn(c) ? c.withHealth("healthy") : c);
        }
        return settled;
    }

    private boolean passesItsOwn(ContainerState c) throws ShellException, InterruptedException {
        try {
            return host.run(
                            DockerCommands.exec(c.id(), c.healthCheck().toArray(String[]::new))
                                    .withTimeout(Duration.ofSeconds(ANSWER_SECONDS)))
                    .ok();
        } catch (CommandTimedOutException e) {
            return false;
        }
    }

    private List<ContainerState> web(List<ContainerState> known) {
        if (target.web().isEmpty()) {
            return running(known, target.services(Role.WEB));
        }
        return known.stream()
                .filter(ContainerState::running)
                .filter(
                        c ->
                                target.web().stream()
                                        .anyMatch(w -> c.name().equals(w) || c.id().startsWith(w)))
                .toList();
    }

    private static List<ContainerState> running(List<ContainerState> all, List<String> services) {
        return all.stream().filter(c -> services.contains(c.service()) && c.running()).toList();
    }

    /** The script's answers, round by round, from the first web container that runs. */
    private List<List<ProbeResult>> inside(
            List<ContainerState> web,
            List<ContainerState> workers,
            List<ContainerState> known,
            int rounds)
            throws ShellException, InterruptedException {
        if (web.isEmpty()) {
            List<ProbeResult> none = new ArrayList<>();
            none.add(ProbeResult.fail("http", "no web container runs", 0, List.of()));
            none.addAll(withoutWeb(workers, known));
            return List.of(none);
        }
        List<String> names = new ArrayList<>();
        List<Map<String, Object>> questions = new ArrayList<>();
        for (int i = 0; i < web.size(); i++) {
            Optional<String> address =
                    i == 0
                            ? Optional.of("127.0.0.1")
                            : web.get(i).addresses().values().stream().findFirst();
            if (address.isPresent()) {
                names.add("http " + web.get(i).name());
                questions.add(question(address.get(), List.of(config.port())));
            }
        }
        if (target.whole()) {
            for (String proxy : target.services(Role.PROXY)) {
                names.add("http via " + proxy);
                questions.add(question(proxy, List.of(80, 8080)));
            }
        }
        Command command =
                DockerCommands.execWithInput(
                                web.get(0).name(),
                                SCRIPT,
                                List.of(
                                        "python3",
                                        "-",
                                        json(questions, celeryQuestion(workers), rounds)))
                        .withTimeout(
                                config.interval()
                                        .plusSeconds(SCRIPT_SECONDS)
                                        .multipliedBy(rounds)
                                        .plusSeconds(10));
        CommandResult result;
        try {
            result = host.run(command);
        } catch (CommandTimedOutException e) {
            return List.of(List.of(ProbeResult.fail("http", e.getMessage(), 0, List.of())));
        }
        List<JsonNode> answers = Judge.script(result.stdout());
        if (answers.isEmpty()) {
            String why =
                    result.exitCode() == 126 || result.exitCode() == 127
                            ? "there is no python3 in " + web.get(0).name()
                            : "the check in "
                                    + web.get(0).name()
                                    + " ended with exit code "
                                    + result.exitCode();
            List<ProbeResult> failed = new ArrayList<>();
            failed.add(ProbeResult.fail("http", why, 0, Judge.last(result.tail(), 8)));
            failed.addAll(withoutWeb(workers, known));
            return List.of(failed);
        }
        List<List<ProbeResult>> all = new ArrayList<>();
        for (JsonNode answer : answers) {
            all.add(judged(answer, names, workers, known));
        }
        return all;
    }

    private List<ProbeResult> judged(
            JsonNode answer,
            List<String> names,
            List<ContainerState> workers,
            List<ContainerState> known)
            throws ShellException, InterruptedException {
        List<ProbeResult> found = new ArrayList<>();
        JsonNode http = answer.path("http");
        for (int i = 0; i < names.size(); i++) {
            found.add(Judge.http(names.get(i), http.path(i), config));
        }
        ProbeResult database = Judge.part("database", answer.path("database"));
        ProbeResult redis = Judge.part("redis", answer.path("redis"));
        found.add(
                database.status() == ProbeResult.Status.SKIPPED
                        ? databaseItself(known).orElse(database)
                        : database);
        found.add(Judge.part("migrations", answer.path("migrations")));
        found.add(
                redis.status() == ProbeResult.Status.SKIPPED
                        ? redisItself(known).orElse(redis)
                        : redis);
        if (celeryQuestion(workers).isPresent() && answer.has("celery")) {
            ProbeResult celery = Judge.part("celery", answer.path("celery"));
            found.add(
                    celery.status() == ProbeResult.Status.SKIPPED
                            ? celeryItself(workers).orElse(celery)
                            : celery);
        } else {
            celeryItself(workers).ifPresent(found::add);
        }
        return found;
    }

    /** What can be asked when web cannot be. */
    private List<ProbeResult> withoutWeb(List<ContainerState> workers, List<ContainerState> known)
            throws ShellException, InterruptedException {
        List<ProbeResult> found = new ArrayList<>();
        if (target.whole()) {
            databaseItself(known).ifPresent(found::add);
            redisItself(known).ifPresent(found::add);
            celeryItself(workers).ifPresent(found::add);
        }
        return found;
    }

    private Optional<ProbeResult> databaseItself(List<ContainerState> known)
            throws ShellException, InterruptedException {
        return itself("database", Role.DATABASE, known, "accepting connections", "pg_isready");
    }

    private Optional<ProbeResult> redisItself(List<ContainerState> known)
            throws ShellException, InterruptedException {
        // one that wants a password answers NOAUTH: it is there
        return itself("redis", Role.CACHE, known, "PONG|NOAUTH", "redis-cli", "ping");
    }

    private Optional<ProbeResult> itself(
            String name, Role role, List<ContainerState> known, String good, String... argv)
            throws ShellException, InterruptedException {
        List<ContainerState> running = running(known, target.services(role));
        if (target.services(role).isEmpty()) {
            return Optional.empty();
        }
        if (running.isEmpty()) {
            return Optional.of(ProbeResult.fail(name, "its container does not run", 0, List.of()));
        }
        CommandResult result =
                host.run(
                        DockerCommands.exec(running.get(0).name(), argv)
                                .withTimeout(Duration.ofSeconds(15)));
        String text = (result.stdout() + String.join(" ", result.tail())).trim();
        long millis = result.elapsed().toMillis();
        return Optional.of(
                text.matches("(?s).*(?:" + good + ").*")
                        ? ProbeResult.pass(name, running.get(0).name() + " answers", millis)
                        : ProbeResult.fail(
                                name,
                                running.get(0).name() + " does not answer " + argv[0],
                                millis,
                                Judge.last(result.tail(), 5)));
    }

    private Optional<ProbeResult> celeryItself(List<ContainerState> workers)
            throws ShellException, InterruptedException {
        if (!target.whole() || target.services(Role.WORKER).isEmpty()) {
            return Optional.empty();
        }
        if (!config.celery()) {
            return Optional.of(
                    ProbeResult.skipped("celery", "erp.yaml says health: {celery: false}"));
        }
        if (workers.isEmpty()) {
            return Optional.of(ProbeResult.fail("celery", "no worker runs", 0, List.of()));
        }
        ContainerState first = workers.get(0);
        Optional<List<String>> ping = Judge.celeryPing(first.command(), PING_SECONDS);
        if (ping.isEmpty()) {
            return Optional.of(
                    ProbeResult.fail(
                            "celery",
                            "the command of "
                                    + first.name()
                                    + " names no application (celery -A APP worker), so that it"
                                    + " cannot be pinged; name it there, or write health: {celery:"
                                    + " false}",
                            0,
                            List.of()));
        }
        try {
            CommandResult result =
                    host.run(
                            DockerCommands.exec(first.name(), ping.get())
                                    .withTimeout(Duration.ofSeconds(45)));
            return Optional.of(Judge.celery(result, workers.size()));
        } catch (CommandTimedOutException e) {
            return Optional.of(ProbeResult.fail("celery", e.getMessage(), 0, List.of()));
        }
    }

    private Map<String, Object> question(String address, List<Integer> ports) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("host", address);
        question.put("ports", ports);
        question.put("path", config.path());
        question.put("header", config.host().orElse("localhost"));
        return question;
    }

    private static Optional<Map<String, Object>> celeryQuestion(List<ContainerState> workers) {
        return workers.stream()
                .findFirst()
                .flatMap(w -> Judge.celeryApplication(w.command()))
                .map(app -> Map.of("app", app, "workers", workers.size()));
    }

    private String json(
            List<Map<String, Object>> questions, Optional<Map<String, Object>> celery, int rounds) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("http", questions);
        all.put("celery", celery.orElse(null));
        all.put("seconds", ANSWER_SECONDS);
        all.put("total", SCRIPT_SECONDS);
        all.put("rounds", rounds);
        all.put("interval", config.interval().toMillis() / 1000.0);
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and texts could not be written as JSON", e);
        }
    }

    private static String script() {
        try (InputStream in = Round.class.getResourceAsStream("probe.py")) {
            if (in == null) {
                throw new IllegalStateException("probe.py is not in the archive");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
