package io.jenkins.plugins.erp.runner.bench;

import io.jenkins.plugins.erp.runner.load.Traffic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * All that a benchmark measured.
 *
 * @param began when
 * @param machine processors, memory, engine and Compose
 * @param rate requests a second
 * @param rounds asked for
 * @param control what an idle run came to
 * @param does what each contestant does, by name, in order
 * @param products the names that are this product's
 * @param trials one by one
 * @param skipped contestants that could not be run, with the reason
 */
record BenchResult(
        Instant began,
        String machine,
        int rate,
        int rounds,
        Traffic.Report control,
        Map<String, List<String>> does,
        List<String> products,
        List<Trial> trials,
        Map<String, String> skipped) {

    /** What is wanted of this product, as a share of the plan's order. */
    static final double DEPLOY_SHARE = 0.4;

    static final double ROLLBACK_SHARE = 0.15;
    static final double WARM_ROLLBACK_SHARE = 0.05;
    static final double OWN_SECONDS = 1.5;

    /** Copies. */
    BenchResult {
        does = new LinkedHashMap<>(does);
        skipped = new LinkedHashMap<>(skipped);
        products = List.copyOf(products);
        trials = List.copyOf(trials);
    }

    /** Whether figures count: a machine that fails when nothing happens is too busy. */
    boolean counts() {
        return control.asked() > 0 && control.failed() == 0;
    }

    List<Trial> of(String contestant, Trial.Kind kind) {
        return trials.stream()
                .filter(t -> t.contestant().equals(contestant) && t.kind() == kind)
                .toList();
    }

    Spread spread(String contestant, Trial.Kind kind, ToDoubleFunction<Trial> value) {
        return Spread.of(of(contestant, kind).stream().mapToDouble(value).boxed().toList());
    }

    /** The trial in the middle, by seconds. */
    Optional<Trial> middle(String contestant, Trial.Kind kind) {
        List<Trial> all =
                of(contestant, kind).stream()
                        .sorted(Comparator.comparingDouble(Trial::seconds))
                        .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() / 2));
    }

    /** Median seconds over the plan's order's; empty where one of them was not measured. */
    Optional<Double> ratio(String contestant, Trial.Kind kind) {
        return ratio(
                spread(contestant, kind, Trial::seconds),
                spread(PlanOrder.NAME, kind, Trial::seconds));
    }

    /** Likewise, of the seconds until the other release served for good. */
    Optional<Double> servingRatio(String contestant, Trial.Kind kind) {
        return ratio(serving(contestant, kind), serving(PlanOrder.NAME, kind));
    }

    /** Seconds until the other release served for good, of the trials where it did. */
    Spread serving(String contestant, Trial.Kind kind) {
        return Spread.of(of(contestant, kind).stream().flatMap(t -> t.serving().stream()).toList());
    }

    private static Optional<Double> ratio(Spread own, Spread plan) {
        return plan.count() == 0 || own.count() == 0 || plan.median() == 0
                ? Optional.empty()
                : Optional.of(own.median() / plan.median());
    }

    /** What is wanted of this product and whether it was met; empty where it is met throughout. */
    List<String> missed() {
        List<String> missed = new ArrayList<>();
        for (String product : products) {
            boolean warm = product.equals("blueGreen");
            over(missed, product, "deploy", ratio(product, Trial.Kind.DEPLOY), DEPLOY_SHARE);
            over(
                    missed,
                    product,
                    "rollback until the old version serves",
                    servingRatio(product, Trial.Kind.ROLLBACK),
                    warm ? WARM_ROLLBACK_SHARE : ROLLBACK_SHARE);
            for (Trial trial : trials) {
                if (!trial.contestant().equals(product)) {
                    continue;
                }
                String what =
                        product + ", " + Words.of(trial.kind()) + ", round " + trial.round() + ": ";
                if (trial.traffic().failed() > 0) {
                    missed.add(what + trial.traffic().failed() + " failed requests, wanted 0");
                }
                boolean shouldDo = trial.kind() != Trial.Kind.BROKEN;
                if (trial.done().ok() != shouldDo || !trial.answersAfter()) {
                    missed.add(what + "ended otherwise than it should: " + trial.done().note());
                }
            }
            Spread own = spread(product, Trial.Kind.DEPLOY, t -> t.time().own());
            if (own.count() > 0 && own.median() > OWN_SECONDS) {
                missed.add(
                        product
                                + ", deploy: "
                                + own.show(1)
                                + " s of its own, wanted "
                                + OWN_SECONDS);
            }
        }
        return missed;
    }

    private static void over(
            List<String> missed,
            String product,
            String what,
            Optional<Double> ratio,
            double wanted) {
        if (ratio.isPresent() && ratio.get() > wanted) {
            missed.add(
                    product
                            + ", "
                            + what
                            + ": "
                            + Words.share(ratio.get())
                            + " of the plan's order, wanted "
                            + Words.share(wanted));
        }
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("began", began.toString());
        map.put("machine", machine);
        map.put("requestsPerSecond", rate);
        map.put("rounds", rounds);
        map.put("control", control.toMap());
        map.put("counts", counts());
        map.put("contestants", new LinkedHashMap<>(does));
        Map<String, Object> ratios = new LinkedHashMap<>();
        for (String name : does.keySet()) {
            Map<String, Object> one = new LinkedHashMap<>();
            ratio(name, Trial.Kind.DEPLOY).ifPresent(r -> one.put("deploy", TimeSpent.rounded(r)));
            ratio(name, Trial.Kind.ROLLBACK)
                    .ifPresent(r -> one.put("rollback", TimeSpent.rounded(r)));
            servingRatio(name, Trial.Kind.ROLLBACK)
                    .ifPresent(r -> one.put("rollbackServing", TimeSpent.rounded(r)));
            ratios.put(name, one);
        }
        map.put("ratios", ratios);
        map.put("missed", missed());
        map.put("skipped", new LinkedHashMap<>(skipped));
        map.put("trials", trials.stream().map(Trial::toMap).toList());
        return map;
    }
}
