package io.jenkins.plugins.erp.shell;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An ssh-agent of one's own, on the machine where the SSH client runs, that holds keys while it is
 * open: a key travels by standard input and is never in a file.
 */
public final class SshAgent implements AutoCloseable {
    private static final Pattern VARIABLE =
            Pattern.compile("(SSH_AUTH_SOCK|SSH_AGENT_PID)=([^;\\s]+)");

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /*
     * ssh-add takes a passphrase from a program only: one that gives it once, from a file that is
     * the user's own, and both are gone right after. A second question gets no answer, or ssh-add
     * would ask for ever.
     */
    private static final String WITH_PASSPHRASE =
            """
            umask 077
            d=$(mktemp -d) || exit 1
            trap 'rm -rf "$d"' EXIT
            trap 'exit 1' HUP INT TERM
            IFS= read -r phrase || exit 1
            printf '%s\\n' "$phrase" > "$d/phrase"
            printf '%s\\n' '#!/bin/sh' 'cat "${0%/*}/phrase" && rm "${0%/*}/phrase"' > "$d/ask"
            chmod 700 "$d/ask"
            SSH_ASKPASS=$d/ask SSH_ASKPASS_REQUIRE=force DISPLAY=${DISPLAY:-none} ssh-add -q -
            """;

    private final Shell shell;
    private final Map<String, String> environment;

    private SshAgent(Shell shell, Map<String, String> environment) {
        this.shell = shell;
        this.environment = environment;
    }

    /** None: the SSH client uses what is there. */
    public static SshAgent none(Shell shell) {
        return new SshAgent(shell, Map.of());
    }

    /**
     * Starts one that holds keys.
     *
     * @param passphrase of the keys; empty for none
     * @throws ShellException when a key cannot be read, or its passphrase is another
     */
    public static SshAgent holding(Shell shell, List<String> keys, String passphrase)
            throws ShellException, InterruptedException {
        SshAgent agent = new SshAgent(shell, begin(shell));
        try {
            for (String text : keys) {
                agent.add(text, passphrase);
            }
            return agent;
        } catch (ShellException | InterruptedException | RuntimeException e) {
            agent.close();
            throw e;
        }
    }

    /** Variables that lead the SSH client to this agent. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Reads what ssh-agent prints for a Bourne shell. */
    static Map<String, String> variables(String printed) {
        Map<String, String> found = new LinkedHashMap<>();
        Matcher matcher = VARIABLE.matcher(printed);
        while (matcher.find()) {
            found.put(matcher.group(1), matcher.group(2));
        }
        return found;
    }

    private static Map<String, String> begin(Shell shell)
            throws ShellException, InterruptedException {
        String printed = shell.run(Command.of("ssh-agent", "-s")).orThrow().stdout();
        Map<String, String> found = variables(printed);
        if (found.size() != 2) {
            throw new ShellException(
                    "ssh-agent on " + shell.where() + " did not say where it listens");
        }
        return Map.copyOf(found);
    }

    private void add(String key, String passphrase) throws ShellException, InterruptedException {
        String text = key.replace("\r\n", "\n");
        String whole = text.endsWith("\n") ? text : text + "\n";
        Command command =
                passphrase.isEmpty()
                        ? Command.of("ssh-add", "-q", "-").withStdin(whole)
                        : Command.of("sh", "-c", WITH_PASSPHRASE)
                                .withStdin(passphrase + "\n" + whole)
                                .withSecret(passphrase);
        shell.run(with(command).withSecret(key).withTimeout(LIMIT)).orThrow();
    }

    private Command with(Command command) {
        Command result = command;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            result = result.withEnv(variable.getKey(), variable.getValue());
        }
        return result;
    }

    /** Ends the agent, and the key with it. */
    @Override
    public void close() {
        if (environment.isEmpty()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            shell.run(with(Command.of("ssh-agent", "-k")));
        } catch (ShellException e) {
            // it ends with the node's processes
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
