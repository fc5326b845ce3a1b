package io.jenkins.plugins.erp.runner.bench;

import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.util.ArrayList;
import java.util.List;

/**
 * The order that deploy scripts in the wild have: everything down, up with the new tag, a pause,
 * then migrations, static files and a restart of the workers. What it is measured against.
 */
final class PlanOrder extends ByHand {
    static final String NAME = "plan";

    PlanOrder(BenchStack stack) {
        super(stack);
    }

    @Override
    public String name() {
        return NAME;
    }

    private List<List<String>> back() {
        return List.of(
                stack().compose("down"),
                stack().compose("up", "-d"),
                List.of("sleep", "10"),
                stack().manage("migrate", "--noinput"),
                stack().manage("collectstatic", "--noinput"));
    }

    private List<List<String>> forth() {
        List<List<String>> all = new ArrayList<>(back());
        all.add(stack().compose("restart", "celery_worker", "celery_beat"));
        return all;
    }

    @Override
    public List<String> does() {
        return shown(forth());
    }

    @Override
    void deploy(Shell shell, String image) throws ShellException, InterruptedException {
        all(shell, image, forth());
    }

    @Override
    void rollback(Shell shell, String image) throws ShellException, InterruptedException {
        all(shell, image, back());
    }
}
