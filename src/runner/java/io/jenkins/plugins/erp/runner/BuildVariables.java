package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The variables of a build, named as in Jenkins, from this process and the git working copy. */
public final class BuildVariables {
    private BuildVariables() {}

    /** Variables for a directory; what the process already has is kept. */
    public static Map<String, String> of(Path directory, Map<String, String> process)
            throws InterruptedException {
        Map<String, String> result = new TreeMap<>(process);
        LocalShell shell = new LocalShell().in(directory);
        git(shell, "rev-parse", "HEAD").ifPresent(v -> result.putIfAbsent("GIT_COMMIT", v));
        git(shell, "rev-parse", "--abbrev-ref", "HEAD")
                .filter(v -> !v.equals("HEAD"))
                .ifPresent(
                        v -> {
                            result.putIfAbsent("GIT_BRANCH", v);
                            result.putIfAbsent("BRANCH_NAME", v);
                        });
        git(shell, "describe", "--exact-match", "--tags", "HEAD")
                .ifPresent(v -> result.putIfAbsent("TAG_NAME", v));
        result.putIfAbsent("WORKSPACE", directory.toString());
        Path name = directory.getFileName();
        result.putIfAbsent("JOB_NAME", name == null ? "local" : name.toString());
        result.putIfAbsent("BUILD_NUMBER", "1");
        return result;
    }

    private static Optional<String> git(LocalShell shell, String... words)
            throws InterruptedException {
        String[] argv = new String[words.length + 1];
        argv[0] = "git";
        System.arraycopy(words, 0, argv, 1, words.length);
        try {
            CommandResult result = shell.run(Command.of(argv).withTimeout(Duration.ofSeconds(10)));
            return Optional.of(result.stdout().strip()).filter(s -> result.ok() && !s.isEmpty());
        } catch (ShellException e) {
            // no git, or no repository: the variables are just not there
            return Optional.empty();
        }
    }
}
