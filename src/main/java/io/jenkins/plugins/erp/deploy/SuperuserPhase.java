package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Makes the superuser of the env file's DJANGO_SUPERUSER_* unless there is one of that name. */
final class SuperuserPhase implements Phase<Rollout> {
    private static final String PREFIX = "DJANGO_SUPERUSER_";

    @Override
    public String name() {
        return "superuser";
    }

    @Override
    public String title() {
        return Messages.of(SuperuserPhase.class, "phase.superuser");
    }

    @Override
    public boolean skip(Rollout rollout) throws PhaseException, IOException, InterruptedException {
        return !rollout.environment().superuser() || values(rollout).isEmpty();
    }

    private static Map<String, String> values(Rollout rollout)
            throws PhaseException, IOException, InterruptedException {
        Map<String, String> values = new TreeMap<>();
        rollout.env()
                .values()
                .forEach(
                        (k, v) -> {
                            if (k.startsWith(PREFIX) && !v.isBlank()) {
                                values.put(k, v);
                            }
                        });
        return values.containsKey(PREFIX + "PASSWORD") ? values : Map.of();
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        boolean made =
                rollout.tasks()
                        .superuser(
                                rollout.compose(), rollout.services("web").get(0), values(rollout));
        return made ? "made" : "exists";
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        rollout.tasks().clean();
        return "";
    }
}
