package io.jenkins.plugins.erp.runner.demo;

import io.jenkins.plugins.erp.build.BuildRequest;
import io.jenkins.plugins.erp.build.ImageNames;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.operation.Operation;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.sim.SimClock;
import io.jenkins.plugins.erp.runner.sim.SimImage;
import io.jenkins.plugins.erp.runner.sim.SimRegistry;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Puts an image of the working copy's version and migrations into the simulated registry. */
final class SimBuild implements Operation<BuildRequest, SimBuild.Said> {

    /** What a simulated operation gives back. */
    record Said(Outcome outcome, String summary, Map<String, Object> toMap)
            implements OperationResult {}

    private final SimRegistry registry;
    private final SimClock clock;
    private final Supplier<SimImage.Defect> defect;

    SimBuild(SimRegistry registry, SimClock clock, Supplier<SimImage.Defect> defect) {
        this.registry = registry;
        this.clock = clock;
        this.defect = defect;
    }

    @Override
    public Said run(BuildRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        try {
            ImageReference image = ImageNames.current(context);
            String version =
                    context.workspace().exists("VERSION")
                            ? context.workspace().read("VERSION").strip()
                            : "0";
            List<String> migrations =
                    context.workspace().find("*/migrations/0*.py").stream()
                            .map(p -> p.replace("/migrations/", ".").replace(".py", ""))
                            .toList();
            SimImage made = SimImage.of(new SimImage.App(version, migrations, defect.get()));
            registry.push(image.toString(), made);
            clock.advance(Duration.ofSeconds(5));
            String summary = Messages.of(SimBuild.class, "sim.built", image, version);
            return new Said(
                    Outcome.DONE,
                    summary,
                    Map.of(
                            "outcome",
                            "DONE",
                            "summary",
                            summary,
                            "image",
                            image.toString(),
                            "digest",
                            made.digest(),
                            "pushed",
                            true));
        } catch (IOException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
    }

    /** An operation that only a real engine can do: says so, and checks nothing. */
    static <Q extends Record> Operation<Q, Said> leftOut(String name) {
        return (request, context) -> {
            String summary = Messages.of(SimBuild.class, "sim.left.out." + name);
            context.console().warn(summary);
            return new Said(
                    Outcome.DONE,
                    summary,
                    Map.of("outcome", "DONE", "summary", summary, "leftOut", true));
        };
    }
}
