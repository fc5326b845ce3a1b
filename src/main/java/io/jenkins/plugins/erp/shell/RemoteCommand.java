package io.jenkins.plugins.erp.shell;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a command travels to a host. Alone: as one fixed {@code sh} script with the argv as its
 * quoted arguments. Environment values may be secret, so they are never arguments: they come first
 * on standard input, whose length in bytes the script is told. Over a standing session: as a few
 * lines of quoted words on the standard input of one fixed loop ({@link #loopLine}).
 *
 * <p>Either script says on standard error, in lines marked with a random word, which process group
 * the program is in and what a bare exit code cannot tell (program or directory missing, an exit
 * code 255 of the program's own); those lines are taken out again.
 */
final class RemoteCommand {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Standard input longer than this, in bytes, does not go over a standing session. */
    static final int LONGEST_STDIN = 16 * 1024;

    /** Under what a pipe holds, so that writing a request to a loop that waits never blocks. */
    private static final int LONGEST_REQUEST = 48 * 1024;

    private static final int MOST_LINES = 400;
    private static final Pattern PID = Pattern.compile("pid ([0-9]{1,18})");

    private static final String COMMON =
            """
            _erp_say() { printf 'erp-%s %s\\n' "$_erp_n" "$1" >&2; }
            _erp_ready() {
              if [ -n "$_erp_d" ]; then cd -- "$_erp_d" 2>/dev/null || { _erp_say nodir; exit 126; }; fi
              command -v "$1" >/dev/null 2>&1 || { _erp_say missing; exit 127; }
            }
            """;

    // dd reads byte by byte, so that what follows on standard input is left for the program;
    // exec in a subshell, so that "test" or "exit" is the program and not the shell's own
    private static final String SCRIPT =
            COMMON
                    + """
                    _erp_n=$1 _erp_e=$2 _erp_d=$3; shift 3
                    _erp_say "pid $$"
                    if [ "$_erp_e" -gt 0 ]; then eval "$(dd bs=1 count="$_erp_e" 2>/dev/null)"; fi
                    _erp_ready "$@"
                    (exec "$@"); _erp_r=$?
                    if [ "$_erp_r" -eq 255 ]; then _erp_say exit; fi
                    exit "$_erp_r\"\
                    """;

    // read takes byte by byte, so the loop never reads ahead. Each program is in a process group of
    // its own, whose number is what /proc/self says in the subshell that becomes setsid and then
    // the
    // program (run with & and $! it would ignore SIGINT for ever). A program that left others
    // behind
    // in its group ends the session: what they print later belongs to no other command.
    private static final String LOOP =
            COMMON
                    + """
                    _erp_n=$1
                    _erp_s=$(command -v setsid) && command -v base64 >/dev/null && [ -r /proc/self/stat ] ||
                      { _erp_say no; exit 0; }
                    _erp_say yes
                    _erp_run() {
                      read -r _erp_p _erp_x </proc/self/stat
                      _erp_say "pid $_erp_p"
                      eval "$_erp_e"
                      _erp_ready "$@"
                      exec "$_erp_s" "$@"
                    }
                    while read -r _erp_c _erp_g; do
                      _erp_w=
                      while [ "$_erp_c" -gt 0 ]; do
                        IFS= read -r _erp_l || exit 0
                        _erp_w="$_erp_w$_erp_l
                    "
                        _erp_c=$((_erp_c - 1))
                      done
                      eval "set -- $_erp_w"
                      _erp_w= _erp_n=$1 _erp_e=$2 _erp_d=$3 _erp_b=$4; shift 4
                      if [ -n "$_erp_g" ] && kill -0 "-$_erp_g" 2>/dev/null; then _erp_say busy; exit 0; fi
                      if [ -n "$_erp_b" ]; then
                        { printf %s "$_erp_b" | base64 -d; } 2>/dev/null </dev/null | (_erp_run "$@")
                      else
                        (_erp_run "$@") </dev/null
                      fi
                      _erp_r=$?
                      printf 'erp-%s end\\n' "$_erp_n"
                      _erp_say "end $_erp_r"
                    done\
                    """;

    private final Command command;
    private final String nonce;
    private final String marker;
    private final byte[] preamble;
    private volatile OptionalLong group = OptionalLong.empty();
    private volatile String said = "";

    RemoteCommand(Command command) throws ShellException {
        this.command = command;
        nonce = nonce();
        marker = marker(nonce);
        preamble = preamble(command.environment());
        if (command.argv().get(0).startsWith("-")) {
            throw new ShellException("a program's name does not begin with a dash: " + command);
        }
    }

    /** A word that no program can guess. */
    static String nonce() {
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** What a marked line begins with. */
    static String marker(String nonce) {
        return "erp-" + nonce + " ";
    }

    /** What begins the marked lines of this command. */
    String marker() {
        return marker;
    }

    /**
     * The one word that makes of the host's login shell a standing session, which says {@code yes}
     * or {@code no} first.
     */
    static String loopLine(String nonce) {
        List<String> words = new ArrayList<>(List.of("exec", "sh"));
        words.addAll(loop(nonce));
        return Quoting.join(words);
    }

    /** What a POSIX shell is given to become a standing session. */
    static List<String> loop(String nonce) {
        return List.of("-c", LOOP, "erp", nonce);
    }

    /** Whether it is little enough for a standing session. */
    boolean fits() {
        if (command.stdin().length > LONGEST_STDIN) {
            return false;
        }
        byte[] bytes = request(OptionalLong.of(Long.MAX_VALUE));
        return bytes.length <= LONGEST_REQUEST && lines(bytes) <= MOST_LINES;
    }

    /**
     * What asks a standing session to run this: how many lines of quoted words follow, then those.
     *
     * @param before the process group of the command before, to be sure that it has gone
     */
    byte[] request(OptionalLong before) {
        List<String> words = new ArrayList<>(List.of(nonce));
        words.add(new String(preamble, StandardCharsets.UTF_8));
        words.add(command.directory().orElse(""));
        words.add(Base64.getEncoder().encodeToString(command.stdin()));
        words.addAll(command.argv());
        byte[] text = (Quoting.join(words) + "\n").getBytes(StandardCharsets.UTF_8);
        String group = before.isPresent() ? " " + before.getAsLong() : "";
        byte[] head = (lines(text) + group + "\n").getBytes(StandardCharsets.UTF_8);
        return join(head, text);
    }

    private static int lines(byte[] text) {
        int lines = 0;
        for (byte b : text) {
            lines += b == '\n' ? 1 : 0;
        }
        return lines;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** Takes what came after {@link #marker()} in a line. */
    void mark(String mark) {
        Matcher pid = PID.matcher(mark);
        if (pid.matches()) {
            group = OptionalLong.of(Long.parseLong(pid.group(1)));
        } else {
            said = mark;
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
        return join(preamble, command.stdin());
    }

    /** Hands lines on without the marks, which are remembered. */
    Output reading(Output output) {
        return (stream, line) -> {
            int at = stream == Output.Stream.STDERR ? line.indexOf(marker) : -1;
            if (at < 0) {
                output.line(stream, line);
                return;
            }
            mark(line.substring(at + marker.length()));
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
     * the one that sshd, or a standing session, made for the program, so it holds all its children
     * but those that left it on purpose. A process that has said its number and is about to make
     * the group is ended alone.
     */
    static String killLine(long group) {
        String script =
                // the only form that dash, bash and busybox all take for a group
                """
                kill -TERM "-$1" 2>/dev/null || { kill -TERM "$1" 2>/dev/null; exit 0; }
                for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
                  kill -0 "-$1" 2>/dev/null || exit 0
                  sleep 0.2 2>/dev/null || sleep 1
                done
                kill -KILL "-$1" 2>/dev/null
                exit 0\
                """;
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
