package io.jenkins.plugins.erp.runner.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SeenTest {
    private static final String NEW = "20260101T000000Z-b";
    private static final String OLD = "20260101T000000Z-a";

    private static Seen.Container container(String service, String release) {
        return new Seen.Container("p-" + service + "-1", service, release, "running", "", false);
    }

    private static List<Seen.Container> whole(String release) {
        return Stream.of("web", "celery_worker", "celery_beat", "db", "redis", "nginx")
                .map(s -> container(s, release))
                .toList();
    }

    private static Seen seen(List<Seen.Container> containers, List<String> files, String answers) {
        return new Seen(
                Optional.of(NEW),
                "2",
                Optional.of(NEW),
                containers,
                files,
                List.of(),
                Set.of(answers),
                "0002",
                "0002");
    }

    @Test
    void nothingIsWrongWhereOneReleaseServesAndNothingIsLeft() {
        Seen good = seen(whole(NEW), List.of("lease", "journal/x.jsonl", "releases/x/env"), "2");

        assertThat(good.wrong(List.of("1", "2"))).isEmpty();
    }

    @Test
    void aVersionThatMustNotServeIsWrong() {
        assertThat(seen(whole(NEW), List.of(), "2").wrong(List.of("1")))
                .containsExactly("version 2 is current");
    }

    @Test
    void whatARunLeavesBehindIsNamed() {
        List<String> left =
                List.of("lease/t", "beat.t", "work/r", "journal/r.open.jsonl", "current.ab.tmp");

        assertThat(seen(whole(NEW), left, "2").wrong(List.of("2")))
                .hasSize(left.size())
                .allMatch(w -> w.endsWith(" is left"));
    }

    @Test
    void containersOfTwoReleasesOneOffOnesAndStoppedOnesAreWrong() {
        List<Seen.Container> containers = new ArrayList<>(whole(NEW));
        containers.add(container("web", OLD));
        containers.add(new Seen.Container("m", "web", NEW, "exited", "", true));
        containers.add(new Seen.Container("b", "celery_beat", OLD, "created", "", false));
        containers.remove(5);

        assertThat(seen(containers, List.of(), "2").wrong(List.of("2")))
                .containsExactly(
                        "p-web-1 is of release " + OLD,
                        "one-off container m is left",
                        "b is created",
                        "0 good containers of nginx");
    }

    @Test
    void currentLedgerDatabaseAndAnswersMustAgree() {
        Seen apart =
                new Seen(
                        Optional.of(NEW),
                        "2",
                        Optional.of(OLD),
                        whole(NEW),
                        List.of(),
                        List.of("/tmp/tmp.x"),
                        Set.of("1", "2"),
                        "0001",
                        "0002");

        assertThat(apart.wrong(List.of("2"))).hasSize(4);
    }
}
