package io.jenkins.plugins.erp.metrics;

import io.jenkins.plugins.erp.history.OperationEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What was done to one environment of one app, in the order in which it ended.
 *
 * @param app name of the system
 * @param environment name in erp.yaml
 * @param operations deploys, rollbacks and health checks that have ended
 */
record Course(String app, String environment, List<OperationEntry> operations) {
    private static final String DEPLOY = "deploy";
    private static final String ROLLBACK = "rollback";
    private static final Set<String> KINDS = Set.of(DEPLOY, ROLLBACK, "health");
    private static final Set<String> BROKEN = Set.of("FAILED", "NEEDS_PERSON");

    /** Those of all environments that were ever deployed to or rolled back. */
    static List<Course> all(List<OperationEntry> entries, Instant now) {
        Comparator<Course> order =
                Comparator.comparing(Course::app).thenComparing(Course::environment);
        Map<List<String>, List<OperationEntry>> groups = new LinkedHashMap<>();
        for (OperationEntry entry : entries) {
            if (KINDS.contains(entry.kind()) && entry.ended() && !entry.end().isAfter(now)) {
                groups.computeIfAbsent(
                                List.of(entry.app(), entry.environment()), k -> new ArrayList<>())
                        .add(entry);
            }
        }
        return groups.entrySet().stream()
                .map(
                        e ->
                                new Course(
                                        e.getKey().get(0),
                                        e.getKey().get(1),
                                        e.getValue().stream()
                                                .sorted(Comparator.comparing(OperationEntry::end))
                                                .toList()))
                .filter(c -> c.operations.stream().anyMatch(Course::switches))
                .sorted(order)
                .toList();
    }

    /** The figures of the window that ends now. */
    Figures figures(Instant now, Duration window) {
        Instant from = now.minus(window);
        Predicate<OperationEntry> inside = e -> e.end().isAfter(from);
        Failures failures = failures(inside);
        List<OperationEntry> done = successful(DEPLOY, inside);
        return new Figures(
                app,
                environment,
                window,
                outcomes(DEPLOY, inside),
                outcomes(ROLLBACK, inside),
                done.size() / (window.toSeconds() / 86_400.0),
                Spread.of(leadTimes(inside)),
                (int) of(DEPLOY).filter(inside).filter(Course::change).count(),
                failures.count,
                Spread.of(failures.restored),
                failures.count - failures.restored.size(),
                times(done),
                times(successful(ROLLBACK, inside)),
                current(),
                lastDeployment());
    }

    /** How many of a kind ended, by outcome. */
    Map<String, Integer> outcomes(String kind, Predicate<OperationEntry> which) {
        Map<String, Integer> counts = new TreeMap<>();
        of(kind).filter(which).forEach(e -> counts.merge(e.outcome(), 1, Integer::sum));
        return counts;
    }

    /** Of a kind, those that did what was asked. */
    List<OperationEntry> successful(String kind, Predicate<OperationEntry> which) {
        return of(kind).filter(which).filter(OperationEntry::succeeded).toList();
    }

    /** How long operations took. */
    static Spread times(List<OperationEntry> entries) {
        return Spread.of(entries.stream().map(e -> Duration.between(e.begin(), e.end())).toList());
    }

    /** The release that serves, as the last operation that knew left it. */
    String current() {
        return last(e -> switches(e) && !e.current().isEmpty())
                .map(OperationEntry::current)
                .orElse("");
    }

    /** When the last successful deploy ended. */
    Optional<Instant> lastDeployment() {
        return last(e -> e.kind().equals(DEPLOY) && e.succeeded()).map(OperationEntry::end);
    }

    private List<Duration> leadTimes(Predicate<OperationEntry> inside) {
        Set<String> seen = new HashSet<>();
        List<Duration> times = new ArrayList<>();
        for (OperationEntry deploy : successful(DEPLOY, e -> e.commitTime().isPresent())) {
            String commit = deploy.commit().isEmpty() ? deploy.committed() : deploy.commit();
            Duration time = Duration.between(deploy.commitTime().get(), deploy.end());
            if (seen.add(commit) && inside.test(deploy) && !time.isNegative()) {
                times.add(time);
            }
        }
        return times;
    }

    private record Failures(int count, List<Duration> restored) {}

    private Failures failures(Predicate<OperationEntry> inside) {
        Set<OperationEntry> rolledBack = rolledBack();
        int count = 0;
        List<Duration> restored = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            OperationEntry deploy = operations.get(i);
            boolean broken = BROKEN.contains(deploy.outcome());
            if (!deploy.kind().equals(DEPLOY)
                    || !inside.test(deploy)
                    || !(broken || rolledBack.contains(deploy))) {
                continue;
            }
            count++;
            List<OperationEntry> later = operations.subList(i + 1, operations.size());
            Instant since = broken ? deploy.begin() : deploy.end();
            Optional<Instant> good =
                    deploy.outcome().equals("FAILED")
                            ? Optional.of(deploy.end())
                            : later.stream()
                                    .filter(OperationEntry::succeeded)
                                    .filter(e -> broken || switches(e))
                                    .map(OperationEntry::end)
                                    .findFirst();
            good.ifPresent(end -> restored.add(Duration.between(since, end)));
        }
        return new Failures(count, restored);
    }

    /** Successful deploys whose release a rollback then left, or tried to leave. */
    private Set<OperationEntry> rolledBack() {
        Set<OperationEntry> found = new HashSet<>();
        Map<String, OperationEntry> latest = new TreeMap<>();
        for (OperationEntry entry : operations) {
            if (entry.release().isEmpty() && entry.previous().isEmpty()) {
                continue;
            }
            if (entry.kind().equals(DEPLOY) && entry.succeeded()) {
                latest.put(entry.release(), entry);
            } else if (entry.kind().equals(ROLLBACK)
                    && change(entry)
                    && latest.containsKey(entry.previous())) {
                found.add(latest.get(entry.previous()));
            }
        }
        return found;
    }

    private Stream<OperationEntry> of(String kind) {
        return operations.stream().filter(e -> e.kind().equals(kind));
    }

    private Optional<OperationEntry> last(Predicate<OperationEntry> which) {
        return operations.stream().filter(which).reduce((first, second) -> second);
    }

    private static boolean switches(OperationEntry entry) {
        return !entry.kind().equals("health");
    }

    private static boolean change(OperationEntry entry) {
        return entry.succeeded() || BROKEN.contains(entry.outcome());
    }
}
