package io.jenkins.plugins.erp.runner.jenkinsfile;

import static io.jenkins.plugins.erp.runner.jenkinsfile.StepDefinition.block;
import static io.jenkins.plugins.erp.runner.jenkinsfile.StepDefinition.of;

import groovy.lang.Closure;
import io.jenkins.plugins.erp.config.NearestWord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Steps that steer: blocks, repetition, limits, results. */
final class FlowSteps {
    private final Approver approver;

    FlowSteps(Approver approver) {
        this.approver = approver;
    }

    List<StepDefinition> all() {
        return List.of(
                of("echo message!", FlowSteps::echo),
                of(
                        "error message!",
                        call -> {
                            throw new StepException(call.text("message"));
                        }),
                of("unstable message!", FlowSteps::unstable),
                of("sleep time! unit", FlowSteps::sleep),
                of("isUnix", call -> true),
                of("input message! id ok submitter submitterParameter", this::input),
                of("properties properties!", FlowSteps::properties),
                of("milestone ordinal label", call -> null),
                block("script", StepCall::runBody),
                block("node label", StepCall::runBody),
                block("timestamps", FlowSteps::timestamps),
                block("ansiColor colorMapName", StepCall::runBody),
                block(
                        "lock resource label quantity variable inversePrecedence skipIfLocked extra",
                        StepCall::runBody),
                block("sshagent credentials! ignoreMissing", FlowSteps::sshAgent),
                block("stage name! concurrency", FlowSteps::stage),
                block("retry count! conditions", FlowSteps::retry),
                block("timeout time! unit activity", FlowSteps::timeout),
                block(
                        "catchError message buildResult stageResult catchInterruptions",
                        call -> caught(call, BuildResult.FAILURE)),
                block(
                        "warnError message! catchInterruptions",
                        call -> caught(call, BuildResult.UNSTABLE)),
                block("waitUntil initialRecurrencePeriod quiet", FlowSteps::waitUntil),
                StepDefinition.lenient("parallel", FlowSteps::parallel));
    }

    private static Object echo(StepCall call) {
        call.console().info(call.text("message"));
        return null;
    }

    private static Object unstable(StepCall call) {
        call.console().warn("unstable: " + call.text("message"));
        mark(call, BuildResult.UNSTABLE, BuildResult.UNSTABLE, call.text("message"));
        return null;
    }

    /** Notes a result of stage and build. */
    static void mark(StepCall call, BuildResult build, BuildResult stage, String why) {
        call.build().atLeast(build);
        if (call.context().stage() != null) {
            call.context().stage().atLeast(stage, why);
        }
    }

    private static Object sleep(StepCall call) throws Exception {
        Duration time = duration(call, "SECONDS");
        return call.engine()
                .outside(
                        () -> {
                            Thread.sleep(time.toMillis());
                            return null;
                        });
    }

    private static Duration duration(StepCall call, String fallback) {
        String unit = call.optional("unit").orElse(fallback).toUpperCase(Locale.ROOT);
        try {
            long nanos = TimeUnit.valueOf(unit).toNanos(call.number("time", 0));
            return Duration.ofNanos(nanos);
        } catch (IllegalArgumentException e) {
            throw new StepException(
                    call.step().name()
                            + ": there is no unit \""
                            + unit
                            + "\""
                            + NearestWord.hint(
                                    unit,
                                    List.of(
                                            "NANOSECONDS",
                                            "MICROSECONDS",
                                            "MILLISECONDS",
                                            "SECONDS",
                                            "MINUTES",
                                            "HOURS",
                                            "DAYS")));
        }
    }

    private Object input(StepCall call) throws Exception {
        String ok = call.optional("ok").orElse("Proceed");
        boolean go = call.engine().outside(() -> approver.approve(call.text("message"), ok));
        if (!go) {
            throw new InterruptedBuildException(
                    "a person said no to: " + call.text("message"), true);
        }
        call.console().info("input: " + call.text("message") + " -> " + ok);
        return null;
    }

