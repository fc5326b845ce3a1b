package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.docker.RealEngine;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three real hosts, each with an engine and an SSH server of its own, and no registry. Each test
 * begins and ends with version 1 on all of them.
 */
class ManyHostsIT {
    private static final int LEAD = 0;
    private static final int SECOND = 1;
    private static final int LAST = 2;
    private static final List<Integer> ALL = List.of(LEAD, SECOND, LAST);
    private static final String PYTHON = "python:3.13-slim";
    private static final String NGINX = "nginx:1.26";
    private static final String BESIDE = "] Start the new release beside the old";
    private static final String VERIFIED = " rounds in a row";

    private static ManyHosts fleet;
    private static String first;

    @BeforeAll
    static void start(@TempDir Path workspace) throws Exception {
        RealEngine.orSkip();
        RealEngine.imageOrSkip(PYTHON);
        RealEngine.imageOrSkip(NGINX);
        fleet = new ManyHosts(ALL.size(), workspace);
        fleet.build(1);
        fleet.build(2);
        // the last host is sent what it lacks, each time; of the others that would show no more
        String[] all = {ManyHosts.image(1), ManyHosts.image(2), NGINX};
        fleet.bring(Map.of(LEAD, all, SECOND, all, LAST, new String[] {PYTHON}));
        DeployResult result = fleet.deploy(1, 2);
        assertThat(result.outcome()).as(result.summary()).isEqualTo(Outcome.DONE);
        first = result.release();
    }

    @AfterAll
    static void end() throws Exception {
        if (fleet != null) {
            fleet.close();
        }
    }

