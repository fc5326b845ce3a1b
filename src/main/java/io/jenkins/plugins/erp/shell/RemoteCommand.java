package io.jenkins.plugins.erp.shell;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a command travels to a host: as one fixed {@code sh} script with the argv as its quoted
 * arguments. The script says on standard error, in lines marked with a random word, which process
 * group it is and what a bare exit code cannot tell (program or directory missing, an exit code 255
 * of the program's own); those lines are taken out again. Environment values may be secret, so they
 * are never arguments: they come first on standard input, whose length in bytes the script is told.
 */
final class RemoteCommand {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    // dd reads byte by byte, so that what follows on standard input is left for the program;
    // exec in a subshell, so that "test" or "exit" is the program and not the shell's own
    private static final String SCRIPT =
            """
            _erp_n=$1 _erp_e=$2 _erp_d=$3; shift 3
            _erp_say() { printf 'erp-%s %s\\n' "$_erp_n" "$1" >&2; }
            _erp_say "pid $$"
            if [ "$_erp_e" -gt 0 ]; then eval "$(dd bs=1 count="$_erp_e" 2>/dev/null)"; fi
            if [ -n "$_erp_d" ]; then cd -- "$_erp_d" 2>/dev/null || { _erp_say nodir; exit 126; }; fi
            command -v "$1" >/dev/null 2>&1 || { _erp_say missing; exit 127; }
            (exec "$@"); _erp_r=$?
            if [ "$_erp_r" -eq 255 ]; then _erp_say exit; fi
            exit "$_erp_r\"""";

    private final Command command;
    private final String nonce;
    private final String marker;
    private final byte[] preamble;
    private volatile OptionalLong group = OptionalLong.empty();
    private volatile String said = "";

    RemoteCommand(Command command) throws ShellException {
        this.command = command;
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        nonce = HexFormat.of().formatHex(bytes);
        marker = "erp-" + nonce + " ";
        preamble = preamble(command.environment());
        if (command.argv().get(0).startsWith("-")) {
            throw new ShellException("a program's name does not begin with a dash: " + command);
        }
    }

    /** The one word that the host's login shell is given. */
    String line() {
        List<String> words = new ArrayList<>(List.of("exec", "sh", "-c", SCRIPT, "erp", nonce));
        words.add(String.valueOf(preamble.length));
        words.add(command.directory().orElse(""));
        words.addAll(command.argv());
        return Quoting.join(words);
    }

    /** What goes to its standard input. */
    byte[] stdin() {
        byte[] all = new byte[preamble.length + command.stdin().length];
        System.arraycopy(preamble, 0, all, 0, preamble.length);
        System.arraycopy(command.stdin(), 0, all, preamble.length, command.stdin().length);
        return all;
    }

    /** Hands lines on without the marks, which are remembered. */
    Output reading(Output output) {
        return (stream, line) -> {
            int at = stream == Output.Stream.STDERR ? line.indexOf(marker) : -1;
            if (at < 0) {
                output.line(stream, line);
                return;
            }
            String mark = line.substring(at + marker.length());
            Matcher pid = Pattern.compile("pid ([0-9]{1,18})").matcher(mark);
            if (pid.matches()) {
                group = OptionalLong.of(Long.parseLong(pid.group(1)));
            } else {
                said = mark;
            }
            if (at > 0) {
                // the program's last line had no end
                output.line(stream, line.substring(0, at));
            }
        };
    }

    /** The lines without the marks. */
    List<String> clean(List<String> tail) {
        List<String> clean = new ArrayList<>();
        for (String line : tail) {
            int at = line.indexOf(marker);
            if (at != 0) {
                clean.add(at < 0 ? line : line.substring(0, at));
            }
        }
        return clean;
    }

    /** Whether the script began on the host. */
    boolean started() {
        return group.isPresent();
    }

    /** Its process group there, once started. */
    OptionalLong group() {
        return group;
    }

    boolean programMissing() {
        return "missing".equals(said);
    }

    boolean directoryMissing() {
        return "nodir".equals(said);
    }

    /** Whether the exit code 255 is the program's own and not the SSH client's. */
    boolean ownExit255() {
        return "exit".equals(said);
    }

    /**
     * Ends a process group: asked first (TERM), after three seconds not asked (KILL). The group is
     * the one that sshd made for the session, so it holds all the program's children but those that
     * left it on purpose.
     */
    static String killLine(long group) {
        String script =
                // dash knows the end of options only after -s
                """
                kill -s TERM -- "-$1" 2>/dev/null || exit 0
                for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
                  kill -s 0 -- "-$1" 2>/dev/null || exit 0
                  sleep 0.2 2>/dev/null || sleep 1
                done
                kill -s KILL -- "-$1" 2>/dev/null
                exit 0""";
        return Quoting.join(List.of("exec", "sh", "-c", script, "erp", String.valueOf(group)));
    }

    private static byte[] preamble(Map<String, String> environment) throws ShellException {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            if (!NAME.matcher(name).matches() || name.startsWith("_erp_")) {
                throw new ShellException("\"" + name + "\" cannot be a variable's name on a host");
            }
            text.append("export ").append(name).append('=');
            text.append(Quoting.quote(variable.getValue())).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
