package io.jenkins.plugins.erp.scan;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.report.Finding;
import io.jenkins.plugins.erp.report.ReportException;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.CommandTimedOutException;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.ProgramMissingException;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs one tool at one place and says what came of it; whatever goes wrong is an error. */
final class ToolRun {
    private static final int SHOWN_LINES = 12;
    private static final int MAX_STDERR = 4 * 1024 * 1024;
    private static final int NOT_FOUND = 127;
    private static final int NOT_STARTED = 126;

    private final Console console;
    private final Duration timeout;

    ToolRun(Console console, Duration timeout) {
        this.console = console;
        this.timeout = timeout;
    }

    /** Never throws for what the tool does. */
    ToolReport run(Scanner tool, Place place, Scanner.Target target) throws InterruptedException {
        long start = System.nanoTime();
        StringBuilder stderr = new StringBuilder();
        Output full = console.output(tool.name() + " | ");
        Output output =
                (stream, line) -> {
                    full.line(stream, line);
                    if (stream == Output.Stream.STDERR) {
                        synchronized (stderr) {
                            if (stderr.length() + line.length() < MAX_STDERR) {
                                stderr.append(line).append('\n');
                            }
                        }
                    }
                };
        try {
            CommandResult result = place.run(tool, tool.argv(target), timeout, output);
            String errors;
            synchronized (stderr) {
                errors = stderr.toString();
            }
            return judge(tool, place, result, errors, seconds(start));
        } catch (ProgramMissingException e) {
            return missing(tool, place, seconds(start));
        } catch (CommandTimedOutException e) {
            return error(
                    tool,
                    place,
                    "was stopped after " + timeout.toSeconds() + " s: " + e.getMessage(),
                    seconds(start));
        } catch (ShellException e) {
            return error(tool, place, e.getMessage(), seconds(start));
        }
    }

    static ToolReport judge(
            Scanner tool, Place place, CommandResult result, String stderr, double seconds) {
        if (notThere(tool, result, stderr)) {
            return missing(tool, place, seconds);
        }
        Scanner.Answer answer;
        try {
            answer = tool.judge(new Scanner.Execution(result.exitCode(), result.stdout(), stderr));
        } catch (ReportException e) {
            answer =
                    Scanner.Answer.broken(
                            "ended with exit code "
                                    + result.exitCode()
                                    + " and printed what cannot be read: "
                                    + e.getMessage());
        }
        List<Finding> findings = new ArrayList<>();
        for (Finding one : answer.findings().found()) {
            findings.add(
                    one.file().isPresent()
                            ? one.withFile(relative(one.file().get(), place.root()))
                            : one);
        }
        Optional<String> trouble = answer.trouble().map(t -> t + lastLines(result.tail()));
        return new ToolReport(
                tool.name(),
                place.label(),
                trouble.isEmpty() ? ToolReport.Status.DONE : ToolReport.Status.ERROR,
                findings,
                trouble,
                answer.findings().notes(),
                seconds);
    }

    private static boolean notThere(Scanner tool, CommandResult result, String stderr) {
        if (result.exitCode() == NOT_FOUND) {
            return true;
        }
        // the engine's own words, 126 or 127 by its version
        return result.exitCode() == NOT_STARTED
                && (stderr + result.stdout()).contains("executable file not found")
                && (stderr + result.stdout()).contains("\"" + tool.name() + "\"");
    }

    private static ToolReport missing(Scanner tool, Place place, double seconds) {
        return new ToolReport(
                tool.name(),
                place.label(),
                ToolReport.Status.MISSING,
                List.of(),
                Optional.of("is not installed in " + place.label()),
                List.of(),
                seconds);
    }

    private static ToolReport error(Scanner tool, Place place, String why, double seconds) {
        return new ToolReport(
                tool.name(),
                place.label(),
                ToolReport.Status.ERROR,
                List.of(),
                Optional.of(why),
                List.of(),
                seconds);
    }

    /** The path without the root that the tool ran in. */
    static String relative(String path, String root) {
        String base = root.endsWith("/") ? root : root + "/";
        return path.startsWith(base) ? path.substring(base.length()) : path;
    }

    private static String lastLines(List<String> tail) {
        StringBuilder text = new StringBuilder();
        for (String line : tail.subList(Math.max(0, tail.size() - SHOWN_LINES), tail.size())) {
            String cut = line.length() > 300 ? line.substring(0, 300) + "..." : line;
            text.append("\n    | ").append(cut);
        }
        return text.toString();
    }

    private static double seconds(long start) {
        return Math.round((System.nanoTime() - start) / 1e8) / 10.0;
    }
}
