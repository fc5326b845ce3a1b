package io.jenkins.plugins.erp.runner.demo;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.deploy.MigrationPolicy;
import io.jenkins.plugins.erp.deploy.ReleasesRequest;
import io.jenkins.plugins.erp.deploy.RollbackRequest;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.BuildVariables;
import io.jenkins.plugins.erp.runner.Session;
import io.jenkins.plugins.erp.runner.jenkinsfile.ErpRunner;
import io.jenkins.plugins.erp.runner.jenkinsfile.ErpSteps;
import io.jenkins.plugins.erp.runner.jenkinsfile.JenkinsfileException;
import io.jenkins.plugins.erp.runner.jenkinsfile.JenkinsfileRunner;
import io.jenkins.plugins.erp.runner.jenkinsfile.Listening;
import io.jenkins.plugins.erp.runner.jenkinsfile.RunRequest;
import io.jenkins.plugins.erp.runner.jenkinsfile.RunResult;
import io.jenkins.plugins.erp.runner.load.Traffic;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The whole job on the sample ERP: version 1, version 2, and back, or a bad release. */
public final class Demo {
    private static final String ENVIRONMENT = "production";

    /** Of the process around, about another working copy. */
    private static final Set<String> FOREIGN =
            Set.of(
                    "GIT_COMMIT",
                    "GIT_BRANCH",
                    "BRANCH_NAME",
                    "TAG_NAME",
                    "WORKSPACE",
                    "JOB_NAME",
                    "BUILD_URL",
                    "BUILD_NUMBER",
                    "CHANGE_ID");

    private final DemoPlace place;
    private final DemoOptions options;
    private final Console console;
    private final Recorder recorder;
    private final SampleProject project;
    private final Map<String, RunResult> runs = new LinkedHashMap<>();
    private Outcome outcome = Outcome.DONE;
    private Optional<String> failure = Optional.empty();
    private int builds;

    /** At a place. */
    public Demo(DemoPlace place, DemoOptions options, Console console) throws OperationException {
        this.place = place;
        this.options = options;
        this.console = console;
        this.recorder =
                new Recorder(
                        new Session(place.platform(), place.operations()),
                        place.platform().clock());
        this.project = new SampleProject(options.home(), place.state());
    }

    /** Runs it to its end; failures of the job are in the record. */
    public DemoRecord run()
            throws OperationException, IOException, JenkinsfileException, InterruptedException {
        Instant began = Instant.now();
        long begin = System.nanoTime();
        place.banner().ifPresent(console::warn);
        List<String> plan = place.announce();
        console.info(text(plan.isEmpty() ? "demo.nothing.to.do" : "demo.plan"));
        plan.forEach(line -> console.info("  - " + line));
        place.up(console);
        Traffic.Report traffic = Traffic.Report.NONE;
        project.create(
                place.envFile(), place.files(), options.home().resolve("Jenkinsfile.example"));
        if (servesAlready() || pipeline("1")) {
            try (Traffic client = place.traffic(console)) {
                client.start();
                if (options.breaking().isPresent()) {
                    breakIt(options.breaking().get());
                } else {
                    forthAndBack();
                }
                traffic = client.stop();
            }
        }
        String answer = place.answer();
        Map<String, Object> releases = releases();
        return new DemoRecord(
                began,
                Duration.ofNanos(System.nanoTime() - begin),
                outcome,
                place.banner(),
                options.breaking(),
                new LinkedHashMap<>(runs),
                recorder.done(),
                traffic,
                releases,
                answer,
                failure);
    }

    /**
     * Whether an earlier demo left this very version 1 serving: then only what comes after it is
     * run.
     */
    private boolean servesAlready() throws InterruptedException {
        if (!place.answer().startsWith("200")) {
            return false;
        }
        Map<String, Object> known = releases();
        String current = String.valueOf(known.getOrDefault("current", ""));
        String commit = variables().getOrDefault("GIT_COMMIT", "");
        boolean same =
                known.get("entries") instanceof List<?> entries
                        && entries.stream()
                                .filter(Map.class::isInstance)
                                .map(Map.class::cast)
                                .anyMatch(
                                        entry ->
                                                current.equals(entry.get("release"))
                                                        && commit.equals(entry.get("commit")));
        if (same) {
            console.info("");
            console.info(text("demo.serves.already", current));
        }
        return same;
    }

