package io.jenkins.plugins.erp.scan;

import io.jenkins.plugins.erp.build.ImageNames;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.ScanConfig;
import io.jenkins.plugins.erp.config.ScanConfig.Where;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.operation.Operation;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.operation.RunName;
import io.jenkins.plugins.erp.operation.SideBySide;
import io.jenkins.plugins.erp.report.Finding;
import io.jenkins.plugins.erp.report.Severity;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/**
 * Scans the workspace's code and the installed packages with the tools asked for, side by side. A
 * tool that is missing, crashed or printed what cannot be read makes the scan fail: it is never
 * taken for clean.
 */
public final class ScanOperation implements Operation<ScanRequest, ScanResult> {

    @Override
    public ScanResult run(ScanRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        ScanConfig config = context.config().scan();
        List<Scanner> tools =
                Scanners.named(request.tools().isEmpty() ? config.tools() : request.tools());
        for (String path : config.paths()) {
            check(path);
        }
        Severity failOn = request.failOn().orElse(config.failOn());
        try {
            Baseline baseline = baseline(config, context);
            Optional<ImageReference> image = image(request, config, context);
            context.console()
                    .info(
                            "Scanning with "
                                    + String.join(", ", tools.stream().map(Scanner::name).toList())
                                    + " in "
                                    + image.map(i -> "image " + i).orElse(context.shell().where()));
            List<ToolReport> reports = runAll(tools, image, config, context);
            ScanResult result = result(reports, baseline, failOn, context);
            if (request.updateBaseline()) {
                result = update(result, config, context);
            }
            ScanFiles.write(context.workspace(), result);
            ScanConsole.print(context.console(), result);
            return result;
        } catch (IOException e) {
            throw new OperationException(
                    Outcome.FAILED,
                    "The scan could not be done: "
                            + e.getMessage()
                            + "\nNothing was changed but reports/erp in the workspace.",
                    e);
        }
    }

    private static void check(String path) throws ConfigException {
        if (path.isBlank()
                || path.startsWith("-")
                || path.startsWith("/")
                || List.of(path.split("/")).contains("..")) {
            throw new ConfigException(
                    "scan: paths: \"" + path + "\" is not a path inside the workspace");
        }
    }

    /** The image to scan in, or empty for the agent. */
    private static Optional<ImageReference> image(
            ScanRequest request, ScanConfig config, OperationContext context)
            throws ConfigException, OperationException, ShellException, InterruptedException {
        if (config.where() == Where.AGENT && request.image().isEmpty()) {
            return Optional.empty();
        }
        boolean needed = config.where() == Where.IMAGE || request.image().isPresent();
        ImageReference image;
        try {
            image = candidate(request, config, context);
        } catch (ShellException e) {
            if (needed) {
                throw e;
            }
            return Optional.empty(); // no git here: no commit, so no image of it
        }
        String why;
        try {
            if (context.shell().run(DockerCommands.imageInspect(image.toString())).ok()) {
                return Optional.of(image);
            }
            why = "image " + image + " is not on " + context.shell().where();
        } catch (ShellException e) {
            why = e.getMessage();
        }
        if (needed) {
            throw new OperationException(
                    Outcome.REFUSED,
                    "There is nothing to scan in: "
                            + why
                            + ". Build it first (erpBuild, ./erp build), or scan on the agent"
                            + " (scan: {where: agent}).");
        }
        context.console().info("No image to scan in (" + why + "): using the agent's own tools");
        return Optional.empty();
    }

    private static ImageReference candidate(
            ScanRequest request, ScanConfig config, OperationContext context)
            throws ConfigException, ShellException, InterruptedException {
        if (request.image().isPresent()) {
            try {
                return ImageReference.parse(request.image().get());
            } catch (IllegalArgumentException e) {
                throw new ConfigException(e.getMessage(), e);
            }
        }
        ImageReference built = ImageNames.current(context);
        boolean stage = config.target().isPresent() || context.config().test().target().isPresent();
        return stage ? ImageNames.testImage(built) : built;
    }

