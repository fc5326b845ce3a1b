package io.jenkins.plugins.erp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.acceptance.RealJenkins.Built;
import io.jenkins.plugins.erp.runner.jenkins.JenkinsClient;
import io.jenkins.plugins.erp.runner.jenkins.JobFile;
import io.jenkins.plugins.erp.runner.jenkins.LocalJenkins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a step costs a real Jenkins, beside one of Jenkins' own steps that does nothing: counted and
 * asserted, or timed and only written down in {@code target/overhead.md}.
 */
class OverheadIT {
    private static final int STEPS = 100;
    private static final String AGENT = "overhead";

    /** Ends where the operation refuses: what is left is the step itself. */
    private static final String OURS =
            loop("try { erpScan(tools: ['no-such-tool']) } catch (hudson.AbortException e) { }");

    private static final String THEIRS =
            loop("try { error('no') } catch (hudson.AbortException e) { }");

    /** The same, and it lets the Pipeline's thread go in between, as ours does. */
    private static final String WAITING =
            loop(
                    "try { sleep(time: 1, unit: 'MILLISECONDS'); error('no') }"
                            + " catch (hudson.AbortException e) { }");

    /** Two commands, neither of which needs more than an SSH client. */
    private static final String ON_AGENT =
            """
            node('overhead') {
              writeFile file: 'erp.yaml', text: "app: x\\nenvironments: {x: {hosts: ['nobody@127.0.0.1:1'], path: /opt/x}}\\n"
              try { erpHealth environment: 'x' } catch (e) { echo "health said: ${e.message}" }
            }
            """;

    /** Counts what goes over an agent's channel from now on. */
    private static final String COUNT =
            """
            def channel = jenkins.model.Jenkins.get().getComputer('overhead').channel
            def seen = Collections.synchronizedList([])
            System.properties.put('erp.overhead.seen', seen)
            channel.addListener(new hudson.remoting.Channel.Listener() {
              @Override void onWrite(hudson.remoting.Channel c, hudson.remoting.Command command, long millis) {
                if (command.class.simpleName in ['UserRequest', 'RPCRequest', 'UserRPCRequest']) {
                  seen << command.toString()
                }
              }
            })
            println 'counting'
            """;

    private static final String COUNTED =
            "System.properties.get('erp.overhead.seen').each { println it }; null";

    @TempDir static Path home;
    @TempDir static Path agentHome;
    private static LocalJenkins jenkins;
    private static JenkinsClient client;

    private static String loop(String step) {
        return "node {\n  for (int i = 0; i < " + STEPS + "; i++) { " + step + " }\n}\n";
    }

    @BeforeAll
    static void start() throws Exception {
        jenkins =
                RealJenkins.start(
                        RealJenkins.orSkip(),
                        home,
                        List.of(
                                JobFile.pipeline("ours", OURS),
                                JobFile.pipeline("theirs", THEIRS),
                                JobFile.pipeline("waiting", WAITING),
                                JobFile.pipeline("on-agent", ON_AGENT)));
        client = new JenkinsClient(jenkins.root());
    }

    @AfterAll
    static void stop() {
        if (jenkins != null) {
            jenkins.close();
        }
    }

    @Test
    void aStepIsOneFlowNodeAndLittleTimeOnThePipelinesThread() throws Exception {
        // the first runs load classes
        for (String job : List.of("ours", "theirs", "waiting", "ours", "theirs", "waiting")) {
            Built built = RealJenkins.run(client, job, Map.of());
            assertThat(built.result()).as(built.console()).isEqualTo("SUCCESS");
        }
        Path ours = jenkins.home().resolve("jobs/ours/builds/2");
        Path theirs = jenkins.home().resolve("jobs/theirs/builds/2");

        int more = nodes(ours) - nodes(theirs);
        Overhead.row("flow nodes a step, more than a step of Jenkins' own", "0", more / STEPS);
        Overhead.row(
                "ms that the Pipeline's thread was held for a step that fails (error: "
                        + millis(theirs)
                        + ", sleep and error: "
                        + millis(jenkins.home().resolve("jobs/waiting/builds/2"))
                        + ")",
                "5 more",
                millis(ours));
        assertThat(more).isZero();
        assertThat(nodes(ours)).isBetween(STEPS, STEPS + 10);
    }

