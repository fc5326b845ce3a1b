package io.jenkins.plugins.erp.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.config.HealthConfig;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.shell.CommandResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides from answers what is healthy; asks nothing. */
final class Judge {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARK = "ERP-HEALTH ";
    private static final Pattern ONLINE = Pattern.compile("->\\s+(\\S+): OK");
    private static final int BODY_SHOWN = 200;

    private Judge() {}

    /**
     * The containers: each role's service has one that runs, none starts, restarts or is ill, and
     * none has been restarted since the gate began.
     *
     * @param restartsBefore container id to restart count when the gate began
     */
    static ProbeResult containers(
            HealthTarget target,
            List<ContainerState> states,
            Map<String, Integer> restartsBefore,
            long millis) {
        List<String> wrong = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        int running = 0;
        for (ContainerState c : states) {
            Optional<String> ill =
                    illness(c, restartsBefore.getOrDefault(c.id(), c.restartCount()));
            boolean counts =
                    target.roles().values().stream().anyMatch(s -> s.contains(c.service()));
            if (keptFromBefore(c, states)) {
                continue;
            }
            if (!target.whole() || counts || c.state().equals("restarting")) {
                ill.ifPresent(
                        text -> {
                            wrong.add(c.name() + " " + text);
                            c.healthOutput()
                                    .filter(o -> c.health().filter("unhealthy"::equals).isPresent())
                                    .ifPresent(o -> o.lines().limit(5).forEach(lines::add));
                        });
            }
            running += c.running() ? 1 : 0;
        }
        if (target.whole()) {
            target.roles()
                    .forEach(
                            (role, services) -> {
                                for (String service : services) {
                                    if (states.stream()
                                            .noneMatch(c -> c.service().equals(service))) {
                                        wrong.add(
                                                "no container of "
                                                        + service
                                                        + " ("
                                                        + name(role)
                                                        + ")");
                                    }
                                }
                            });
        } else if (states.isEmpty()) {
            wrong.add("the web containers " + String.join(", ", target.web()) + " are not there");
        }
        wrong.sort(null);
        return wrong.isEmpty()
                ? ProbeResult.pass("containers", running + " running", millis)
                : ProbeResult.fail("containers", String.join("; ", wrong), millis, lines);
    }

    /**
     * Whether it is one that a switch has stopped and keeps for the way back: of another release
     * than one of the same service that runs, or of none, as what was started by hand.
     */
    private static boolean keptFromBefore(ContainerState c, List<ContainerState> states) {
        String release = c.labels().getOrDefault(Release.LABEL, "");
        return c.state().equals("exited")
                && states.stream()
                        .anyMatch(
                                other ->
                                        other.running()
                                                && other.service().equals(c.service())
                                                && !release.equals(
                                                        other.labels()
                                                                .getOrDefault(
                                                                        Release.LABEL, release)));
    }

    private static Optional<String> illness(ContainerState c, int restartsBefore) {
        if (!c.running()) {
            boolean ended = c.state().equals("exited") || c.state().equals("dead");
            return Optional.of(
                    "is "
                            + c.state()
                            + (ended || c.state().equals("restarting")
                                    ? " (exit code " + c.exitCode() + ")"
                                    : "")
                            + (c.oomKilled() ? ", killed for want of memory" : "")
                            + (c.error().isEmpty() ? "" : ": " + c.error()));
        }
        if (c.restartCount() > restartsBefore) {
            return Optional.of(
                    "was restarted "
                            + (c.restartCount() - restartsBefore)
                            + " times since the check began"
                            + (c.oomKilled() ? ", killed for want of memory" : ""));
        }
        return c.health().filter(h -> !h.equals("healthy")).map(h -> "is " + h);
    }

    /** The lines that the script in the container prints, one a round; none when unreadable. */
    static List<JsonNode> script(String stdout) {
        List<JsonNode> rounds = new ArrayList<>();
        for (String line : stdout.lines().toList()) {
            if (line.startsWith(MARK)) {
                try {
                    rounds.add(JSON.readTree(line.substring(MARK.length())));
                } catch (JsonProcessingException e) {
                    break;
                }
            }
        }
        return rounds;
    }

