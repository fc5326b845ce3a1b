package io.jenkins.plugins.erp.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a Caddy was started, which says what it is configured by.
 *
 * @param program such as {@code caddy}
 * @param config file, as written; relative ones are looked for in the container's directory
 * @param adapter that the file is read with; empty: what Caddy makes of its name
 * @param obstacle why it cannot be told to load its configuration anew, and what to write instead
 */
record CaddyCommand(
        String program, String config, Optional<String> adapter, Optional<String> obstacle) {

    /** Reads entry point and command. */
    static CaddyCommand of(List<String> command) {
        int at = 0;
        while (at < command.size() && !command.get(at).replaceFirst(".*/", "").equals("caddy")) {
            at++;
        }
        if (at == command.size() || at + 1 == command.size()) {
            return refused(
                    "its command does not say how Caddy is started. Write command: [caddy, run,"
                            + " --config, /etc/caddy/Caddyfile, --adapter, caddyfile]");
        }
        Optional<String> config = Optional.empty();
        Optional<String> adapter = Optional.empty();
        for (int i = at + 2; i < command.size(); i++) {
            String word = command.get(i);
            String name = word.replaceFirst("=.*", "");
            Optional<String> value =
                    word.contains("=")
                            ? Optional.of(word.substring(name.length() + 1))
                            : i + 1 < command.size()
                                    ? Optional.of(command.get(i + 1))
                                    : Optional.empty();
            switch (name) {
                case "--config", "-config", "-c" -> config = value;
                case "--adapter", "-adapter", "-a" -> adapter = value;
                case "--resume", "-resume", "-r" -> {
                    return refused(
                            "it is started with "
                                    + name
                                    + ", so that what it runs may be in no file. Take that word"
                                    + " away");
                }
                case "--envfile", "-envfile" -> {
                    return refused(
                            "it reads variables from a file by "
                                    + name
                                    + ", which a reload does not. Write env_file or environment in"
                                    + " the Compose file instead");
                }
                default -> {
                    // says nothing about the configuration
                }
            }
        }
        if (!command.get(at + 1).equals("run")) {
            return refused(
                    "caddy "
                            + command.get(at + 1)
                            + " takes no configuration file. Write a Caddyfile, and command:"
                            + " [caddy, run, --config, /etc/caddy/Caddyfile, --adapter,"
                            + " caddyfile]");
        }
        return new CaddyCommand(
                command.get(at), config.orElse("Caddyfile"), adapter, Optional.empty());
    }

    private static CaddyCommand refused(String why) {
        return new CaddyCommand("caddy", "", Optional.empty(), Optional.of(why));
    }

    /** Prints the configuration in Caddy's own form. */
    List<String> adapt() {
        // JSON is that form already, and there is no adapter for it
        return adapter.isEmpty() && config.endsWith(".json")
                ? List.of("cat", config)
                : words("adapt");
    }

    /** Loads it, though it is the same: connections are made anew. */
    List<String> reload() {
        List<String> words = new ArrayList<>(words("reload"));
        words.add("--force");
        return List.copyOf(words);
    }

    private List<String> words(String verb) {
        List<String> words = new ArrayList<>(List.of(program, verb, "--config", config));
        adapter.ifPresent(a -> words.addAll(List.of("--adapter", a)));
        return List.copyOf(words);
    }
}
