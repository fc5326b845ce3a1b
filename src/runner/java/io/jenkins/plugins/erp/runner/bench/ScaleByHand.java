package io.jenkins.plugins.erp.runner.bench;

import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.util.ArrayList;
import java.util.List;

/**
 * A second web container beside the first, the first removed when the second answers; the proxy is
 * left alone. What docker-rollout does, which wants a proxy that discovers containers.
 */
final class ScaleByHand extends ByHand {
    private static final int ROUNDS = 60;

    ScaleByHand(BenchStack stack) {
        super(stack);
    }

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public List<String> does() {
        List<String> lines = new ArrayList<>(shown(List.of(stack().migrateBefore(), up())));
        lines.add("docker exec NEW python3 /app/healthcheck.py (each second until it answers 200)");
        lines.add("docker stop OLD");
        lines.add("docker rm OLD");
        lines.addAll(shown(List.of(workers())));
        return lines;
    }

    private List<String> up() {
        return stack().compose("up", "-d", "--no-deps", "--no-recreate", "--scale", "web=2", "web");
    }

    private List<String> workers() {
        return stack().compose("up", "-d", "--no-deps", "celery_worker", "celery_beat");
    }

    @Override
    void deploy(Shell shell, String image) throws ShellException, InterruptedException {
        must(shell, image, stack().migrateBefore());
        move(shell, image);
    }

    @Override
    void rollback(Shell shell, String image) throws ShellException, InterruptedException {
        move(shell, image);
    }

    private void move(Shell shell, String image) throws ShellException, InterruptedException {
        List<String> old = ids(shell, image);
        must(shell, image, up());
        List<String> added = new ArrayList<>(ids(shell, image));
        added.removeAll(old);
        for (String id : added) {
            Command check = Command.of("docker", "exec", id, "python3", "/app/healthcheck.py");
            int round = 1;
            while (!shell.run(check).ok()) {
                if (round++ == ROUNDS) {
                    // as docker-rollout does: the new one goes, the old one stays
                    must(shell, image, List.of("docker", "rm", "-f", id));
                    must(shell, image, List.of("false"));
                }
                must(shell, image, List.of("sleep", "1"));
            }
        }
        for (String id : old) {
            must(shell, image, List.of("docker", "stop", id));
            must(shell, image, List.of("docker", "rm", id));
        }
        must(shell, image, workers());
    }

    private List<String> ids(Shell shell, String image)
            throws ShellException, InterruptedException {
        return must(shell, image, stack().compose("ps", "-q", "web")).lines().toList();
    }
}