    private static List<ToolReport> runAll(
            List<Scanner> tools,
            Optional<ImageReference> image,
            ScanConfig config,
            OperationContext context)
            throws OperationException, IOException, InterruptedException {
        Scanner.Target agent = target(config, context, false);
        ToolRun run = new ToolRun(context.console(), config.timeout());
        Place here = new AgentPlace(context);
        int atOnce = Math.max(2, Runtime.getRuntime().availableProcessors());
        if (image.isEmpty()) {
            return sideBySide(atOnce, tools, t -> run.run(t, here, agent));
        }
        RunName name = RunName.of(context.environment());
        try (ImagePlace there =
                new ImagePlace(
                        context,
                        image.get(),
                        name.word(),
                        config.timeout().multipliedBy(tools.size()))) {
            if (name.again()) {
                there.removeLeftOver();
            }
            there.open(
                    tools.stream().anyMatch(t -> !t.online()),
                    tools.stream().anyMatch(Scanner::online));
            Scanner.Target inImage = target(config, context, true);
            return sideBySide(
                    atOnce,
                    tools,
                    t -> {
                        ToolReport first = run.run(t, there, inImage);
                        if (first.status() != ToolReport.Status.MISSING
                                || config.where() != Where.AUTO) {
                            return first;
                        }
                        ToolReport second = run.run(t, here, agent);
                        return second.status() != ToolReport.Status.MISSING
                                ? second
                                : new ToolReport(
                                        t.name(),
                                        first.where(),
                                        ToolReport.Status.MISSING,
                                        List.of(),
                                        Optional.of(
                                                "is installed neither in "
                                                        + first.where()
                                                        + " nor on "
                                                        + second.where()),
                                        List.of(),
                                        first.seconds() + second.seconds());
                    });
        }
    }

    private interface Step {
        ToolReport run(Scanner tool) throws InterruptedException;
    }

    private static List<ToolReport> sideBySide(int atOnce, List<Scanner> tools, Step step)
            throws InterruptedException {
        List<Callable<ToolReport>> work = new ArrayList<>();
        tools.forEach(t -> work.add(() -> step.run(t)));
        try {
            return SideBySide.run(atOnce, work);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw (InterruptedException) e.getCause();
            }
            throw new IllegalStateException("a scanner's run broke", e.getCause());
        }
    }

    private static Scanner.Target target(
            ScanConfig config, OperationContext context, boolean inImage)
            throws IOException, InterruptedException {
        boolean bandit =
                context.workspace().exists("pyproject.toml")
                        && context.workspace().read("pyproject.toml").contains("[tool.bandit");
        return new Scanner.Target(
                config.paths(), inImage, bandit, context.workspace().find("requirements.txt"));
    }

    private static Baseline baseline(ScanConfig config, OperationContext context)
            throws ConfigException, IOException, InterruptedException {
        if (config.baseline().isEmpty()) {
            return Baseline.EMPTY;
        }
        String file = config.baseline().get();
        if (!context.workspace().exists(file)) {
            context.console()
                    .warn("There is no baseline " + file + " yet: every finding counts as new");
            return Baseline.EMPTY;
        }
        return Baseline.parse(file, context.workspace().read(file));
    }

    private static ScanResult result(
            List<ToolReport> reports, Baseline baseline, Severity failOn, OperationContext context)
            throws InterruptedException {
        List<Finding> all = new ArrayList<>();
        reports.forEach(r -> all.addAll(r.findings()));
        List<Finding> named =
                Fingerprints.add(Doubles.remove(all), new SourceLines(context.workspace()));
        Set<String> known = new HashSet<>();
        named.stream().filter(baseline::knows).forEach(f -> known.add(f.fingerprint()));
        List<ToolReport> tools = new ArrayList<>();
        for (ToolReport one : reports) {
            tools.add(one.with(named.stream().filter(f -> f.tool().equals(one.tool())).toList()));
        }
        return new ScanResult(tools, failOn, known);
    }

    private static ScanResult update(ScanResult result, ScanConfig config, OperationContext context)
            throws OperationException, IOException, InterruptedException {
        if (!result.broken().isEmpty()) {
            ScanConsole.print(context.console(), result);
            throw new OperationException(
                    Outcome.FAILED,
                    "The baseline was not written: "
                            + String.join(
                                    ", ", result.broken().stream().map(ToolReport::tool).toList())
                            + " did not scan everything, so it would be incomplete.");
        }
        String file = config.baseline().orElse(Baseline.DEFAULT_FILE);
        context.workspace().write(file, Baseline.write(result.findings()));
        context.console()
                .info("Wrote " + result.findings().size() + " findings to the baseline " + file);
        if (config.baseline().isEmpty()) {
            context.console().warn("Name it in erp.yaml: scan: {baseline: " + file + "}");
        }
        Set<String> known = new HashSet<>();
        result.findings().forEach(f -> known.add(f.fingerprint()));
        return new ScanResult(result.tools(), result.failOn(), known);
    }
}
