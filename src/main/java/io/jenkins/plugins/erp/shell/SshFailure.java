package io.jenkins.plugins.erp.shell;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from the SSH client's own words why a connection could not be made. */
final class SshFailure {
    private static final Pattern UNKNOWN_NAME =
            Pattern.compile("Could not resolve hostname|Name or service not known");
    private static final Pattern REFUSED = Pattern.compile("Connection refused");
    private static final Pattern STUCK = Pattern.compile("timed out during banner exchange");
    private static final Pattern NO_WAY =
            Pattern.compile("No route to host|Network is unreachable|Host is down");
    private static final Pattern SILENT = Pattern.compile("timed out|banner exchange");
    private static final Pattern CHANGED =
            Pattern.compile("IDENTIFICATION HAS CHANGED|key for .* has changed|REVOKED HOST KEY");
    private static final Pattern UNKNOWN_KEY =
            Pattern.compile("Host key verification failed|No .* host key is known for");
    private static final Pattern LOGIN =
            Pattern.compile(
                    "Permission denied|Too many authentication failures|No supported authentication methods|account is currently not available");
    private static final Pattern FINGERPRINT = Pattern.compile("(?:SHA256|MD5):\\S+?(?=\\.?$)");

    private SshFailure() {}

    /**
     * The exception for a connection that could not be opened.
     *
     * @param said the client's lines
     * @param reader the machine that the client ran on, for people
     */
    static ShellException of(SshOptions options, List<String> said, String reader) {
        String all = String.join("\n", said);
        String who = options.address();
        String tail = tail(said);
        if (found(CHANGED, all)) {
            return new HostKeyException(
                    HostKeyException.Kind.CHANGED,
                    "the key of "
                            + who
                            + " is not the one in "
                            + file(options)
                            + " any more"
                            + fingerprint(all)
                            + ". Nothing was sent to it. Either the host was set up anew, or somebody stands in between."
                            + " Ask whoever runs the host for the fingerprint (there: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub);"
                            + " when it is right, take the old key out with: ssh-keygen"
                            + options.knownHosts().map(f -> " -f " + Quoting.quote(f)).orElse("")
                            + " -R "
                            + Quoting.quote(keyName(options))
                            + " and add the new one:"
                            + howToAdd(options)
                            + tail);
        }
        if (found(UNKNOWN_KEY, all)) {
            return new HostKeyException(
                    HostKeyException.Kind.UNKNOWN,
                    "no key of "
                            + who
                            + " is in "
                            + file(options)
                            + " ("
                            + reader
                            + "), so the host cannot be told from another that answers in its place. Nothing was sent to it."
                            + " To add its key after comparing the fingerprint with the host's own"
                            + " (there: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub):"
                            + howToAdd(options)
                            + "\nTo trust a host at its first connection instead, say acceptNewHostKey: true for the environment."
                            + tail);
        }
        if (found(LOGIN, all)) {
            return new LoginRefusedException(
                    who
                            + " answers but does not let "
                            + options.user().map(u -> "the user " + u).orElse("this user")
                            + " in with "
                            + options.identityFile()
                                    .map(f -> "the key " + f)
                                    .orElse("the keys of the SSH agent and the client's own files")
                            + ". Put the public key into ~/.ssh/authorized_keys of that user there, or name another key"
                            + " (sshKey of the environment, or sshagent around the step). No password is ever asked for."
                            + tail);
        }
        String reason;
        if (found(UNKNOWN_NAME, all)) {
            reason =
                    "the name "
                            + options.host()
                            + " is not known to "
                            + reader
                            + ": check its spelling in erp.yaml, and DNS or /etc/hosts";
        } else if (found(REFUSED, all)) {
            reason =
                    "nothing listens on port "
                            + options.port()
                            + " there: is sshd running, is the port right?";
        } else if (found(NO_WAY, all)) {
            reason =
                    "the network of "
                            + reader
                            + " finds no way to it: is the host up, is its address right?";
        } else if (found(STUCK, all)) {
            reason =
                    "something takes connections on port "
                            + options.port()
                            + " and says nothing within "
                            + options.connectTimeout().toSeconds()
                            + " s: does its SSH server hang, has the host too much to do?";
        } else if (found(SILENT, all)) {
            reason =
                    "no answer on port "
                            + options.port()
                            + " within "
                            + options.connectTimeout().toSeconds()
                            + " s: is the host up, does a firewall let "
                            + reader
                            + " in?";
        } else {
            reason = "the SSH client gave up";
        }
        return new HostUnreachableException(who + " cannot be reached: " + reason + tail);
    }

    /** Whether the host refuses one more session on a connection that stands (MaxSessions). */
    static boolean tooManySessions(List<String> said) {
        return said.stream().anyMatch(l -> l.contains("Session open refused by peer"));
    }

    private static String howToAdd(SshOptions options) {
        String target = options.knownHosts().map(Quoting::quote).orElse("~/.ssh/known_hosts");
        return "\n    ssh-keyscan -p "
                + options.port()
                + " "
                + options.host()
                + " > key.txt; ssh-keygen -lf key.txt"
                + "\n    cat key.txt >> "
                + target;
    }

    /** How known_hosts names it. */
    private static String keyName(SshOptions options) {
        return options.port() == 22 ? options.host() : "[" + options.host() + "]:" + options.port();
    }

    private static String file(SshOptions options) {
        return options.knownHosts()
                .orElse("~/.ssh/known_hosts (nor in the client's /etc/ssh/ssh_known_hosts)");
    }

    private static String fingerprint(String all) {
        Optional<String> found = Optional.empty();
        for (String line : all.split("\n")) {
            Matcher m = FINGERPRINT.matcher(line);
            if (m.find()) {
                found = Optional.of(m.group());
            }
        }
        return found.map(f -> " (it shows " + f + ")").orElse("");
    }

    private static String tail(List<String> said) {
        List<String> lines =
                said.stream().filter(l -> !l.isBlank() && !l.startsWith("@@")).toList();
        StringBuilder text = new StringBuilder();
        for (String line : lines.subList(Math.max(0, lines.size() - 12), lines.size())) {
            text.append("\n    | ").append(line);
        }
        return text.toString();
    }

    private static boolean found(Pattern pattern, String text) {
        return pattern.matcher(text).find();
    }
}
