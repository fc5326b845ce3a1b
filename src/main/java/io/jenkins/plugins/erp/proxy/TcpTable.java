package io.jenkins.plugins.erp.proxy;

import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A container's open connections, as {@code /proc/net/tcp} lists them. */
final class TcpTable {
    /* sl, local, remote, state: 01 is established, 02 is being made */
    private static final Pattern LINE =
            Pattern.compile(
                    "\\s*[0-9]+: [0-9A-F]{8}:([0-9A-F]{4}) ([0-9A-F]{8}):([0-9A-F]{4}) 0([12]) .*");

    private TcpTable() {}

    /** How many go to one of these ports of an address that is none of these. */
    static int elsewhere(String text, Collection<Integer> ports, Collection<String> addresses) {
        Set<String> known =
                addresses.stream().map(TcpTable::littleEndian).collect(Collectors.toSet());
        int count = 0;
        for (String line : text.lines().toList()) {
            Matcher m = LINE.matcher(line);
            if (m.matches()
                    && ports.contains(Integer.parseInt(m.group(3), 16))
                    // one that came in, from a client whose port happens to be the same
                    && !ports.contains(Integer.parseInt(m.group(1), 16))
                    && !known.contains(m.group(2))) {
                count++;
            }
        }
        return count;
    }

    private static String littleEndian(String address) {
        List<String> parts = List.of(address.split("\\."));
        StringBuilder hex = new StringBuilder();
        for (int i = parts.size() - 1; i >= 0; i--) {
            hex.append(
                    HexFormat.of()
                            .withUpperCase()
                            .toHexDigits((byte) Integer.parseInt(parts.get(i))));
        }
        return hex.toString();
    }
}
