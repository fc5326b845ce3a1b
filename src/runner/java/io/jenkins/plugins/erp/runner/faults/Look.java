package io.jenkins.plugins.erp.runner.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Ledger;
import io.jenkins.plugins.erp.release.LedgerEntry;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks at the stack past the product, on the host itself. */
final class Look {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ASKED = 6;
    private static final String HEADS =
            "SELECT coalesce(max(name), '') FROM django_migrations WHERE app = 'orders'";

    private final LocalShell shell = new LocalShell();
    private final String project;
    private final String path;
    private final String user;
    private final URI health;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    Look(String project, String path, String user, URI base) {
        this.project = project;
        this.path = path;
        this.user = user;
        this.health = base.resolve("/api/health/");
    }

    /** The version of the image of the release that is current. */
    String version() throws ShellException, InterruptedException {
        HostState host = new HostState(shell, path);
        Optional<String> current = host.current();
        return current.isEmpty() ? "" : version(host.release(current.get()));
    }

    private static String version(Optional<Release> release) {
        return release.map(r -> r.image().substring(r.image().lastIndexOf(':') + 1)).orElse("");
    }

    Seen look() throws ShellException, InterruptedException {
        HostState host = new HostState(shell, path);
        Optional<String> current = host.current();
        Ledger ledger = host.ledger();
        Optional<String> made =
                ledger.made().stream().map(LedgerEntry::release).reduce((first, second) -> second);
        Optional<Release> release =
                current.isEmpty() ? Optional.empty() : host.release(current.get());
        return new Seen(
                current,
                version(release),
                made,
                containers(),
                lines("find", path + "/.erp", "-mindepth", "1", "-printf", "%P\n"),
                lines("find", "/tmp", "-mindepth", "1", "-maxdepth", "1", "-user", user),
                answers(),
                String.join("+", ledger.heads().getOrDefault("orders", List.of())),
                databaseHeads());
    }

    private List<String> lines(String... words) throws ShellException, InterruptedException {
        return shell.run(Command.of(words)).stdout().lines().toList();
    }

    private List<String> ids(String... filters) throws ShellException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("docker", "ps", "-aq", "--no-trunc"));
        argv.addAll(List.of("--filter", "label=com.docker.compose.project=" + project));
        for (String filter : filters) {
            argv.addAll(List.of("--filter", filter));
        }
        return shell.run(Command.of(argv)).stdout().lines().toList();
    }

    private List<Seen.Container> containers() throws ShellException, InterruptedException {
        List<String> ids = ids();
        if (ids.isEmpty()) {
            return List.of();
        }
        List<String> argv = new ArrayList<>(List.of("docker", "inspect"));
        argv.addAll(ids);
        List<Seen.Container> seen = new ArrayList<>();
        try {
            for (JsonNode one : JSON.readTree(shell.run(Command.of(argv)).stdout())) {
                JsonNode labels = one.path("Config").path("Labels");
                seen.add(
                        new Seen.Container(
                                one.path("Name").asText().replaceFirst("^/", ""),
                                labels.path("com.docker.compose.service").asText(),
                                labels.path(Release.LABEL).asText(),
                                one.path("State").path("Status").asText(),
                                one.path("State").path("Health").path("Status").asText(),
                                labels.path("com.docker.compose.oneoff").asText().equals("True")));
            }
        } catch (IOException e) {
            throw new ShellException("docker inspect printed no JSON: " + e.getMessage());
        }
        return seen;
    }

    /** Id of a service's running container; the one made last. */
    Optional<String> running(String service) throws ShellException, InterruptedException {
        return ids("label=com.docker.compose.service=" + service, "status=running").stream()
                .findFirst();
    }

    private String databaseHeads() throws ShellException, InterruptedException {
        Optional<String> database = running("db");
        if (database.isEmpty()) {
            return "no database";
        }
        CommandResult result =
                shell.run(
                        Command.of(
                                "docker",
                                "exec",
                                database.get(),
                                "sh",
                                "-c",
                                "psql -qtA -U \"$POSTGRES_USER\" -d \"$POSTGRES_DB\" -c \"$1\"",
                                "sh",
                                HEADS));
        return result.ok() ? result.stdout().strip() : "not readable";
    }

    private Set<String> answers() throws InterruptedException {
        Set<String> versions = new TreeSet<>();
        for (int i = 0; i < ASKED; i++) {
            try {
                HttpResponse<String> answer =
                        http.send(
                                HttpRequest.newBuilder(health)
                                        .timeout(Duration.ofSeconds(5))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                String version = JSON.readTree(answer.body()).path("version").asText("none");
                versions.add(
                        answer.statusCode() == 200
                                ? version.replaceFirst("\\..*", "")
                                : "status " + answer.statusCode());
            } catch (IOException e) {
                versions.add("none");
            }
        }
        return versions;
    }
}
