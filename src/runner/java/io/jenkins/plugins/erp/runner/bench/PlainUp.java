package io.jenkins.plugins.erp.runner.bench;

import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.util.List;

/** {@code docker compose up -d} with the new tag, after its migrations: nothing else. */
final class PlainUp extends ByHand {

    PlainUp(BenchStack stack) {
        super(stack);
    }

    @Override
    public String name() {
        return "up";
    }

    private List<List<String>> commands() {
        return List.of(stack().migrateBefore(), stack().compose("up", "-d"));
    }

    @Override
    public List<String> does() {
        return shown(commands());
    }

    @Override
    void deploy(Shell shell, String image) throws ShellException, InterruptedException {
        all(shell, image, commands());
    }

    @Override
    void rollback(Shell shell, String image) throws ShellException, InterruptedException {
        must(shell, image, stack().compose("up", "-d"));
    }
}
