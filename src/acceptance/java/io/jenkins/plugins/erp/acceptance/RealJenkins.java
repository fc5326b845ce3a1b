package io.jenkins.plugins.erp.acceptance;

import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.runner.jenkins.JenkinsClient;
import io.jenkins.plugins.erp.runner.jenkins.JenkinsFiles;
import io.jenkins.plugins.erp.runner.jenkins.JobFile;
import io.jenkins.plugins.erp.runner.jenkins.LocalJenkins;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/** What the acceptance tests share: which Jenkins, and how its builds are waited for. */
final class RealJenkins {
    /** A browser that finds a violation of the policy gets it refused, not only reported. */
    static final List<String> OPTIONS =
            List.of("-Djenkins.security.csp.CspHeader.headerName=Content-Security-Policy");

    private static final Duration BUILD = Duration.ofMinutes(10);

    private RealJenkins() {}

    /** The Jenkins that the environment names, or the test is skipped. */
    static JenkinsFiles orSkip() throws OperationException, IOException {
        Map<String, String> environment = System.getenv();
        Assumptions.assumeTrue(
                environment.containsKey(JenkinsFiles.WAR)
                        && environment.containsKey(JenkinsFiles.PLUGINS),
                "SKIPPED, no real Jenkins: set JENKINS_WAR and JENKINS_PLUGINS (a directory of .hpi"
                        + " files) to run this");
        return JenkinsFiles.of(
                environment,
                Path.of(System.getProperty("erp.hpi", "target/erp-pipeline.hpi")).toAbsolutePath());
    }

    /** Starts one with these jobs and nobody to log in, and waits until it answers. */
    static LocalJenkins start(JenkinsFiles files, Path home, List<JobFile> jobs) throws Exception {
        for (JobFile job : jobs) {
            job.write(home);
        }
        LocalJenkins jenkins =
                LocalJenkins.start(new LocalJenkins.Start(files, home, 0, Map.of(), OPTIONS));
        jenkins.awaitUp(new JenkinsClient(jenkins.root()));
        return jenkins;
    }

    /** Runs a job to its end and gives the build. */
    static Built run(JenkinsClient client, String job, Map<String, String> parameters)
            throws Exception {
        return ended(client, job, client.build(job, parameters));
    }

    /** Waits for a build's end. */
    static Built ended(JenkinsClient client, String job, int number) throws Exception {
        String result =
                await(
                        () -> client.result(job, number),
                        () -> job + " " + number + " did not end:\n" + client.console(job, number));
        return new Built(job, number, result, client.console(job, number));
    }

    /** Waits until a build's console is such, and gives it. */
    static String console(JenkinsClient client, String job, int number, Predicate<String> such)
            throws Exception {
        return await(
                () -> {
                    String text = client.console(job, number);
                    if (!such.test(text) && client.result(job, number).isPresent()) {
                        throw new AssertionError(job + " " + number + " ended before:\n" + text);
                    }
                    return Optional.of(text).filter(such);
                },
                () -> "the console of " + job + " stayed at:\n" + client.console(job, number));
    }

    private static <T> T await(Asking<Optional<T>> asking, Asking<String> late) throws Exception {
        long end = System.nanoTime() + BUILD.toNanos();
        while (System.nanoTime() < end) {
            Optional<T> found = asking.ask();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(200);
        }
        throw new AssertionError(late.ask());
    }

    private interface Asking<T> {
        T ask() throws Exception;
    }

    /**
     * A build that has ended.
     *
     * @param result such as SUCCESS
     */
    record Built(String job, int number, String result, String console) {}
}
