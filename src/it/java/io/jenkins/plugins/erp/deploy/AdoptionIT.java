package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.it.RealParts;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.release.HostFiles;
import io.jenkins.plugins.erp.release.Tar;
import io.jenkins.plugins.erp.shell.Command;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stack that was brought up by hand with the two Compose files of an ordinary project, as they
 * are but for port numbers and the name of the application; then deployed to, and rolled back to
 * what ran.
 */
class AdoptionIT {
    private static final List<String[]> STAND_INS =
            List.of(
                    new String[] {"postgres:17", "postgres:14-alpine"},
                    new String[] {"redis:8", "redis:7-alpine"},
                    new String[] {"nginx:1.26", "nginx:alpine"});
    private static final String SETTINGS =
            "import os\n"
                    + "from pathlib import Path\n"
                    + "_file = Path(__file__).resolve().parent.parent / '.env'\n"
                    + "if _file.exists():\n"
                    + "    for _line in _file.read_text().splitlines():\n"
                    + "        if '=' in _line:\n"
                    + "            os.environ.setdefault(*_line.split('=', 1))\n";

    @TempDir Path workspace;
    @TempDir Path second;

    @Test
    void whatWasStartedByHandIsTakenOverSwitchedAndCameBackToWithoutAFailedRequest()
            throws Exception {
        try (RealHost host = new RealHost("adopt-it", workspace)) {
            String project = host.project;
            lay(workspace, host, "");
            lay(second, host, "v2");
            String one = project + "-web";
            String two = "adopt-it:v2";
            RealParts.build(workspace, "runtime", one);
            RealParts.build(second, "runtime", two);
            try {
                for (String[] name : STAND_INS) {
                    docker(host, "tag", name[0], name[1]);
                }
                docker(host, "tag", one, project + "-celery_worker");
                docker(host, "tag", one, project + "-celery_beat");
                byHand(host);
                run(host, two);
            } finally {
                host.shell()
                        .run(
                                compose(host, "down", "--volumes", "--timeout", "2")
                                        .withTimeout(Duration.ofMinutes(2)));
                List<String> names =
                        new ArrayList<>(
                                List.of(
                                        one,
                                        project + "-celery_worker",
                                        project + "-celery_beat",
                                        two));
                STAND_INS.forEach(n -> names.add(n[1]));
                for (String name : names) {
                    host.shell().run(Command.of("docker", "image", "rm", name));
                }
            }
        }
    }

    private void run(RealHost host, String image) throws Exception {
        List<String> said = new ArrayList<>();
        // the workspace is the newer one by now, as after a git pull
        lay(workspace, host, "v2");
        OperationContext context =
                host.context(
                        said,
                        "docker-compose.yml, docker-compose.prod.yml",
                        "    codeMounts: drop\n");
        List<String> before = ids(host);
        try (Load load = host.load(50, Duration.ofMinutes(6))) {
            DeployResult newer = host.deploy(image, context);
            assertThat(newer.outcome()).isEqualTo(Outcome.DONE);
            assertThat(newer.previous()).endsWith("-adopted");
            assertThat(ids(host)).as("proxy, database and cache stay").isEqualTo(before);

            DeployResult back = host.back(context);
            assertThat(back.outcome()).isEqualTo(Outcome.DONE);
            assertThat(back.release()).isEqualTo(newer.previous());
            assertThat(ids(host)).isEqualTo(before);
            RealHost.nothingFailed(load);
        }
    }

    /** A version of the sample that reads its env file beside the sources, with the two files. */
    private static void lay(Path into, RealHost host, String overlay) throws Exception {
        if (overlay.isEmpty()) {
            RealParts.lay(into);
        } else {
            RealParts.lay(into, overlay);
        }
        Path settings = into.resolve("sample_erp/settings.py");
        Files.writeString(settings, SETTINGS + Files.readString(settings));
        // the two files give workers no health check, and the image's own asks the web server
        Path dockerfile = into.resolve("Dockerfile");
        Files.writeString(
                dockerfile, Files.readString(dockerfile).replaceAll("(?m)^HEALTHCHECK .*\n", ""));
        Path files =
                Path.of(AdoptionIT.class.getResource("plan/docker-compose.yml").toURI())
                        .getParent();
        String text =
                Files.readString(files.resolve("docker-compose.yml"))
                        .replace("-A django_erp", "-A sample_erp")
                        .replace("\"80:80\"", "\"127.0.0.1:" + host.port + ":80\"");
        for (String port : List.of("8000", "5432", "6379", "443")) {
            text = text.replace("\"" + port + ":", "\"127.0.0.1:" + PORTS.get(port) + ":");
        }
        Files.writeString(into.resolve("docker-compose.yml"), text);
        Files.copy(
                files.resolve("docker-compose.prod.yml"),
                into.resolve("docker-compose.prod.yml"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static final java.util.Map<String, Integer> PORTS = ports();

    private static java.util.Map<String, Integer> ports() {
        java.util.Map<String, Integer> ports = new java.util.HashMap<>();
        for (String port : List.of("8000", "5432", "6379", "443")) {
            try (ServerSocket free = new ServerSocket(0)) {
                ports.put(port, free.getLocalPort());
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return ports;
    }

    /** As a script of such a project does it. */
    private void byHand(RealHost host) throws Exception {
        List<Tar.Entry> entries = new ArrayList<>();
        try (Stream<Path> all = Files.walk(workspace)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                String name = workspace.relativize(file).toString();
                if (!name.contains("__pycache__")) {
                    entries.add(new Tar.Entry(name, "0644", Files.readAllBytes(file)));
                }
            }
        }
        entries.add(Tar.Entry.of(".env", "0644", host.env()));
        host.shell().run(Command.of("mkdir", "-p", "-m", "0755", host.path)).orThrow();
        host.shell().run(Command.of("chmod", "a+x", host.path + "/..")).orThrow();
        new HostFiles(host.shell()).unpack(host.path, entries);
        host.shell().run(compose(host, "up", "-d").withTimeout(Duration.ofMinutes(3))).orThrow();
        for (int i = 0; ; i++) {
            boolean migrated =
                    host.shell()
                            .run(
                                    compose(
                                            host,
                                            "exec",
                                            "-T",
                                            "web",
                                            "python3",
                                            "manage.py",
                                            "migrate"))
                            .ok();
            if (migrated && status(host) == 200) {
                return;
            }
            assertThat(i).as("the stack does not come up by hand").isLessThan(30);
            Thread.sleep(2000);
        }
    }

    private static int status(RealHost host) throws Exception {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:"
                                                            + host.port
                                                            + "/api/health/"))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (java.io.IOException e) {
            return 0;
        }
    }

    private static Command compose(RealHost host, String... words) {
        List<String> argv =
                new ArrayList<>(
                        List.of(
                                "docker",
                                "compose",
                                "-p",
                                host.project,
                                "-f",
                                "docker-compose.yml",
                                "-f",
                                "docker-compose.prod.yml"));
        argv.addAll(List.of(words));
        return Command.of(argv).in(host.path);
    }

    private static String docker(RealHost host, String... words) throws Exception {
        List<String> argv = new ArrayList<>(List.of("docker"));
        argv.addAll(List.of(words));
        return host.shell().run(Command.of(argv)).orThrow().stdout();
    }

    private static List<String> ids(RealHost host) throws Exception {
        return docker(
                        host,
                        "container",
                        "inspect",
                        "--format",
                        "{{.Id}}",
                        "django_erp_nginx",
                        "django_erp_db",
                        "django_erp_redis")
                .lines()
                .toList();
    }
}
