package io.jenkins.plugins.erp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.acceptance.RealJenkins.Built;
import io.jenkins.plugins.erp.it.RealParts;
import io.jenkins.plugins.erp.runner.demo.SampleProject;
import io.jenkins.plugins.erp.runner.host.TestHost;
import io.jenkins.plugins.erp.runner.jenkins.JenkinsClient;
import io.jenkins.plugins.erp.runner.jenkins.JenkinsFiles;
import io.jenkins.plugins.erp.runner.jenkins.JobFile;
import io.jenkins.plugins.erp.runner.jenkins.TryJenkins;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.SshShell;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The whole product in a real Jenkins on the real test host, one thing after the other: what {@code
 * erp jenkins} starts, builds, kills and looks at.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JenkinsAtWorkIT {
    private static final String PROJECT =
            "erp-it-jenkins-" + UUID.randomUUID().toString().substring(0, 6);
    private static final Path PICTURES = Path.of("target/screenshots");
    private static final Path STATE = Path.of("target/acceptance").toAbsolutePath();
    private static final String V1 = "1.0.0";
    private static final String V2 = "2.0.0";
    private static final String RESUMED = "the journal on the host decides";

    private static final String SOURCE =
            """
            def source(String version) {
              sh "git init -q . && git fetch -q '${ERP_TRY_REPOSITORY}' refs/tags/${version} && git checkout -q -f FETCH_HEAD"
            }
            """;

    private static final String SCRIPTED =
            SOURCE
                    + """
                    node {
                      source('v2')
                      def built = erpBuild()
                      def tests = erpTest(suites: ['unit'], minimumCoverage: 1)
                      def found = erpScan(tools: ['flake8', 'bandit'])
                      def deployed = erpDeploy(environment: 'production', sshCredentialsId: 'erp-host', envFileCredentialsId: 'erp-env')
                      def health = erpHealth(environment: 'production', sshCredentialsId: 'erp-host', consecutive: 2)
                      def back = erpRollback(environment: 'production', sshCredentialsId: 'erp-host', migrations: 'reverse')
                      echo "values: ${[built, tests, found, deployed, health, back].collect { it.outcome }.join(' ')}"
                      echo "back at ${back.release}, from ${deployed.release}"
                    }
                    """;

    private static final String DEPLOY =
            SOURCE
                    + """
                    node {
                      source('v2')
                      def deployed = erpDeploy(environment: 'production', sshCredentialsId: 'erp-host', envFileCredentialsId: 'erp-env')
                      echo "deployed: ${deployed.outcome}"
                    }
                    """;

    private static final String SLOW =
            SOURCE
                    + """
                    parallel build: {
                      node {
                        source('v1')
                        sh 'printf "\\nRUN sleep 25 # $(date +%s%N)\\n" | sed -i "/^EXPOSE 8000/r /dev/stdin" Dockerfile'
                        def built = erpBuild(push: false)
                        echo "build: ${built.outcome}"
                      }
                    }, check: {
                      node {
                        source('v1')
                        erpBuild()
                        parallel test: {
                          echo "test: ${erpTest().outcome}"
                        }, scan: {
                          echo "scan: ${erpScan().outcome}"
                        }
                      }
                    }
                    """;

    private static TestHost.Reached reached;
    private static TryJenkins place;
    private static JenkinsFiles files;
    private static TryJenkins.Up up;
    private static int lastBuild;

    @BeforeAll
    static void start() throws Exception {
        files = RealJenkins.orSkip();
        reached = RealParts.orSkip();
        SampleProject.delete(STATE);
        place =
                new TryJenkins(
                        RealParts.HOME,
                        new TestHost(TestHost.defaultState(System.getenv()), RealParts.HOME),
                        STATE,
                        PROJECT,
                        (level, line) -> System.out.println(line));
        startAgain();
        up.client().create(JobFile.pipeline("scripted", SCRIPTED));
        up.client().create(JobFile.pipeline("deploy", DEPLOY));
        up.client().create(JobFile.pipeline("slow", SLOW));
    }

    /** On the same port as before: a Jenkins that is started again has the address it had. */
    private static void startAgain() throws Exception {
        up = place.up(files, up == null ? 0 : up.jenkins().port(), RealJenkins.OPTIONS);
    }

    @AfterAll
    static void stop() throws Exception {
        if (up != null) {
            up.jenkins().close();
        }
        if (reached == null) {
            return;
        }
        try (SshShell host = SshShell.open(new LocalShell(), reached.ssh())) {
            String label = "label=com.docker.compose.project=" + PROJECT;
            for (String kind : List.of("container", "volume", "network")) {
                List<String> list = new ArrayList<>(List.of("docker", kind, "ls", "--quiet"));
                if (kind.equals("container")) {
                    list.add("--all");
                }
                list.addAll(List.of("--filter", label));
                for (String id : host.run(Command.of(list)).stdout().lines().toList()) {
                    List<String> remove = new ArrayList<>(List.of("docker", kind, "rm", "--force"));
                    if (kind.equals("container")) {
                        remove.add("--volumes");
                    }
                    remove.add(id);
                    host.run(Command.of(remove));
                }
            }
            host.run(Command.of("rm", "-rf", reached.path() + "/" + PROJECT));
        }
    }

    /** The version that answers now; empty when nothing answers. */
    private static String serving() throws Exception {
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "http://127.0.0.1:"
                                                                    + Files.readString(
                                                                                    STATE.resolve(
                                                                                            "http-port"))
                                                                            .strip()
                                                                    + "/api/health/"))
                                            .timeout(Duration.ofSeconds(10))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString());
            return new ObjectMapper().readTree(response.body()).path("version").asText();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    @Order(1)
    void aDeclarativeRunBuildsTestsScansDeploysAndChecks() throws Exception {
        Built built = run(TryJenkins.JOB, Map.of("SAMPLE_VERSION", "v1"));

        assertThat(built.result()).as(built.console()).isEqualTo("SUCCESS");
        assertThat(serving()).isEqualTo(V1);
        lastBuild = built.number();
    }

    @Test
    @Order(2)
    void aScriptedRunGetsEachStepsValueAndGoesBack() throws Exception {
        Built built = run("scripted", Map.of());

        assertThat(built.result()).as(built.console()).isEqualTo("SUCCESS");
        assertThat(built.console()).contains("values: DONE DONE DONE DONE DONE DONE");
        assertThat(serving()).isEqualTo(V1);
    }

    @Test
    @Order(3)
    void anAbortedDeployLeavesTheOldReleaseServing() throws Exception {
        int number = up.client().build("deploy", Map.of());
        RealJenkins.console(
                up.client(), "deploy", number, text -> text.contains("Start the new release"));

        up.client().post("job/deploy/" + number + "/stop", Map.of());
        Built built = RealJenkins.ended(up.client(), "deploy", number);

        assertThat(built.result()).as(built.console()).isEqualTo("ABORTED");
        assertThat(built.console()).contains("taking back");
        assertThat(serving()).isEqualTo(V1);
    }

    @Test
    @Order(4)
    void aDeployWhoseControllerWasKilledIsFinishedFromTheHostsJournal() throws Exception {
        int number = up.client().build("deploy", Map.of());
        RealJenkins.console(
                up.client(), "deploy", number, text -> text.contains("Start the new release"));

        up.jenkins().kill();
        assertThat(serving()).isIn(V1, V2);
        startAgain();
        Built built = RealJenkins.ended(up.client(), "deploy", number);

        assertThat(built.result()).as(built.console()).isEqualTo("SUCCESS");
        assertThat(built.console()).contains(RESUMED).contains("deployed: DONE");
        assertThat(serving()).isEqualTo(V2);
    }

    @Test
    @Order(5)
    void whatTheSnippetGeneratorSaysRuns() throws Exception {
        List<String> snippets = new ArrayList<>();
        for (Map<String, Object> form : forms()) {
            HttpResponse<String> said =
                    up.client()
                            .post(
                                    "job/scripted/pipeline-syntax/generateSnippet",
                                    Map.of("json", new ObjectMapper().writeValueAsString(form)));
            assertThat(said.statusCode()).as(form.toString()).isEqualTo(200);
            assertThat(said.body()).startsWith("erp");
            snippets.add(said.body().strip());
        }
        System.out.println(String.join("\n", snippets));
        up.client()
                .create(
                        JobFile.pipeline(
                                "snippets",
                                SOURCE
                                        + "node {\n  source('v1')\n  "
                                        + String.join("\n  ", snippets)
                                        + "\n}\n"));

        Built built = run("snippets", Map.of());

        assertThat(built.result()).as(built.console()).isEqualTo("SUCCESS");
    }

    /** What a person gives each step's form; a deploy and a rollback print their plans only. */
    private static List<Map<String, Object>> forms() {
        List<Map<String, Object>> forms = new ArrayList<>();
        forms.add(form("ErpBuildStep", Map.of("tags", "from-snippet", "target", "runtime")));
        forms.add(form("ErpTestStep", Map.of("suites", "unit", "minimumCoverage", "1")));
        forms.add(form("ErpScanStep", Map.of("tools", "flake8", "failOn", "high")));
        Map<String, Object> production =
                Map.of("environment", "production", "sshCredentialsId", "erp-host");
        forms.add(form("ErpHealthStep", production));
        Map<String, Object> deploy = new TreeMap<>(production);
        deploy.put("envFileCredentialsId", "erp-env");
        deploy.put("dryRun", true);
        forms.add(form("ErpDeployStep", deploy));
        Map<String, Object> rollback = new TreeMap<>(production);
        rollback.put("migrations", "keep");
        rollback.put("dryRun", true);
        forms.add(form("ErpRollbackStep", rollback));
        return forms;
    }

    private static Map<String, Object> form(String step, Map<String, Object> fields) {
        String type = "io.jenkins.plugins.erp.jenkins." + step;
        Map<String, Object> form = new LinkedHashMap<>(fields);
        form.put("stapler-class", type);
        form.put("$class", type);
        return form;
    }

    @Test
    @Order(6)
    void buildTestAndScanBeginAgainAfterARestart() throws Exception {
        int number = up.client().build("slow", Map.of());
        RealJenkins.console(
                up.client(),
                "slow",
                number,
                text ->
                        text.contains("Scanning with")
                                && text.contains("Starting db and redis")
                                && text.contains("sleep 25"));

        up.jenkins().kill();
        startAgain();
        Built built = RealJenkins.ended(up.client(), "slow", number);

        assertThat(built.result()).as(built.console()).isEqualTo("SUCCESS");
        for (String step : List.of("erpBuild", "erpTest", "erpScan")) {
            assertThat(built.console())
                    .contains(step + ": the controller was restarted meanwhile; the work begins");
        }
        assertThat(built.console()).contains("build: DONE", "test: DONE", "scan: DONE");
        assertThat(leftOver()).isEmpty();
    }

    /** Containers of test runs and scans that nobody owns any more. */
    private static String leftOver() throws Exception {
        return new LocalShell()
                .run(
                        Command.of(
                                "docker",
                                "ps",
                                "--all",
                                "--filter",
                                "name=erp-test-",
                                "--filter",
                                "name=erp-scan-",
                                "--format",
                                "{{.Names}}"))
                .stdout()
                .strip();
    }

    @Test
    @Order(7)
    void aDeployPrintsAtMost200LinesAndKeepsTheFullLog() throws Exception {
        String console = up.client().console("deploy", 2);

        long lines = console.lines().count();
        Overhead.row("console lines of a deploy that was killed and resumed", "200", lines);
        assertThat(lines).isLessThanOrEqualTo(200);
        assertThat(up.client().get("job/deploy/2/artifact/erp/").statusCode()).isEqualTo(200);
    }

    @Test
    @Order(8)
    void noSecretIsInAnyLogNorInWhatJenkinsSaves() throws Exception {
        Map<String, String> secrets = new TreeMap<>();
        for (String line : Files.readAllLines(STATE.resolve("work/sample_erp/.env"))) {
            String[] both = line.split("=", 2);
            if (both[0].matches(".*(PASSWORD|SECRET|KEY).*") && both[1].length() > 7) {
                secrets.put(both[0], both[1]);
            }
        }
        assertThat(secrets).containsKeys("DB_PASSWORD", "SECRET_KEY");
        secrets.put("admin's password", Files.readString(up.password()));
        List<String> key = Files.readAllLines(reached.key());
        secrets.put("private key", key.get(key.size() / 2));

        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(up.jenkins().home())) {
            List<Path> read =
                    all.filter(Files::isRegularFile)
                            .filter(f -> !f.startsWith(up.jenkins().home().resolve("war")))
                            .filter(f -> !f.startsWith(up.jenkins().home().resolve("plugins")))
                            .toList();
            for (Path file : read) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                secrets.forEach(
                        (name, secret) -> {
                            if (text.contains(secret)) {
                                found.add(name + " is in " + file);
                            }
                        });
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    @Order(9)
    void noPageHasAConsoleErrorOrAViolationOfThePolicy() throws Exception {
        Optional<Path> program = Browser.program();
        Assumptions.assumeTrue(
                program.isPresent(), "SKIPPED, no browser: set CHROME, or install chromium");
        List<String> wrong = new ArrayList<>();
        try (Browser browser = Browser.start(program.orElseThrow())) {
            browser.authorize(JenkinsClient.basic("admin", Files.readString(up.password())));
            for (boolean dark : new boolean[] {false, true}) {
                browser.dark(dark);
                for (Pages.Page page : Pages.of(TryJenkins.JOB, lastBuild)) {
                    Browser.Seen seen =
                            browser.look(
                                    up.jenkins().root().resolve(page.path()),
                                    PICTURES.resolve(page.name() + (dark ? "-dark" : "") + ".png"));
                    seen.errors().forEach(e -> wrong.add(page.name() + " " + e));
                    seen.violations().forEach(v -> wrong.add(page.name() + " CSP " + v));
                    page.shows().stream()
                            .filter(words -> !(seen.title() + seen.text()).contains(words))
                            .forEach(words -> wrong.add(page.name() + " does not show " + words));
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static Built run(String job, Map<String, String> parameters) throws Exception {
        return RealJenkins.run(up.client(), job, parameters);
    }
}
