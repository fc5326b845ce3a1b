package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which hosts were freed from whom.
 *
 * @param environment name in erp.yaml
 * @param freed host to who held it
 */
public record UnlockResult(String environment, Map<String, String> freed)
        implements OperationResult {

    /** Copies. */
    public UnlockResult {
        freed = new LinkedHashMap<>(freed);
    }

    @Override
    public Outcome outcome() {
        return Outcome.DONE;
    }

    @Override
    public String summary() {
        return environment
                + ": "
                + (freed.isEmpty()
                        ? "nobody holds it"
                        : "freed " + String.join(", ", freed.keySet()));
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", "unlock");
        map.put("outcome", outcome().name());
        map.put("summary", summary());
        map.put("environment", environment);
        map.put("freed", new LinkedHashMap<>(freed));
        return map;
    }
}
