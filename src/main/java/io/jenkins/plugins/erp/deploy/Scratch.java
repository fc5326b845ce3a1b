package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.release.Tar;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A host's shell for looks that need files there: each command runs in a directory of its own that
 * holds them and goes with it, whatever becomes of the command or of who asked for it, because the
 * files hold secrets.
 */
final class Scratch implements Shell {
    /* standard input: the archive; the arguments: the command, whose input is in the archive */
    private static final String SCRIPT =
            """
            umask 077
            d=$(mktemp -d) || exit 97
            trap 'rm -rf "$d"' EXIT
            trap 'exit 98' HUP INT TERM
            tar -xpf - -C "$d" || exit 97
            cd "$d" || exit 97
            printf 'erp-scratch %s\\n' "$d"
            "$@" <.erp-stdin""";

    private static final int UNMADE = 97;
    private static final int STOPPED = 98;
    private static final String MARK = "erp-scratch ";
    private static final String STDIN = ".erp-stdin";

    private final Shell host;
    private final List<Tar.Entry> files;
    private volatile Optional<String> directory = Optional.empty();

    Scratch(Shell host, List<Tar.Entry> files) {
        this.host = host;
        this.files = List.copyOf(files);
    }

    /** Where the last command ran; gone by now. */
    Optional<String> directory() {
        return directory;
    }

    @Override
    public String where() {
        return host.where();
    }

    @Override
    public CommandResult run(Command command, Output output)
            throws ShellException, InterruptedException {
        AtomicReference<String> said = new AtomicReference<>("");
        CommandResult result =
                host.run(
                        wrap(command),
                        (stream, line) -> {
                            if (stream == Output.Stream.STDOUT && line.startsWith(MARK)) {
                                said.set(line.substring(MARK.length()));
                            } else {
                                output.line(stream, line);
                            }
                        });
        if (result.exitCode() == UNMADE || result.exitCode() == STOPPED) {
            throw new ShellException(
                    "the Compose files could not be put into a temporary directory on "
                            + result.where()
                            + " to be looked at (is its disk full?):\n    | "
                            + String.join("\n    | ", result.tail()));
        }
        directory = Optional.of(said.get()).filter(d -> !d.isEmpty());
        String out = result.stdout();
        String shown =
                out.startsWith(MARK) ? out.substring(Math.max(0, out.indexOf('\n') + 1)) : out;
        return new CommandResult(
                command,
                result.where(),
                result.exitCode(),
                shown,
                result.tail().stream().filter(l -> !l.startsWith(MARK)).toList(),
                result.elapsed());
    }

    private Command wrap(Command command) {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", SCRIPT, "erp-scratch"));
        argv.addAll(command.argv());
        List<Tar.Entry> all = new ArrayList<>(files);
        all.add(new Tar.Entry(STDIN, "0600", command.stdin()));
        return new Command(
                argv,
                command.environment(),
                Optional.empty(),
                Tar.of(all),
                command.secrets(),
                command.timeout());
    }
}