    /** The last host never gets healthy, when the others have been switched. */
    @Test
    void oneThatNeverGetsHealthyTakesBackAll() throws Exception {
        fleet.database.sicken(fleet.name(LAST), "2");
        List<Set<String>> images = images();
        fleet.database.events();
        List<Asking> asking = ask();
        DeployResult result = fleet.deploy(2, 2);
        close(asking);
        fleet.database.cure();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.failedPhase()).startsWith(fleet.name(LAST) + ": ");
        assertThat(result.failure()).contains("did not answer /api/health/ on port 8000");
        assertThat(result.hosts()).allMatch(h -> h.outcome() == Outcome.FAILED);
        for (int host : ALL) {
            assertThat(fleet.said)
                    .anyMatch(
                            l ->
                                    l.startsWith("  " + fleet.address(host) + " ")
                                            && l.contains(" s  taken back   " + first));
        }
        // side by side: neither waited for the other to be verified
        assertThat(fleet.line(LAST, BESIDE)).isLessThan(fleet.line(SECOND, VERIFIED));
        assertThat(fleet.line(LEAD, VERIFIED)).isLessThan(fleet.line(SECOND, BESIDE));
        thereAndBack(asking.get(LEAD));
        thereAndBack(asking.get(SECOND));
        assertThat(asking.get(LAST).versions()).containsExactly("1");
        assertThat(where("apply 0002_channel")).containsExactly(fleet.name(LEAD));
        assertThat(fleet.database.applied()).containsExactly("0001_initial");
        settled(images);
    }

    /** Each after the one before it, the migrations once; and back. */
    @Test
    void theLeadGoesFirstThenOneAfterTheOther() throws Exception {
        List<Set<String>> images = images();
        fleet.database.events();
        List<Asking> asking = ask();
        DeployResult two = fleet.deploy(2, 1);
        String saidOfTwo = fleet.lines();
        assertThat(two.outcome()).as(two.summary()).isEqualTo(Outcome.DONE);
        // all have the images before one that serves is touched
        for (int host : ALL) {
            assertThat(fleet.line(host, "known to no registry, sha256:"))
                    .isLessThan(fleet.line(LEAD, "] Migrations, static files, superuser"));
            assertThat(saidOfTwo)
                    .containsPattern(
                            "  " + fleet.address(host) + " +[0-9.]+ s  done  +" + two.release());
        }
        fleet.line(LAST, "layers are there");
        assertThat(saidOfTwo).doesNotContain("sending the whole").doesNotContain(": , ");
        assertThat(fleet.line(LEAD, VERIFIED)).isLessThan(fleet.line(SECOND, BESIDE));
        assertThat(fleet.line(SECOND, VERIFIED)).isLessThan(fleet.line(LAST, BESIDE));
        assertThat(two.migrationsApplied()).containsExactly("orders.0002_channel");
        List<SharedDatabase.Event> events = fleet.database.events();
        assertThat(events)
                .containsSubsequence(
                        at(LEAD, "apply 0002_channel"),
                        at(LEAD, "static 2"),
                        at(LEAD, "start web 2"),
                        at(SECOND, "static 2"),
                        at(SECOND, "start web 2"),
                        at(LAST, "static 2"),
                        at(LAST, "start web 2"));
        assertThat(events).filteredOn(e -> e.what().startsWith("apply")).hasSize(1);
        assertThat(events)
                .filteredOn(e -> e.what().equals("start beat 2"))
                .containsExactly(at(LEAD, "start beat 2"));

        DeployResult back = fleet.back(2);
        close(asking);
        assertThat(back.outcome()).as(back.summary()).isEqualTo(Outcome.DONE);
        asking.forEach(ManyHostsIT::thereAndBack);
        assertThat(where("reverse 0002_channel")).containsExactly(fleet.name(LEAD));
        assertThat(fleet.database.applied()).containsExactly("0001_initial");
        images.forEach(i -> i.add(two.release().toLowerCase(Locale.ROOT)));
        settled(images);
    }

    /** One that hangs and one that is cut off: both are named, and no host is touched. */
    @Test
    void whatCannotBeReachedIsFoundBeforeAnyIsTouched() throws Exception {
        List<String> before = new ArrayList<>();
        for (int host : ALL) {
            before.add(fleet.written(host));
        }
        fleet.database.events();
        fleet.hosts.get(SECOND).hang();
        fleet.hosts.get(LAST).unplug();
        try {
            assertThatThrownBy(() -> fleet.deploy(2, 2))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining(
                            fleet.address(SECOND)
                                    + " cannot be reached: something takes connections")
                    .hasMessageContaining(
                            fleet.address(LAST) + " cannot be reached: the network of")
                    .hasMessageNotContaining(fleet.address(LEAD))
                    .hasMessageContaining("Nothing was changed on any of the 3 hosts");
        } finally {
            fleet.hosts.get(SECOND).answer();
            fleet.hosts.get(LAST).plug();
        }
        for (int host : ALL) {
            assertThat(fleet.written(host)).isEqualTo(before.get(host));
        }
        assertThat(fleet.database.events()).isEmpty();
    }

    private static SharedDatabase.Event at(int host, String what) {
        return new SharedDatabase.Event(fleet.name(host), what);
    }

    private static List<String> where(String what) {
        return fleet.database.events().stream()
                .filter(e -> e.what().equals(what))
                .map(SharedDatabase.Event::host)
                .toList();
    }

    private static List<Asking> ask() {
        return ALL.stream().map(host -> new Asking(fleet.name(host))).toList();
    }

    /* While the proxy moves, old and new answer in turn. */
    private static void thereAndBack(Asking one) {
        assertThat(one.versions()).startsWith("1", "2").endsWith("2", "1");
    }

    /** Whoever asked was always answered. */
    private static void close(List<Asking> asking) throws Exception {
        for (Asking one : asking) {
            one.close();
            assertThat(one.failures()).as(fleet.lines()).isEmpty();
            assertThat(one.asked()).isGreaterThan(10);
        }
    }

    /** Version 1 runs everywhere, whole and alone, and nothing is left of another. */
    private static void settled(List<Set<String>> images) throws Exception {
        for (int host : ALL) {
            assertThat(fleet.current(host)).isEqualTo(first);
            assertThat(Asking.version(fleet.name(host))).isEqualTo("1");
            assertThat(fleet.running(host))
                    .isEqualTo(
                            host == LEAD
                                    ? List.of("beat", "nginx", "web")
                                    : List.of("nginx", "web"));
            assertThat(fleet.held(host)).isFalse();
        }
        assertThat(images()).isEqualTo(images);
    }

    private static List<Set<String>> images() throws Exception {
        List<Set<String>> all = new ArrayList<>();
        for (int host : ALL) {
            all.add(fleet.images(host));
        }
        return all;
    }
}