    private void forthAndBack()
            throws OperationException, IOException, JenkinsfileException, InterruptedException {
        project.overlay("v2", "Version 2: orders have a channel");
        if (pipeline("2")) {
            console.info("");
            console.info(text("demo.rollback"));
            ask(new RollbackRequest(ENVIRONMENT, Optional.empty(), MigrationPolicy.REVERSE, false));
        }
    }

    private void breakIt(String kind)
            throws OperationException, IOException, JenkinsfileException, InterruptedException {
        project.overlay("v2", "Version 2: orders have a channel");
        project.overlay("break-" + kind, "A release that goes wrong: " + kind);
        place.breaking(kind);
        if (pipeline("break-" + kind)) {
            outcome = Outcome.FAILED;
            failure = Optional.of(text("demo.break.passed", kind));
            console.error(failure.get());
            return;
        }
        console.info("");
        String answer = place.answer();
        if (answer.startsWith("200")) {
            console.good(text("demo.still.answers", answer));
        } else {
            outcome = Outcome.NEEDS_PERSON;
            console.error(text("demo.not.answering", answer));
        }
    }

    /** Runs the Jenkinsfile on what is committed. */
    private boolean pipeline(String title)
            throws IOException, JenkinsfileException, InterruptedException {
        console.info("");
        console.info(text("demo.run", title));
        Path directory = project.directory();
        Map<String, String> variables = variables();
        variables.put("BUILD_NUMBER", String.valueOf(++builds));
        Path state = directory.resolve(".erp/run");
        Files.createDirectories(state);
        RunResult result =
                new JenkinsfileRunner(
                                new ErpSteps(recorder),
                                (message, ok) -> true,
                                Clock.systemDefaultZone())
                        .run(
                                new RunRequest(
                                        directory.resolve("Jenkinsfile"),
                                        directory,
                                        state,
                                        List.of(options.home()),
                                        Map.of(),
                                        variables),
                                console);
        runs.put(title, result);
        if (result.outcome().exitCode() != 0) {
            outcome = result.outcome();
            failure = result.failure();
            result.failure().ifPresent(console::error);
            return false;
        }
        return true;
    }

    private Map<String, String> variables() throws InterruptedException {
        Map<String, String> process = new TreeMap<>(options.environment());
        process.keySet().removeAll(FOREIGN);
        process.putAll(place.variables());
        return new TreeMap<>(BuildVariables.of(project.directory(), process));
    }

    private void ask(Record request) throws InterruptedException {
        Listening listening = new Listening(console);
        try {
            OperationResult result =
                    recorder.run(
                            new ErpRunner.Call(
                                    request,
                                    project.directory(),
                                    variables(),
                                    List.of(),
                                    Optional.empty(),
                                    listening));
            if (result.outcome().exitCode() == 0) {
                listening.once(Console.Level.GOOD, result.summary());
            } else {
                fail(result.outcome(), result.summary());
            }
        } catch (OperationException e) {
            fail(e.outcome(), e.getMessage());
        } catch (ConfigException e) {
            fail(Outcome.REFUSED, e.getMessage());
        }
    }

    private void fail(Outcome how, String why) {
        outcome = how;
        failure = Optional.ofNullable(why);
        console.error(String.valueOf(why));
    }

    private Map<String, Object> releases() throws InterruptedException {
        try {
            return new Session(place.platform(), place.operations())
                    .run(
                            new ErpRunner.Call(
                                    new ReleasesRequest(ENVIRONMENT),
                                    project.directory(),
                                    variables(),
                                    List.of(),
                                    Optional.empty(),
                                    console))
                    .toMap();
        } catch (OperationException | ConfigException e) {
            console.warn(String.valueOf(e.getMessage()));
            return Map.of();
        }
    }

    private static String text(String key, Object... arguments) {
        return Messages.of(Demo.class, key, arguments);
    }
}
