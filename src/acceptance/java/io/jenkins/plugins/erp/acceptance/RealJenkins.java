package io.jenkins.plugins.erp.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Jenkins on a loopback port: the war that {@code JENKINS_WAR} names, the plugins of the
 * directory {@code JENKINS_PLUGINS} (.hpi or .jpi), and this build's archive.
 */
final class RealJenkins implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(5);

    private final Path home;
    private final Process process;
    private final URI root;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private RealJenkins(Path home, Process process, URI root) {
        this.home = home;
        this.process = process;
        this.root = root;
    }

    /** Starts it with jobs given as name and config.xml, and waits until it answers. */
    static RealJenkins start(Path war, Path plugins, Path archive, Path home, List<Job> jobs)
            throws IOException, InterruptedException {
        Path installed = Files.createDirectories(home.resolve("plugins"));
        try (Stream<Path> files = Files.list(plugins)) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.[hj]pi")).toList()) {
                String name = file.getFileName().toString().replaceFirst("\\.[hj]pi$", ".jpi");
                Files.copy(file, installed.resolve(name));
            }
        }
        Files.copy(archive, installed.resolve("erp-pipeline.jpi"));
        for (Job job : jobs) {
            Files.writeString(
                    Files.createDirectories(home.resolve("jobs").resolve(job.name()))
                            .resolve("config.xml"),
                    job.config());
        }
        int port = freePort();
        ProcessBuilder java =
                new ProcessBuilder(
                        "java",
                        "-Xmx1g",
                        "-Djenkins.install.runSetupWizard=false",
                        "-Dhudson.security.csrf.GlobalCrumbIssuerConfiguration.DISABLE_CSRF_PROTECTION=true",
                        "-Dhudson.model.UpdateCenter.never=true",
                        "-jar",
                        war.toString(),
                        "--httpListenAddress=127.0.0.1",
                        "--httpPort=" + port);
        java.environment().put("JENKINS_HOME", home.toString());
        java.redirectErrorStream(true).redirectOutput(home.resolve("jenkins.log").toFile());
        Process process = java.directory(home.toFile()).start();
        RealJenkins jenkins =
                new RealJenkins(home, process, URI.create("http://127.0.0.1:" + port + "/"));
        jenkins.awaitUp();
        return jenkins;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitUp() throws InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (get("api/json").statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // the port is not open yet
            }
            Thread.sleep(500);
        }
        throw new IllegalStateException("Jenkins did not come up:\n" + log());
    }

    /** Its own log so far. */
    String log() {
        try {
            return Files.readString(home.resolve("jenkins.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks for a page by its path without a leading slash. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(60)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Runs a job's first build to its end and gives its result, such as SUCCESS. */
    String build(String job) throws IOException, InterruptedException {
        http.send(
                HttpRequest.newBuilder(root.resolve("job/" + job + "/build"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (System.nanoTime() < end) {
            HttpResponse<String> run = get("job/" + job + "/1/api/json?tree=result,building");
            if (run.statusCode() == 200 && run.body().contains("\"building\":false")) {
                return run.body().replaceFirst("(?s).*\"result\":\"([A-Z_]+)\".*", "$1");
            }
            Thread.sleep(300);
        }
        throw new IllegalStateException("the build of " + job + " did not end:\n" + console(job));
    }

    /** The console of a job's first build. */
    String console(String job) throws IOException, InterruptedException {
        return get("job/" + job + "/1/consoleText").body();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** A job as Jenkins stores it. */
    record Job(String name, String config) {

        /** A Pipeline job with this script, in the sandbox. */
        static Job pipeline(String name, String script) {
            String escaped = script.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
            return new Job(
                    name,
                    "<?xml version='1.1' encoding='UTF-8'?><flow-definition><definition"
                            + " class=\"org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition\"><script>"
                            + escaped
                            + "</script><sandbox>true</sandbox></definition></flow-definition>");
        }
    }
}
