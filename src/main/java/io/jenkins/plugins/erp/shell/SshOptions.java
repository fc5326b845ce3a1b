package io.jenkins.plugins.erp.shell;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a host is reached with OpenSSH.
 *
 * @param user login name; empty: the SSH client's own choice
 * @param host name or address, without brackets
 * @param port 1 to 65535
 * @param knownHosts absolute path of the only file of host keys consulted; empty: the client's own
 * @param acceptNew whether the key of a host never seen is taken and kept; a changed one never is
 * @param identityFile absolute path of a private key, the only one offered; empty: the client's
 *     agent and own configuration
 * @param connectTimeout for the connection to stand, in whole seconds
 */
public record SshOptions(
        Optional<String> user,
        String host,
        int port,
        Optional<String> knownHosts,
        boolean acceptNew,
        Optional<String> identityFile,
        Duration connectTimeout) {

    /** Used where nobody chose one. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(15);

    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern PATH = Pattern.compile("[^\\p{Cntrl}\"\\\\$]+");

    /**
     * Checks that no word can be taken for an option or be given a meaning by a configuration line.
     *
     * @throws IllegalArgumentException naming the word
     */
    public SshOptions {
        user.ifPresent(u -> check(USER.matcher(u).matches(), "user name", u));
        check(HOST.matcher(host).matches() || V6.matcher(host).matches(), "host", host);
        check(port >= 1 && port <= 65535, "port", String.valueOf(port));
        knownHosts.ifPresent(p -> check(PATH.matcher(p).matches(), "known_hosts path", p));
        identityFile.ifPresent(p -> check(PATH.matcher(p).matches(), "key file path", p));
        check(connectTimeout.toSeconds() >= 1, "connect timeout", connectTimeout.toString());
    }

    /** With the client's own keys and known hosts, strict about host keys. */
    public static SshOptions to(Optional<String> user, String host, int port) {
        return new SshOptions(
                user,
                host,
                port,
                Optional.empty(),
                false,
                Optional.empty(),
                DEFAULT_CONNECT_TIMEOUT);
    }

    /** For people: {@code deploy@erp1}, the port where it is not 22. */
    public String address() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return user.map(u -> u + "@").orElse("") + name + (port == 22 ? "" : ":" + port);
    }

    private static void check(boolean ok, String what, String value) {
        if (!ok) {
            throw new IllegalArgumentException("\"" + value + "\" cannot be used as " + what);
        }
    }
}
