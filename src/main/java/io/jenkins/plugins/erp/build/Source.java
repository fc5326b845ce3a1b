package io.jenkins.plugins.erp.build;

import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What is built: the commit and branch from the build's variables, else from git in the workspace.
 *
 * @param commit whole, in lower case; empty when it is not known
 * @param branch without {@code origin/}; empty when it is not known or HEAD is detached
 * @param dirty whether tracked files differ from the commit
 * @param primary whether the branch is the one releases are made from
 * @param url of the repository, without user name and password
 */
public record Source(
        Optional<String> commit,
        Optional<String> branch,
        boolean dirty,
        boolean primary,
        Optional<String> url) {

    /**
     * Asks variables and git; no git, or no repository, leaves parts empty.
     *
     * @throws ShellException when the machine cannot be reached
     */
    public static Source of(OperationContext context) throws ShellException, InterruptedException {
        Map<String, String> env = context.environment();
        Shell shell = context.shell();
        String path = context.workspace().path();
        Optional<String> commit = given(env, "GIT_COMMIT");
        if (commit.isEmpty()) {
            commit = git(shell, path, "rev-parse", "--verify", "HEAD");
        }
        Optional<String> branch = given(env, "BRANCH_NAME").or(() -> given(env, "GIT_BRANCH"));
        if (branch.isEmpty()) {
            branch = git(shell, path, "symbolic-ref", "--quiet", "--short", "HEAD");
        }
        Optional<String> url = given(env, "GIT_URL");
        if (url.isEmpty()) {
            url = git(shell, path, "config", "--get", "remote.origin.url");
        }
        boolean dirty =
                git(shell, path, "status", "--porcelain", "--untracked-files=no").isPresent();
        return of(commit, branch, dirty, given(env, "BRANCH_IS_PRIMARY"), url);
    }

    /**
     * When a commit was made, ISO 8601; empty where the workspace's repository does not know it.
     */
    public static Optional<String> timeOf(Shell shell, String path, String commit)
            throws ShellException, InterruptedException {
        return commit.matches("[0-9a-f]{7,64}")
                ? git(shell, path, "show", "-s", "--format=%cI", commit, "--")
                : Optional.empty();
    }

    /** From what was found; anything that is no commit is dropped. */
    static Source of(
            Optional<String> commit,
            Optional<String> branch,
            boolean dirty,
            Optional<String> declaredPrimary,
            Optional<String> url) {
        Optional<String> name = branch.map(b -> b.replaceFirst("^(?:refs/heads/|origin/)", ""));
        return new Source(
                commit.map(c -> c.toLowerCase(java.util.Locale.ROOT))
                        .filter(c -> c.matches("[0-9a-f]{7,64}")),
                name,
                dirty,
                declaredPrimary
                        .map(Boolean::parseBoolean)
                        .orElse(
                                name.filter(b -> b.equals("main") || b.equals("master"))
                                        .isPresent()),
                url.map(u -> u.replaceFirst("^([a-z+]+://)[^/@]*@", "$1")));
    }

    private static Optional<String> given(Map<String, String> env, String name) {
        return Optional.ofNullable(env.get(name)).map(String::trim).filter(v -> !v.isEmpty());
    }

    private static Optional<String> git(Shell shell, String path, String... words)
            throws ShellException, InterruptedException {
        String[] argv = new String[words.length + 3];
        argv[0] = "git";
        argv[1] = "-C";
        argv[2] = path;
        System.arraycopy(words, 0, argv, 3, words.length);
        CommandResult result;
        try {
            result = shell.run(Command.of(argv).withTimeout(Duration.ofSeconds(30)));
        } catch (io.jenkins.plugins.erp.shell.CommandTimedOutException e) {
            throw e;
        } catch (ShellException noGit) {
            return Optional.empty();
        }
        return result.ok()
                ? Optional.of(result.stdout().trim()).filter(t -> !t.isEmpty())
                : Optional.empty();
    }
}
