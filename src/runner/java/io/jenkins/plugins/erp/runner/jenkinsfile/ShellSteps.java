package io.jenkins.plugins.erp.runner.jenkinsfile;

import static io.jenkins.plugins.erp.runner.jenkinsfile.StepDefinition.of;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** {@code sh}. */
final class ShellSteps {
    /** Lines of one {@code sh} that go to the console as they come; the rest goes to the log. */
    private static final int SHOWN = 80;

    private static final int LAST = 20;

    /** A script may run for days, as in Jenkins; its limit is the {@code timeout} step. */
    private static final Duration NO_LIMIT = Duration.ofDays(30);

    private ShellSteps() {}

    static List<StepDefinition> all() {
        return List.of(of("sh script! returnStdout returnStatus label encoding", ShellSteps::sh));
    }

    private static Object sh(StepCall call) throws Exception {
        boolean stdout = call.flag("returnStdout", false);
        boolean status = call.flag("returnStatus", false);
        if (stdout && status) {
            throw new StepException("sh: returnStdout and returnStatus exclude each other");
        }
        String script = call.text("script");
        Path file =
                Files.createTempFile(
                        "erp-sh-",
                        ".sh",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        try {
            Files.writeString(file, script);
            List<String> argv =
                    script.startsWith("#!")
                            ? List.of(file.toString())
                            : List.of("sh", "-xe", file.toString());
            Lines lines = new Lines(call.console(), stdout);
            call.optional("label").ifPresent(l -> call.console().info(l));
            LocalShell shell =
                    new LocalShell()
                            .in(call.context().directory())
                            .withEnvironment(call.build().environment(call.context()));
            CommandResult result =
                    call.engine()
                            .outside(
                                    () -> shell.run(Command.of(argv).withTimeout(NO_LIMIT), lines));
            lines.end(result.ok());
            if (status) {
                return result.exitCode();
            }
            if (!result.ok()) {
                throw new StepException("sh: script returned exit code " + result.exitCode());
            }
            return stdout ? result.stdout() : null;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Keeps the console short: the first lines as they come, then only those at the end. */
    private static final class Lines implements Output {
        private final Console console;
        private final boolean quietStdout;
        private final Deque<String> last = new ArrayDeque<>();
        private int count;

        Lines(Console console, boolean quietStdout) {
            this.console = console;
            this.quietStdout = quietStdout;
        }

        @Override
        public synchronized void line(Stream stream, String line) {
            String shown = "  | " + line;
            if (stream == Stream.STDOUT && quietStdout) {
                console.detail(shown);
            } else if (++count <= SHOWN) {
                console.info(shown);
            } else {
                console.detail(shown);
                last.add(shown);
                if (last.size() > LAST) {
                    last.remove();
                }
                if (count == SHOWN + 1) {
                    console.info("  | ... (further lines are in the full log)");
                }
            }
        }

        synchronized void end(boolean ok) {
            if (!last.isEmpty() && !ok) {
                console.error("  the last of " + count + " lines:");
                last.forEach(console::error);
            } else if (!last.isEmpty()) {
                console.info("  | ... (" + count + " lines in all)");
            }
        }
    }
}
