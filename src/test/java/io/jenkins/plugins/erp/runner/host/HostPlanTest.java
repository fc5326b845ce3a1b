package io.jenkins.plugins.erp.runner.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.runner.host.HostFacts.Mirror;
import io.jenkins.plugins.erp.runner.host.HostStep.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostPlanTest {
    private static final Optional<Mirror> MIRROR =
            Optional.of(new Mirror("http://mirror.example/debian", Optional.empty()));

    private static HostFacts fresh(
            boolean root, boolean privileged, String codename, Optional<Mirror> mirror) {
        return new HostFacts(
                "Linux",
                root,
                privileged,
                "debian",
                codename,
                mirror,
                Set.of("apt-get", "setsid", "useradd"),
                Optional.empty(),
                Optional.empty(),
                false,
                Set.of(),
                false,
                false,
                false);
    }

    @Test
    void aFreshDebian12TakesOnlyComposeAndBuildxFromTheNewerSuite() {
        HostPlan plan = HostPlan.of(fresh(true, true, "bookworm", MIRROR));

        assertThat(plan.steps()).extracting(HostStep::kind).containsExactly(Kind.values());
        assertThat(plan.steps().get(1).subjects())
                .containsExactly(
                        "docker-buildx/trixie",
                        "docker-compose/trixie",
                        "docker-registry",
                        "docker.io",
                        "openssh-client",
                        "openssh-server");
        assertThat(plan.lines(Locale.ENGLISH)).hasSize(7).noneMatch(l -> l.contains("{0}"));
    }

    @Test
    void aFreshDebian13NeedsNoOtherSuite() {
        HostPlan plan = HostPlan.of(fresh(true, true, "trixie", Optional.empty()));

        assertThat(plan.steps()).extracting(HostStep::kind).doesNotContain(Kind.SUITE);
        assertThat(plan.steps().get(0).subjects())
                .contains("docker.io", "docker-cli", "docker-compose", "docker-buildx");
    }

    @Test
    void whereAllIsThereNothingIsDone() {
        HostFacts all =
                new HostFacts(
                        "Linux",
                        true,
                        false,
                        "arch",
                        "",
                        Optional.empty(),
                        Set.copyOf(HostPlan.PROGRAMS),
                        Optional.of("27.0"),
                        Optional.of("2.26.1"),
                        true,
                        Set.copyOf(HostPlan.IMAGES),
                        true,
                        true,
                        true);

        assertThat(HostPlan.of(all).nothingToDo()).isTrue();
    }

    @Test
    void eachObstacleIsNamedAndThenNothingIsPlanned() {
        HostPlan user = HostPlan.of(fresh(false, true, "bookworm", MIRROR));
        HostPlan container = HostPlan.of(fresh(true, false, "bookworm", MIRROR));
        HostPlan other = HostPlan.of(fresh(true, true, "somethingelse", MIRROR));
        HostPlan nowhere = HostPlan.of(fresh(true, true, "bookworm", Optional.empty()));

        assertThat(user.obstacles()).containsExactly("obstacle.root");
        assertThat(container.obstacles()).containsExactly("obstacle.privileges");
        assertThat(other.obstacles()).containsExactly("obstacle.distribution");
        assertThat(nowhere.obstacles()).containsExactly("obstacle.mirror");
        for (HostPlan plan : List.of(user, container, other, nowhere)) {
            assertThat(plan.steps()).isEmpty();
            assertThat(plan.nothingToDo()).isFalse();
            assertThat(plan.reasons(Locale.ENGLISH)).allMatch(r -> !r.contains("''"));
        }
    }

    @Test
    void onlyTheDemosOwnImagesAreRemovedFromAnEngineOfSomebodyElse() {
        List<String> all =
                List.of(
                        "127.0.0.1:25000/sample_erp:latest",
                        "127.0.0.1:25000/sample_erp:<none>",
                        "127.0.0.1:2500/other:1",
                        "erp-release/erp-demo:1",
                        "erp-release/shop:1",
                        "postgres:17");

        assertThat(Images.ofTheDemo(all, 25000))
                .containsExactly("127.0.0.1:25000/sample_erp:latest", "erp-release/erp-demo:1");
        assertThat(Images.ofTheDemo(all, 0)).containsExactly("erp-release/erp-demo:1");
    }

    @Test
    void aProcessIdThatCameToSomebodyElseIsNotTakenForADaemonOfOurs() {
        long own = ProcessHandle.current().pid();

        assertThat(Machine.runs(own, "java")).isTrue();
        assertThat(Machine.runs(own, "/no/such/state/directory")).isFalse();
        assertThat(Machine.runs(0, "")).isFalse();
    }

    @Test
    void theNetworkAndMountCapabilitiesAreBothNeeded() {
        assertThat(HostProbe.privileged(List.of("CapEff:\t000001ffffffffff"))).isTrue();
        assertThat(HostProbe.privileged(List.of("CapEff:\t00000000a80425fb"))).isFalse();
        assertThat(HostProbe.privileged(List.of("Name:\tx"))).isFalse();
    }
}
