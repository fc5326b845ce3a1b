package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of runs that had been left.
 *
 * @param environment name in erp.yaml
 * @param undo whether they were to be taken back
 * @param runs in the order they began
 */
public record ResumeResult(String environment, boolean undo, List<DeployResult> runs)
        implements OperationResult {

    /** Copies. */
    public ResumeResult {
        runs = List.copyOf(runs);
    }

    @Override
    public Outcome outcome() {
        if (runs.stream().anyMatch(r -> r.outcome() == Outcome.NEEDS_PERSON)) {
            return Outcome.NEEDS_PERSON;
        }
        return undo || runs.stream().allMatch(r -> r.outcome() == Outcome.DONE)
                ? Outcome.DONE
                : Outcome.FAILED;
    }

    @Override
    public String summary() {
        if (runs.isEmpty()) {
            return environment + ": no run was left unfinished";
        }
        List<String> said = new ArrayList<>();
        for (DeployResult run : runs) {
            said.add(
                    run.kind()
                            + " of "
                            + run.release()
                            + (switch (run.outcome()) {
                                case DONE, UNSTABLE -> " finished";
                                case FAILED, REFUSED -> " taken back";
                                case NEEDS_PERSON -> " needs a person";
                            })
                            + "; serving: "
                            + (run.current().isEmpty() ? "what ran before" : run.current()));
        }
        return environment + ": " + String.join(", ", said);
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", "resume");
        map.put("outcome", outcome().name());
        map.put("summary", summary());
        map.put("environment", environment);
        map.put("undo", undo);
        map.put("runs", new ArrayList<Object>(runs.stream().map(DeployResult::toMap).toList()));
        return map;
    }
}
