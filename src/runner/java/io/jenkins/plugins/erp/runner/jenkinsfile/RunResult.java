package io.jenkins.plugins.erp.runner.jenkinsfile;

import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.report.TestSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a Jenkinsfile ended.
 *
 * @param result Jenkins' word for it
 * @param outcome what the process ends with
 * @param stages in the order they began
 * @param failure what went wrong, with its place
 * @param archived copies of the archived files
 * @param tests of all junit steps
 * @param elapsed wall time
 */
public record RunResult(
        BuildResult result,
        Outcome outcome,
        List<StageRun> stages,
        Optional<String> failure,
        List<Path> archived,
        TestSummary tests,
        Duration elapsed) {

    /** For {@code --json}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("result", result.name());
        map.put("outcome", outcome.name());
        map.put("seconds", elapsed.toMillis() / 1000.0);
        failure.ifPresent(f -> map.put("failure", f));
        List<Map<String, Object>> list = new ArrayList<>();
        for (StageRun s : stages) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", s.name());
            one.put("depth", s.depth());
            one.put("result", s.skipped() ? "SKIPPED" : s.result().name());
            one.put("seconds", s.elapsed().toMillis() / 1000.0);
            if (!s.note().isEmpty()) {
                one.put("note", s.note());
            }
            list.add(one);
        }
        map.put("stages", list);
        map.put("archived", archived.stream().map(Path::toString).toList());
        map.put(
                "tests",
                Map.of(
                        "passed", tests.passed(),
                        "failed", tests.failures() + tests.errors(),
                        "skipped", tests.skipped()));
        return map;
    }
}
