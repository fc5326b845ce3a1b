package io.jenkins.plugins.erp.docker;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Resolves Compose files with Compose itself, and explains what it does not accept. */
public final class ComposeConfig {

    /** Reads a Compose file's text, for messages with line numbers only. */
    @FunctionalInterface
    public interface Texts {
        /**
         * The text of a file named as in {@link ComposeCommands#files}.
         *
         * @throws IOException when it cannot be read: the message then goes without a line number
         */
        String read(String file) throws IOException, InterruptedException;
    }

    /**
     * A resolved model.
     *
     * @param project the model
     * @param unset variables that the files use and nobody set: they stand as "" in the model
     */
    public record Resolved(ComposeProject project, Set<String> unset) {}

    private ComposeConfig() {}

    /**
     * Runs {@code docker compose config} and reads the model.
     *
     * @param environment variables for interpolation beside the env file; they win over it
     * @throws ConfigException with file and line where Compose does not accept the files
     */
    public static Resolved resolve(
            Shell shell, ComposeCommands compose, Map<String, String> environment, Texts texts)
            throws ConfigException, ShellException, InterruptedException {
        Command command = compose.config();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            command = command.withEnv(variable.getKey(), variable.getValue());
        }
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        CommandResult result =
                shell.run(
                        command,
                        (stream, line) -> {
                            if (stream == Output.Stream.STDERR && said.size() < 1000) {
                                said.add(line);
                            }
                        });
        if (!result.ok()) {
            Map<String, Optional<String>> files = new LinkedHashMap<>();
            for (String file : compose.files()) {
                files.put(file, read(texts, file));
            }
            throw new ConfigException(
                    ComposeErrors.explain(
                            said.isEmpty() ? result.tail() : List.copyOf(said), files));
        }
        return new Resolved(
                ComposeProject.parse(result.stdout()),
                ComposeErrors.unsetVariables(List.copyOf(said)));
    }

    private static Optional<String> read(Texts texts, String file) throws InterruptedException {
        try {
            return Optional.of(texts.read(file));
        } catch (IOException e) {
            return Optional.empty(); // Compose's own message says that the file is not there
        }
    }
}