    /** An answer over HTTP against what is expected. */
    static ProbeResult http(String name, JsonNode answer, HealthConfig config) {
        long millis = answer.path("millis").asLong();
        if (!answer.has("status")) {
            return ProbeResult.fail(
                    name, answer.path("detail").asText("no answer"), millis, List.of());
        }
        int status = answer.path("status").asInt();
        String body = answer.path("body").asText("");
        if (status != config.status()) {
            String hint = "";
            if (status == 400) {
                hint =
                        ": is the Host header \""
                                + config.host().orElse("localhost")
                                + "\" in ALLOWED_HOSTS? Say another with health: {host: ...}";
            } else if (!answer.path("location").asText("").isEmpty()) {
                hint = ": it redirects to " + answer.path("location").asText();
            }
            return ProbeResult.fail(
                    name,
                    config.path() + " answers " + status + ", expected " + config.status() + hint,
                    millis,
                    shown(body));
        }
        List<String> wrong = new ArrayList<>();
        if (!config.json().isEmpty()) {
            JsonNode json = json(body);
            for (Map.Entry<String, String> want : new TreeMap<>(config.json()).entrySet()) {
                JsonNode have = json.path(want.getKey());
                String text = have.isValueNode() ? have.asText() : have.toString();
                if (have.isMissingNode()) {
                    wrong.add("\"" + want.getKey() + "\" is not in the answer");
                } else if (!text.equals(want.getValue())) {
                    wrong.add(
                            "\""
                                    + want.getKey()
                                    + "\" is \""
                                    + text
                                    + "\", expected \""
                                    + want.getValue()
                                    + "\"");
                }
            }
        }
        return wrong.isEmpty()
                ? ProbeResult.pass(name, config.path() + " answers " + status, millis)
                : ProbeResult.fail(
                        name,
                        config.path() + " answers " + status + ", but " + String.join(", ", wrong),
                        millis,
                        shown(body));
    }

    /** An answer of the script about database, migrations or Redis. */
    static ProbeResult part(String name, JsonNode answer) {
        String detail = answer.path("detail").asText("no answer");
        long millis = answer.path("millis").asLong();
        if (answer.path("ok").isNull()) {
            return ProbeResult.skipped(name, detail);
        }
        return answer.path("ok").asBoolean(false)
                ? ProbeResult.pass(name, detail, millis)
                : ProbeResult.fail(name, detail, millis, List.of());
    }

    /**
     * The answer of {@code celery inspect ping}.
     *
     * @param workers worker containers that run
     */
    static ProbeResult celery(CommandResult result, int workers) {
        Matcher m = ONLINE.matcher(result.stdout());
        List<String> nodes = new ArrayList<>();
        while (m.find()) {
            nodes.add(m.group(1));
        }
        long millis = result.elapsed().toMillis();
        if (nodes.size() >= workers && workers > 0) {
            return ProbeResult.pass(
                    "celery",
                    nodes.size() + (nodes.size() == 1 ? " worker answers" : " workers answer"),
                    millis);
        }
        String detail =
                nodes.isEmpty()
                        ? "no worker answers a ping"
                        : nodes.size() + " of " + workers + " workers answer a ping";
        return ProbeResult.fail("celery", detail, millis, last(result.tail(), 8));
    }

    /** The words that run Celery's command line for the application a worker runs. */
    static Optional<List<String>> celeryPing(List<String> workerCommand, int seconds) {
        List<String> words = List.of(String.join(" ", workerCommand).trim().split("\\s+"));
        List<String> ping = new ArrayList<>();
        String app = null;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).replaceAll("^[\"']|[\"';]$", "");
            if (ping.isEmpty() && word.matches("(?:.*/)?celery")) {
                if (i >= 2 && words.get(i - 1).equals("-m")) {
                    ping.addAll(List.of(words.get(i - 2), "-m"));
                }
                ping.add(word);
            } else if ((word.equals("-A") || word.equals("--app")) && i + 1 < words.size()) {
                app = words.get(i + 1).replaceAll("^[\"']|[\"']$", "");
            } else if (word.startsWith("--app=")) {
                app = word.substring("--app=".length());
            } else if (word.startsWith("-A") && word.length() > 2) {
                app = word.substring(2);
            }
        }
        if (ping.isEmpty() || app == null || !app.matches("[A-Za-z_][A-Za-z0-9_.:]*")) {
            return Optional.empty();
        }
        ping.addAll(List.of("-A", app, "inspect", "ping", "--timeout", Integer.toString(seconds)));
        return Optional.of(ping);
    }

    /** The application that a worker's command names, if it does. */
    static Optional<String> celeryApplication(List<String> workerCommand) {
        return celeryPing(workerCommand, 1).map(words -> words.get(words.indexOf("-A") + 1));
    }

    static List<String> last(List<String> lines, int count) {
        List<String> full = lines.stream().filter(l -> !l.isBlank()).toList();
        return full.subList(Math.max(0, full.size() - count), full.size());
    }

    private static List<String> shown(String body) {
        String text = body.strip();
        if (text.isEmpty()) {
            return List.of();
        }
        return text.substring(0, Math.min(BODY_SHOWN, text.length())).lines().limit(6).toList();
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body.isBlank() ? "{}" : body);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
