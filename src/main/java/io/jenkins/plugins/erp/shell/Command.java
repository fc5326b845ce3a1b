package io.jenkins.plugins.erp.shell;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One program call: an argv, never a string for a shell.
 *
 * @param argv program and arguments, each passed on as it is
 * @param environment variables added to the shell's own; values may be secret and are never printed
 * @param directory working directory, or empty for the shell's own
 * @param stdin bytes fed to standard input, which is closed after them; may be secret, never
 *     printed
 * @param secrets texts to be masked in everything the program prints
 * @param timeout after which the whole process tree is killed
 */
public record Command(
        List<String> argv,
        Map<String, String> environment,
        Optional<String> directory,
        byte[] stdin,
        List<String> secrets,
        Duration timeout) {

    /** Used where nobody chose one: ten minutes. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

    /** Checks that there is a program and copies what could change. */
    public Command {
        argv = List.copyOf(argv);
        if (argv.isEmpty() || argv.get(0).isBlank()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        environment = Map.copyOf(environment);
        stdin = stdin.clone();
        secrets = List.copyOf(secrets);
    }

    /** A command with these words and nothing else. */
    public static Command of(String... argv) {
        return of(Arrays.asList(argv));
    }

    /** A command with these words and nothing else. */
    public static Command of(List<String> argv) {
        return new Command(
                argv, Map.of(), Optional.empty(), new byte[0], List.of(), DEFAULT_TIMEOUT);
    }

    /** The same with other words: those of a program that runs it, for example. */
    public Command withArgv(List<String> words) {
        return new Command(words, environment, directory, stdin, secrets, timeout);
    }

    /** The same with one more environment variable. */
    public Command withEnv(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new Command(argv, more, directory, stdin, secrets, timeout);
    }

    /** The same, run in a directory. */
    public Command in(String path) {
        return new Command(argv, environment, Optional.of(path), stdin, secrets, timeout);
    }

    /** The same, with text as standard input (UTF-8). */
    public Command withStdin(String text) {
        return withStdin(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same, with bytes as standard input. */
    public Command withStdin(byte[] bytes) {
        return new Command(argv, environment, directory, bytes, secrets, timeout);
    }

    /** The same, with one more text to mask in its output. */
    public Command withSecret(String secret) {
        return withSecrets(List.of(secret));
    }

    /** The same, with more texts to mask in its output. */
    public Command withSecrets(List<String> others) {
        List<String> more = new ArrayList<>(secrets);
        more.addAll(others);
        return new Command(argv, environment, directory, stdin, more, timeout);
    }

    /** The same with another time limit. */
    public Command withTimeout(Duration limit) {
        return new Command(argv, environment, directory, stdin, secrets, limit);
    }

    /**
     * The argv for people to read, quoted where a shell would need it, secrets masked; carries
     * neither environment nor standard input.
     */
    @Override
    public String toString() {
        return SecretMasker.of(secrets).mask(Quoting.join(argv));
    }
}
