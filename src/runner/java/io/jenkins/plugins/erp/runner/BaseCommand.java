package io.jenkins.plugins.erp.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.jenkinsfile.ErpRunner;
import io.jenkins.plugins.erp.runner.jenkinsfile.JenkinsfileException;
import io.jenkins.plugins.erp.runner.jenkinsfile.Listening;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** What all commands share: where, console and log, JSON, exit codes. */
abstract class BaseCommand implements Callable<Integer> {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(
            names = {"-C", "--directory"},
            paramLabel = "DIR")
    private Path directory = Path.of("");

    @CommandLine.Option(names = "--json")
    private boolean json;

    @CommandLine.Option(names = "--lang", paramLabel = "en|zh_CN")
    private String language;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true)
    private boolean help;

    private final Io io;

    BaseCommand(Io io) {
        this.io = io;
    }

    /**
     * What the command has to show.
     *
     * @param outcome whose exit code the process ends with
     * @param json for {@code --json}
     */
    record Shown(Outcome outcome, Map<String, Object> json) {
        static Shown of(OperationResult result) {
            return new Shown(result.outcome(), result.toMap());
        }
    }

    /** Does what the command is for. */
    abstract Shown run(TerminalConsole console)
            throws ConfigException,
                    OperationException,
                    JenkinsfileException,
                    IOException,
                    InterruptedException;

    Io io() {
        return io;
    }

    boolean json() {
        return json;
    }

    Path directory() {
        return directory.toAbsolutePath().normalize();
    }

    CommandLine.Model.CommandSpec spec() {
        return spec;
    }

    String text(String key, Object... arguments) {
        return Messages.of(BaseCommand.class, key, arguments);
    }

    @Override
    public final Integer call() throws IOException {
        if (!Files.isDirectory(directory())) {
            return failed(Outcome.REFUSED, directory() + " is not a directory", null);
        }
        Path log;
        TerminalConsole console;
        try {
            log = logFile();
            console =
                    new TerminalConsole(
                            json ? io.err() : io.out(), io.colour(), io.progress(), log);
        } catch (IOException e) {
            return failed(Outcome.REFUSED, "the log cannot be written: " + e, null);
        }
        try (console) {
            Shown shown = run(console);
            if (json) {
                print(shown.json());
            }
            console.close();
            if (shown.outcome().exitCode() != 0) {
                io.err().println(text("full.log", log));
            }
            return shown.outcome().exitCode();
        } catch (ConfigException | JenkinsfileException e) {
            return failed(Outcome.REFUSED, e.getMessage(), console);
        } catch (OperationException e) {
            return failed(e.outcome(), e.getMessage(), console);
        } catch (IOException e) {
            return failed(
                    Outcome.FAILED,
                    e.getMessage() == null ? e.toString() : e.getMessage(),
                    console);
        } catch (InterruptedException e) {
            return failed(Outcome.FAILED, text("stopped"), console);
        } catch (CommandLine.ParameterException e) {
            throw e;
        } catch (RuntimeException e) {
            for (StackTraceElement frame : e.getStackTrace()) {
                console.detail("    at " + frame);
            }
            return failed(Outcome.FAILED, text("internal", e.toString()), console);
        }
    }

    private int failed(Outcome outcome, String message, TerminalConsole console) {
        if (console == null) {
            io.err().println(message);
        } else {
            console.error(message);
            console.close();
            io.err().println(text("full.log", console.logFile()));
        }
        if (json) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("outcome", outcome.name());
            map.put("error", message);
            print(map);
        }
        return outcome.exitCode();
    }

    private void print(Map<String, Object> map) {
        try {
            io.out().println(JSON.writeValueAsString(map));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the result cannot be shown as JSON", e);
        }
    }

    /** {@code .erp/logs/TIME-COMMAND.log}, in a directory that git does not look at. */
    private Path logFile() throws IOException {
        Path logs = hidden(directory().resolve(".erp/logs"));
        String name = LocalDateTime.now().format(STAMP) + "-" + spec.name() + ".log";
        return logs.resolve(name);
    }

    /** Makes a directory that git ignores with all in it. */
    static Path hidden(Path path) throws IOException {
        Files.createDirectories(path);
        Path ignore = path.resolve(".gitignore");
        if (!Files.exists(ignore)) {
            Files.writeString(ignore, "*\n");
        }
        return path;
    }

    /** Runs one of the requests on this machine and real hosts. */
    Shown operation(Record request, List<String> secrets, TerminalConsole console)
            throws ConfigException, OperationException, InterruptedException {
        Session session = new Session(Platform.real(), Operations.standard());
        Listening listening = new Listening(console);
        OperationResult result =
                session.run(
                        new ErpRunner.Call(
                                request,
                                directory(),
                                BuildVariables.of(directory(), io.environment()),
                                secrets,
                                Optional.empty(),
                                listening));
        switch (result.outcome()) {
            case DONE -> listening.once(Console.Level.GOOD, result.summary());
            case UNSTABLE -> listening.once(Console.Level.WARN, result.summary());
            default -> listening.once(Console.Level.ERROR, result.summary());
        }
        return Shown.of(result);
    }
}
