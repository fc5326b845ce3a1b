package io.jenkins.plugins.erp.runner.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How things are when a fault is over, and what of it must not be so.
 *
 * @param current the release that {@code .erp/current} names
 * @param version of its image: the tag
 * @param ledger the release that the ledger says was made current last
 * @param containers of the project, running or not
 * @param files below {@code .erp}, relative
 * @param temporary what the login has left in {@code /tmp}
 * @param answered versions that answered through the proxy; "none" for no answer
 * @param ledgerHeads where the ledger says that the sample's migrations are
 * @param databaseHeads where they are
 */
record Seen(
        Optional<String> current,
        String version,
        Optional<String> ledger,
        List<Container> containers,
        List<String> files,
        List<String> temporary,
        Set<String> answered,
        String ledgerHeads,
        String databaseHeads) {
    private static final List<String> OWN = List.of("web", "celery_worker", "celery_beat");
    private static final List<String> OTHERS = List.of("db", "redis", "nginx");

    /**
     * A container.
     *
     * @param release its label, or empty
     * @param state such as running
     * @param health such as healthy, or empty
     */
    record Container(
            String name,
            String service,
            String release,
            String state,
            String health,
            boolean oneOff) {}

    /** Copies. */
    Seen {
        containers = List.copyOf(containers);
        files = List.copyOf(files);
        temporary = List.copyOf(temporary);
        answered = Set.copyOf(answered);
    }

    /** What must not be so; empty when all is well. */
    List<String> wrong(List<String> versions) {
        List<String> wrong = new ArrayList<>();
        String release = current.orElse("");
        if (release.isEmpty()) {
            wrong.add("no release is current");
        }
        if (!ledger.equals(current)) {
            wrong.add("current is " + release + ", the ledger says " + ledger.orElse("nothing"));
        }
        if (!versions.contains(version)) {
            wrong.add("version " + version + " is current");
        }
        if (!answered.equals(Set.of(version))) {
            wrong.add("version " + version + " is current, answers come from " + answered);
        }
        if (!ledgerHeads.equals(databaseHeads)) {
            wrong.add("migrations: ledger " + ledgerHeads + ", database " + databaseHeads);
        }
        containers(wrong, release);
        for (String file : files) {
            if (left(file)) {
                wrong.add(".erp/" + file + " is left");
            }
        }
        temporary.forEach(t -> wrong.add(t + " is left"));
        return wrong;
    }

    private void containers(List<String> wrong, String release) {
        Map<String, Integer> running = new TreeMap<>();
        for (Container c : containers) {
            boolean own = OWN.contains(c.service());
            if (c.oneOff()) {
                wrong.add("one-off container " + c.name() + " is left");
            } else if (!c.state().equals("running")) {
                wrong.add(c.name() + " is " + c.state());
            } else if (own && !c.release().equals(release)) {
                wrong.add(c.name() + " is of release " + c.release());
            } else if (!c.health().isEmpty() && !c.health().equals("healthy")) {
                wrong.add(c.name() + " is " + c.health());
            } else {
                running.merge(c.service(), 1, Integer::sum);
            }
        }
        for (List<String> services : List.of(OWN, OTHERS)) {
            for (String service : services) {
                int count = running.getOrDefault(service, 0);
                if (count != 1) {
                    wrong.add(count + " good containers of " + service);
                }
            }
        }
    }

    /** What only a run at work has below {@code .erp}. */
    private static boolean left(String file) {
        return file.startsWith("lease/")
                || file.startsWith("lease.")
                || file.startsWith("beat.")
                || file.startsWith("work/")
                || file.startsWith("warm/")
                || file.endsWith(".open.jsonl")
                || file.endsWith(".tmp");
    }
}
