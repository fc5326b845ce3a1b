package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.text.Messages;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** Entry point of {@code erp}. */
public final class Main {
    /** How long an interrupted command may take to stop and tidy up. */
    private static final long TIDY_SECONDS = 120;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        Locale.setDefault(language(args, System.getenv()));
        Thread worker = Thread.currentThread();
        CountDownLatch done = new CountDownLatch(1);
        // Ctrl-C: stop what runs, let it take back what it has begun, then end
        Thread hook =
                new Thread(
                        () -> {
                            worker.interrupt();
                            try {
                                done.await(TIDY_SECONDS, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                // the process ends anyway
                            }
                        },
                        "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        int code =
                execute(
                        new Io(
                                new PrintStream(
                                        new FileOutputStream(FileDescriptor.out),
                                        true,
                                        StandardCharsets.UTF_8),
                                new PrintStream(
                                        new FileOutputStream(FileDescriptor.err),
                                        true,
                                        StandardCharsets.UTF_8),
                                System.getenv(),
                                System.console() != null),
                        args);
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process is ending already, with the signal's exit code
        }
        System.exit(code);
    }

    /** Runs a command and gives its exit code: 0 done, 1 failed, 2 usage, 3 needs a person. */
    static int execute(Io io, String... args) {
        CommandLine line = new CommandLine(new ErpCommand());
        line.addSubcommand(new DemoCommand(io));
        line.addSubcommand(new JenkinsCommand(io));
        line.addSubcommand(new RunCommand(io));
        line.addSubcommand(new Commands.Build(io));
        line.addSubcommand(new Commands.Test(io));
        line.addSubcommand(new Commands.Scan(io));
        line.addSubcommand(new Commands.Deploy(io));
        line.addSubcommand(new Commands.Rollback(io));
        line.addSubcommand(new Commands.Resume(io));
        line.addSubcommand(new Commands.Unlock(io));
        line.addSubcommand(new Commands.Health(io));
        line.addSubcommand(new ReleasesCommand(io));
        line.addSubcommand(new RestoreCommand(io));
        line.addSubcommand(new ValidateCommand(io));
        line.addSubcommand(new DoctorCommand(io));
        line.addSubcommand(BenchCommand.line(io));
        line.setResourceBundle(bundle());
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        boolean colour = io.colour();
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        colour ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setOut(new PrintWriter(io.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(io.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler(
                (e, given) -> {
                    CommandLine at = e.getCommandLine();
                    at.getErr().println(e.getMessage());
                    CommandLine.UnmatchedArgumentException.printSuggestions(e, at.getErr());
                    at.getErr()
                            .println(
                                    Messages.of(
                                            Main.class,
                                            "try.help",
                                            at.getCommandSpec().qualifiedName()));
                    return CommandLine.ExitCode.USAGE;
                });
        return line.execute(args);
    }

    private static ResourceBundle bundle() {
        return ResourceBundle.getBundle(
                Main.class.getPackageName() + ".Messages",
                Locale.getDefault(),
                Main.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** The language asked for by {@code --lang}, else by the environment as POSIX has it. */
    static Locale language(String[] args, Map<String, String> environment) {
        String wanted = null;
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--lang=")) {
                wanted = args[i].substring("--lang=".length());
            } else if (args[i].equals("--lang") && i + 1 < args.length) {
                wanted = args[i + 1];
            }
        }
        for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = environment.get(name);
            if (wanted == null && value != null && !value.isEmpty()) {
                wanted = value;
            }
        }
        return wanted != null && wanted.toLowerCase(Locale.ROOT).startsWith("zh")
                ? Locale.SIMPLIFIED_CHINESE
                : Locale.ENGLISH;
    }
}
