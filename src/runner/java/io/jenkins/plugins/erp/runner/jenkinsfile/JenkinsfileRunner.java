package io.jenkins.plugins.erp.runner.jenkinsfile;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a Jenkinsfile on this machine. */
public final class JenkinsfileRunner {
    private final ErpSteps erpSteps;
    private final Approver approver;
    private final Clock clock;

    /** With what the erp steps do and who is asked by {@code input}. */
    public JenkinsfileRunner(ErpSteps erpSteps, Approver approver, Clock clock) {
        this.erpSteps = erpSteps;
        this.approver = approver;
        this.clock = clock;
    }

    /**
     * Runs it to its end. An interrupt of this thread stops it; post blocks still run.
     *
     * @throws JenkinsfileException when it cannot be run as it is written; nothing has been run
     */
    public RunResult run(RunRequest request, Console console) throws JenkinsfileException {
        Build build = new Build(request, console, clock);
        Credentials credentials = new Credentials(request);
        List<StepDefinition> steps = new ArrayList<>();
        steps.addAll(OtherSteps.all());
        steps.addAll(credentials.all());
        steps.addAll(new FlowSteps(approver).all());
        steps.addAll(ShellSteps.all());
        steps.addAll(FileSteps.all());
        steps.addAll(erpSteps.all(credentials));
        Engine engine = new Engine(build, steps);
        PipelineScript script = engine.scripts().jenkinsfile();
        engine.scripts().compileLibraries();
        build.parameters().putAll(request.parameters());

        Optional<String> failure = Optional.empty();
        Outcome outcome = null;
        try {
            engine.run(script, new Context(request.workspace(), Map.of(), "", null));
        } catch (Exception | StackOverflowError e) {
            build.atLeast(
                    e instanceof InterruptedBuildException
                            ? BuildResult.ABORTED
                            : BuildResult.FAILURE);
            failure = Optional.of(build.masker().mask(engine.explain(e)));
            outcome = outcome(e);
            for (StackTraceElement frame : e.getStackTrace()) {
                build.console(new Context(request.workspace(), Map.of(), "", null))
                        .detail("    at " + frame);
            }
        }
        BuildResult result = build.result();
        if (outcome == null) {
            outcome =
                    switch (result) {
                        case SUCCESS -> Outcome.DONE;
                        case UNSTABLE -> Outcome.UNSTABLE;
                        default -> Outcome.FAILED;
                    };
        }
        try {
            LastResult.write(request, result);
        } catch (IOException e) {
            console.warn("the result could not be kept for the next run: " + e.getMessage());
        }
        return new RunResult(
                result,
                outcome,
                List.copyOf(build.stages()),
                failure,
                List.copyOf(build.archived()),
                build.tests(),
                build.elapsed());
    }

    private static Outcome outcome(Throwable failure) {
        Outcome worst = Outcome.FAILED;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof StepException step && step.outcome() != Outcome.FAILED) {
                worst = step.outcome();
            }
        }
        for (Throwable other : failure.getSuppressed()) {
            if (outcome(other) == Outcome.NEEDS_PERSON) {
                worst = Outcome.NEEDS_PERSON;
            }
        }
        return worst;
    }
}