    private static Object properties(StepCall call) {
        for (Object property : call.list("properties")) {
            if (property instanceof Described d && d.type().equals("parameters")) {
                List<Described> definitions = new java.util.ArrayList<>();
                if (d.arguments().get("") instanceof Iterable<?> many) {
                    for (Object one : many) {
                        if (one instanceof Described definition) {
                            definitions.add(definition);
                        }
                    }
                }
                new Parameters(call.build()).define(definitions);
            }
        }
        return null;
    }

    private static Object timestamps(StepCall call) throws Exception {
        call.build().timestamps();
        return call.runBody();
    }

    private static Object sshAgent(StepCall call) throws Exception {
        boolean running = call.build().environment(call.context()).get("SSH_AUTH_SOCK") != null;
        if (running) {
            call.console().info("sshagent: the SSH agent that runs on this machine is used");
        } else {
            call.console()
                    .warn(
                            "sshagent: no SSH agent runs here (SSH_AUTH_SOCK is not set); the SSH client uses its own keys");
        }
        return call.runBody();
    }

    private static Object stage(StepCall call) throws Exception {
        return Stages.run(call.engine(), call.text("name"), call.context(), call::runBody);
    }

    private static Object retry(StepCall call) throws Exception {
        long count = call.number("count", 1);
        for (long attempt = 1; ; attempt++) {
            try {
                return call.runBody();
            } catch (Exception e) {
                boolean stopped = e instanceof InterruptedBuildException i && i.goingOn();
                if (stopped || attempt >= count) {
                    throw e;
                }
                call.console()
                        .warn(
                                "retry: attempt "
                                        + attempt
                                        + " of "
                                        + count
                                        + " failed: "
                                        + call.engine().explain(e));
            }
        }
    }

    private static Object timeout(StepCall call) throws Exception {
        Duration limit = duration(call, "MINUTES");
        try (Deadline deadline = new Deadline(limit)) {
            try {
                Object value = call.runBody();
                deadline.close();
                if (!deadline.passed()) {
                    return value;
                }
            } catch (Exception e) {
                deadline.close();
                if (!deadline.passed()) {
                    throw e;
                }
            }
        }
        throw new InterruptedBuildException(
                "the time limit of " + StageRun.Seconds.of(limit) + " passed", false);
    }

    private static Object caught(StepCall call, BuildResult fallback) throws Exception {
        try {
            return call.runBody();
        } catch (Exception e) {
            boolean stopped = e instanceof InterruptedBuildException i && i.goingOn();
            if (stopped && !call.flag("catchInterruptions", true)) {
                throw e;
            }
            BuildResult build = result(call, "buildResult", fallback);
            BuildResult stage = result(call, "stageResult", build);
            call.optional("message").ifPresent(m -> call.console().warn(m));
            String why = call.engine().explain(e);
            call.console().warn(why);
            mark(call, build, stage, why);
            return null;
        }
    }

    private static BuildResult result(StepCall call, String name, BuildResult otherwise) {
        return call.optional(name).map(BuildResult::parse).orElse(otherwise);
    }

    private static Object waitUntil(StepCall call) throws Exception {
        long pause = call.number("initialRecurrencePeriod", 250);
        while (!org.codehaus.groovy.runtime.typehandling.DefaultTypeTransformation.castToBoolean(
                call.runBody())) {
            long now = pause;
            call.engine()
                    .outside(
                            () -> {
                                Thread.sleep(now);
                                return null;
                            });
            pause = Math.min(15_000, pause * 6 / 5);
        }
        return null;
    }

    private static Object parallel(StepCall call) throws Exception {
        Map<String, StepCall.Body> branches = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : call.arguments().entrySet()) {
            if (entry.getKey().equals("failFast")) {
                continue;
            }
            if (!(entry.getValue() instanceof Closure<?> closure)) {
                throw new StepException(
                        "parallel takes branches: parallel(name: { ... }, other: { ... })");
            }
            branches.put(entry.getKey(), StepCall.Body.of(call.engine(), closure));
        }
        return Branches.run(call.engine(), call.context(), branches, call.flag("failFast", false));
    }
}
