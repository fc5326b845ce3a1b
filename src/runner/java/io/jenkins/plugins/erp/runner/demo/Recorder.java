package io.jenkins.plugins.erp.runner.demo;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.runner.jenkinsfile.ErpRunner;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Passes requests on and keeps what came of them. */
final class Recorder implements ErpRunner {

    /**
     * One operation of the demo.
     *
     * @param name such as deploy
     * @param beginMillis since the epoch, in the place's time
     * @param millis wall time, in the place's time
     * @param outcome its name
     * @param result as maps; empty where it threw
     * @param failure message where it threw, or empty
     */
    record Done(
            String name,
            long beginMillis,
            long millis,
            String outcome,
            Map<String, Object> result,
            String failure) {

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("operation", name);
            map.put("seconds", millis / 1000.0);
            map.put("outcome", outcome);
            map.put("result", result);
            if (!failure.isEmpty()) {
                map.put("failure", failure);
            }
            return map;
        }
    }

    private final ErpRunner inner;
    private final Clock clock;
    private final List<Done> done = Collections.synchronizedList(new ArrayList<>());

    Recorder(ErpRunner inner, Clock clock) {
        this.inner = inner;
        this.clock = clock;
    }

    List<Done> done() {
        synchronized (done) {
            return List.copyOf(done);
        }
    }

    @Override
    public OperationResult run(Call call)
            throws ConfigException, OperationException, InterruptedException {
        String name =
                call.request()
                        .getClass()
                        .getSimpleName()
                        .replace("Request", "")
                        .toLowerCase(Locale.ROOT);
        long begin = clock.millis();
        try {
            OperationResult result = inner.run(call);
            add(name, begin, result.outcome().name(), result.toMap(), "");
            return result;
        } catch (OperationException e) {
            add(name, begin, e.outcome().name(), Map.of(), String.valueOf(e.getMessage()));
            throw e;
        } catch (ConfigException e) {
            add(name, begin, "REFUSED", Map.of(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void add(
            String name, long begin, String outcome, Map<String, Object> result, String failure) {
        done.add(new Done(name, begin, clock.millis() - begin, outcome, result, failure));
    }
}
