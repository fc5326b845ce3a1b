package io.jenkins.plugins.erp.runner.jenkins;

import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.demo.EnginePlace;
import io.jenkins.plugins.erp.runner.demo.SampleProject;
import io.jenkins.plugins.erp.runner.host.HostException;
import io.jenkins.plugins.erp.runner.host.HostPlan;
import io.jenkins.plugins.erp.runner.host.TestHost;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Jenkins with this plugin, the sample ERP's job and the test host: started, or found running.
 * Security: it listens on loopback, where every user of the machine and every page in a browser
 * reaches it, so that only an administrator with a password may do something; reading is free.
 */
public final class TryJenkins {
    /** Where what the plugin has deployed is looked at. */
    public static final String PAGE = "erp-deployments/";

    /** Versions of the sample that can be built. */
    public static final List<String> VERSIONS = TryFiles.VERSIONS;

    /** The sample's job. */
    public static final String JOB = TryFiles.JOB;

    private final Path checkout;
    private final TestHost host;
    private final Path state;
    private final String project;
    private final Console console;

    /**
     * In the state directory of the test host.
     *
     * @param checkout of this project
     */
    public TryJenkins(Path checkout, Map<String, String> environment, Console console) {
        this(
                checkout,
                new TestHost(TestHost.defaultState(environment), checkout),
                TestHost.defaultState(environment).resolve("jenkins"),
                "erp-demo-jenkins",
                console);
    }

    /**
     * In a directory of its own.
     *
     * @param state where home, sample and password are kept
     * @param project the sample's Compose project on the test host
     */
    public TryJenkins(Path checkout, TestHost host, Path state, String project, Console console) {
        this.checkout = checkout;
        this.host = host;
        this.state = state;
        this.project = project;
        this.console = console;
    }

    /**
     * A Jenkins that answers, and who may do all there.
     *
     * @param password file with the administrator's password
     */
    public record Up(LocalJenkins jenkins, JenkinsClient client, Path password) {}

    /** The archive that a build of this checkout makes. */
    public static Path archive(Path checkout) {
        return checkout.resolve("target/erp-pipeline.hpi");
    }

    /** The one that an earlier call has left running. */
    public Optional<LocalJenkins> running() throws IOException {
        return LocalJenkins.running(home());
    }

    private Path home() {
        return state.resolve("home");
    }

    /**
     * Brings up what is missing.
     *
     * @param port 0 for a free one
     * @param options more options for Jenkins' Java
     */
    public Up up(JenkinsFiles files, int port, List<String> options)
            throws OperationException, IOException, InterruptedException {
        Optional<LocalJenkins> there = running();
        if (there.isPresent()) {
            console.info(text("jenkins.there", there.get().root()));
            return up(there.get());
        }
        TryFiles configuration = prepare(LocalJenkins.portOr(port));
        configuration.write(home(), files.asCode());
        console.info(text("jenkins.starting", configuration.url()));
        long begin = System.nanoTime();
        LocalJenkins jenkins =
                LocalJenkins.start(
                        new LocalJenkins.Start(
                                files,
                                home(),
                                configuration.url().getPort(),
                                configuration.environment(),
                                options));
        try {
            Up up = up(jenkins);
            console.good(text("jenkins.up", (System.nanoTime() - begin) / 1_000_000_000L));
            return up;
        } catch (OperationException | IOException | InterruptedException e) {
            jenkins.close();
            throw e;
        }
    }

    private Up up(LocalJenkins jenkins)
            throws OperationException, IOException, InterruptedException {
        JenkinsClient client =
                JenkinsClient.as(jenkins.root(), TryFiles.ADMIN, Files.readString(password()));
        jenkins.awaitUp(client);
        return new Up(jenkins, client, password());
    }

    /** Host, sample and secrets, and what Jenkins is told of them. */
    private TryFiles prepare(int port)
            throws OperationException, IOException, InterruptedException {
        try {
            HostPlan plan = host.plan();
            if (!plan.obstacles().isEmpty()) {
                throw new OperationException(
                        Outcome.REFUSED,
                        text(
                                "jenkins.no.host",
                                String.join("; ", plan.reasons(Locale.getDefault()))));
            }
        } catch (HostException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
        EnginePlace place = new EnginePlace(host, state, project);
        place.announce().forEach(line -> console.info("  - " + line));
        place.up(console);
        secretly(home());
        if (!Files.exists(password())) {
            byte[] bytes = new byte[16];
            new SecureRandom().nextBytes(bytes);
            Files.createFile(
                    password(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(password(), HexFormat.of().formatHex(bytes));
        }
        SampleProject sample = new SampleProject(checkout, state);
        sample.create(place.envFile(), place.files(), checkout.resolve("Jenkinsfile.example"));
        sample.tag(TryFiles.VERSIONS.get(0));
        sample.overlay("v2", "Version 2: orders have a channel");
        sample.tag(TryFiles.VERSIONS.get(1));
        TestHost.Reached reached = place.reached();
        return new TryFiles(
                URI.create("http://127.0.0.1:" + port + "/"),
                password(),
                HostAddress.parse(reached.address()).user().orElseThrow(),
                reached.key(),
                sample.directory().resolve(".env"),
                sample.directory(),
                place.variables());
    }

    private Path password() {
        return state.resolve("admin-password");
    }

    /** For its owner alone: credentials are in it. */
    private static void secretly(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    /** Builds a version of the sample, printing the console; gives the result. */
    public Outcome build(Up up, String version) throws IOException, InterruptedException {
        int number = up.client().build(TryFiles.JOB, Map.of(TryFiles.VERSION, version));
        console.info(text("jenkins.building", version, url(up, number)));
        String result = up.client().follow(TryFiles.JOB, number, console);
        switch (result) {
            case "SUCCESS" -> console.good(text("jenkins.built", result, url(up, number)));
            case "UNSTABLE" -> console.warn(text("jenkins.built", result, url(up, number)));
            default -> console.error(text("jenkins.built", result, url(up, number)));
        }
        return outcome(result);
    }

    static Outcome outcome(String result) {
        return switch (result) {
            case "SUCCESS" -> Outcome.DONE;
            case "UNSTABLE" -> Outcome.UNSTABLE;
            default -> Outcome.FAILED;
        };
    }

    private static URI url(Up up, int number) {
        return up.jenkins().root().resolve("job/" + TryFiles.JOB + "/" + number + "/");
    }

    /** Says where to look, and how to get in. */
    public void tell(Up up) {
        console.info("");
        console.good(text("jenkins.page", up.jenkins().root().resolve(PAGE)));
        console.info(text("jenkins.job", up.jenkins().root().resolve("job/" + TryFiles.JOB + "/")));
        console.info(text("jenkins.login", TryFiles.ADMIN, up.password()));
    }

    /** Ends the Jenkins that was left running, if there is one. */
    public void end() throws IOException {
        running().ifPresent(LocalJenkins::close);
    }

    /** Stops Jenkins, and the test host with it. */
    public void stop() throws OperationException, IOException, InterruptedException {
        end();
        new EnginePlace(host, state, project).stop(console);
    }

    /** Removes every trace, of the demo as well. */
    public void down() throws OperationException, IOException, InterruptedException {
        end();
        new EnginePlace(host, state, project).down(console);
    }

    private static String text(String key, Object... arguments) {
        return Messages.of(TryJenkins.class, key, arguments);
    }
}
