package io.jenkins.plugins.erp.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a host is reached over SSH, written {@code [user@]host[:port]} or {@code
 * [user@][v6::addr]:port}.
 *
 * @param user login name, or empty for the SSH client's own choice
 * @param host name or address
 * @param port 1 to 65535
 */
public record HostAddress(Optional<String> user, String host, int port) {
    private static final Pattern SYNTAX =
            Pattern.compile(
                    "(?:([A-Za-z0-9_][A-Za-z0-9._-]*)@)?"
                            + "(?:([A-Za-z0-9][A-Za-z0-9._-]*)|\\[([0-9A-Fa-f:.]+)\\])(?::([0-9]{1,5}))?");

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException for anything else, such as a leading dash or a shell's
     *     metacharacter
     */
    @JsonCreator
    public static HostAddress parse(String text) {
        Matcher m = SYNTAX.matcher(text);
        int port = m.matches() && m.group(4) != null ? Integer.parseInt(m.group(4)) : 22;
        if (!m.matches() || port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" is not a host: write [user@]host[:port], such as deploy@erp1 or deploy@10.0.0.5:2222");
        }
        return new HostAddress(
                Optional.ofNullable(m.group(1)),
                m.group(2) != null ? m.group(2) : m.group(3),
                port);
    }

    /** The written form, the port left out when it is 22. */
    @JsonValue
    @Override
    public String toString() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return user.map(u -> u + "@").orElse("") + name + (port == 22 ? "" : ":" + port);
    }
}