    /** Nodes in what Jenkins keeps of a run's flow. */
    private static int nodes(Path build) throws Exception {
        int found = 0;
        for (String directory : List.of("workflow", "workflow-completed")) {
            if (Files.isDirectory(build.resolve(directory))) {
                try (var files = Files.list(build.resolve(directory))) {
                    for (Path file : files.toList()) {
                        found +=
                                (int)
                                        Pattern.compile("<node class=")
                                                .matcher(Files.readString(file))
                                                .results()
                                                .count();
                    }
                }
            }
        }
        return found;
    }

    /** What Jenkins itself measured: time in the Pipeline's program, for one step. */
    private static String millis(Path build) throws Exception {
        Map<String, Long> timings = new TreeMap<>();
        Pattern.compile("<string>(\\w+)</string>\\s*<long>(\\d+)</long>")
                .matcher(Files.readString(build.resolve("build.xml")))
                .results()
                .forEach((MatchResult m) -> timings.put(m.group(1), Long.parseLong(m.group(2))));
        return String.format(
                Locale.ROOT, "%.2f", timings.getOrDefault("run", 0L) / 1_000_000.0 / STEPS);
    }

    @Test
    void aCommandOnAnAgentIsNoCallMoreThanJenkinsOwnLauncherMakes() throws Exception {
        script(
                "jenkins.model.Jenkins.get().addNode(new hudson.slaves.DumbSlave('"
                        + AGENT
                        + "', '"
                        + agentHome
                        + "', new hudson.slaves.JNLPLauncher()))");
        String secret =
                script("println jenkins.model.Jenkins.get().getComputer('" + AGENT + "').jnlpMac")
                        .strip();
        Path jar = agentHome.resolve("agent.jar");
        Files.write(jar, client.bytes("jnlpJars/agent.jar"));
        Process agent =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-jar",
                                jar.toString(),
                                "-url",
                                jenkins.root().toString(),
                                "-secret",
                                secret,
                                "-name",
                                AGENT,
                                "-webSocket",
                                "-workDir",
                                agentHome.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(agentHome.resolve("agent.log").toFile())
                        .start();
        try {
            RealJenkins.run(client, "on-agent", Map.of());
            assertThat(script(COUNT)).contains("counting");
            Built built = RealJenkins.run(client, "on-agent", Map.of());
            List<String> calls =
                    script(COUNTED).lines().filter(l -> l.contains("Request")).toList();
            Files.write(Path.of("target/overhead-calls.txt"), calls);

            long commands = calls.stream().filter(c -> c.contains("RemoteLaunchCallable")).count();
            assertThat(commands).as(built.console() + calls).isPositive();
            // what Jenkins' own launcher asks for each process; the others are for files
            List<String> ofCommands =
                    calls.stream()
                            .filter(c -> c.matches(".*(RemoteLaunchCallable|RemoteProcess).*"))
                            .toList();
            Overhead.row(
                    "calls to the agent a command, by Jenkins' own launcher (ours to it: 2)",
                    "4",
                    String.format(Locale.ROOT, "%.1f", 1.0 * ofCommands.size() / commands));
            Overhead.row(
                    "calls to the agent in a step with " + commands + " commands, all told",
                    "",
                    calls.size());
            assertThat(ofCommands)
                    .allMatch(c -> c.matches(".*(Launch|getIOtriplet|[.]join|isAlive).*"))
                    .hasSizeLessThanOrEqualTo((int) (4 * commands));
        } finally {
            agent.destroy();
            agent.waitFor(30, TimeUnit.SECONDS);
        }
    }

    private static String script(String groovy) throws Exception {
        return client.post("scriptText", Map.of("script", groovy)).body();
    }
}
