package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The saved databases of an environment's host.
 *
 * @param environment name in erp.yaml
 * @param backups oldest first
 */
public record BackupsResult(String environment, List<Backup> backups) implements OperationResult {

    /** Copies. */
    public BackupsResult {
        backups = List.copyOf(backups);
    }

    @Override
    public Outcome outcome() {
        return Outcome.DONE;
    }

    @Override
    public String summary() {
        return environment + ": " + backups.size() + " backups";
    }

    @Override
    public Map<String, Object> toMap() {
        List<Object> all = new ArrayList<>();
        for (Backup backup : backups) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", backup.id());
            one.put("release", backup.release());
            one.put("created", backup.created());
            one.put("database", backup.database());
            one.put("bytes", backup.bytes());
            one.put("sha256", backup.sha256());
            one.put("items", backup.items());
            all.add(one);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("environment", environment);
        map.put("backups", all);
        return map;
    }
}
