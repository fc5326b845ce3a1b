package io.jenkins.plugins.erp.runner.host;

import io.jenkins.plugins.erp.runner.host.HostFacts.Mirror;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads apt's source lists (sources.list(5): one-line and deb822 style). Pure. */
final class AptSources {
    private static final Pattern LINE =
            Pattern.compile("^deb\\s+(?:\\[([^\\]]*)]\\s+)?(\\S+)\\s+(\\S+)\\s+(.+)$");
    private static final Pattern SIGNED = Pattern.compile("signed-by=(\\S+)");

    private AptSources() {}

    /**
     * The first source that has a suite with the section main.
     *
     * @param files texts of the source lists
     * @param suite such as bookworm
     */
    static Optional<Mirror> mirror(List<String> files, String suite) {
        for (String file : files) {
            Optional<Mirror> found =
                    file.lines()
                                    .anyMatch(
                                            l ->
                                                    l.strip()
                                                            .toLowerCase(java.util.Locale.ROOT)
                                                            .startsWith("uris:"))
                            ? stanza(file, suite)
                            : line(file, suite);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Mirror> line(String file, String suite) {
        for (String line : file.lines().map(String::strip).toList()) {
            Matcher m = LINE.matcher(line);
            if (m.matches()
                    && m.group(3).equals(suite)
                    && List.of(m.group(4).split("\\s+")).contains("main")) {
                Matcher signed = SIGNED.matcher(m.group(1) == null ? "" : m.group(1));
                return web(m.group(2), signed.find() ? signed.group(1) : "");
            }
        }
        return Optional.empty();
    }

    private static Optional<Mirror> stanza(String file, String suite) {
        for (String stanza : file.split("\\n\\s*\\n")) {
            String uri = field(stanza, "URIs").split("\\s+")[0];
            if (words(field(stanza, "Types")).contains("deb")
                    && words(field(stanza, "Suites")).contains(suite)
                    && words(field(stanza, "Components")).contains("main")
                    && !field(stanza, "Enabled").equalsIgnoreCase("no")) {
                Optional<Mirror> found = web(uri, field(stanza, "Signed-By"));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Mirror> web(String uri, String keyring) {
        return uri.matches("https?://[A-Za-z0-9._:/~+-]+")
                ? Optional.of(
                        new Mirror(uri, Optional.of(keyring).filter(k -> k.matches("/[\\w./+-]+"))))
                : Optional.empty();
    }

    private static List<String> words(String text) {
        return new ArrayList<>(List.of(text.split("\\s+")));
    }

    private static String field(String stanza, String name) {
        return stanza.lines()
                .filter(l -> !l.startsWith("#"))
                .filter(l -> l.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(l -> l.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
