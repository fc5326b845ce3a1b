package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.sim.Fault;
import io.jenkins.plugins.erp.runner.sim.SimImage;
import io.jenkins.plugins.erp.runner.sim.SimRegistry;
import io.jenkins.plugins.erp.runner.sim.SimulatedHost;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Conversation;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The whole deploy where no registry has the image. */
class ImageSendingTest {
    private static final List<String> ONE = List.of("auth.0001_initial");

    private SimulatedHost here;

    private SimulatedSystem system() throws Exception {
        SimulatedSystem system = SimulatedSystem.saying("transfer: ssh");
        here = new SimulatedHost("this machine", system.clock, new SimRegistry());
        for (String version : List.of("v1", "v2")) {
            here.built("nowhere/erp:" + version, image(version));
        }
        system.here = Optional.of(new WithoutGit(here));
        return system;
    }

    private record WithoutGit(Shell inner) implements Shell {
        @Override
        public String where() {
            return inner.where();
        }

        @Override
        public CommandResult run(Command command, Output output)
                throws ShellException, InterruptedException {
            return command.argv().get(0).equals("git")
                    ? new CommandResult(command, where(), 1, "", List.of(), Duration.ZERO)
                    : inner.run(command, output);
        }

        @Override
        public boolean streams() {
            return true;
        }

        @Override
        public Optional<Conversation> converse(Command command)
                throws ShellException, InterruptedException {
            return inner.converse(command);
        }
    }

    private static SimImage image(String version) {
        return SimImage.of(new SimImage.App(version, ONE, SimImage.Defect.NONE));
    }

    private static DeployResult deploy(SimulatedSystem system, String version) throws Exception {
        return system.deployAsking("nowhere/erp:" + version, SimulatedSystem.ENV);
    }

    @Test
    void sendsTheFirstWholeAndOfTheNextWhatTheHostLacks() throws Exception {
        SimulatedSystem system = system();
        deploy(system, "v1");
        assertThat(system.log()).contains("sending the whole of nowhere/erp:v1");
        assertThat(system.host.request(SimulatedSystem.PROJECT)).isEqualTo(200);

        system.lines.clear();
        String before = system.current();
        deploy(system, "v2");
        assertThat(system.log()).contains("2 of 3 layers are there").doesNotContain("whole");
        assertThat(system.current()).isNotEqualTo(before);
        assertThat(system.host.file("/opt/erp/.erp/releases/" + system.current() + "/release.json"))
                .get()
                .asString()
                .contains(image("v2").id());

        system.lines.clear();
        deploy(system, "v1");
        assertThat(system.log()).doesNotContain("sending");
        assertThat(system.host.unknown()).isEmpty();
    }

    @Test
    void rollsBackToAnImageThatNoRegistryKnows() throws Exception {
        SimulatedSystem system = system();
        deploy(system, "v1");
        String first = system.current();
        deploy(system, "v2");
        system.rollback(MigrationPolicy.KEEP);
        assertThat(system.current()).isEqualTo(first);
    }

    /** As after {@code docker image prune --all} on the host. */
    @Test
    void rollsBackToAnImageThatWasPrunedFromTheHostByItsId() throws Exception {
        SimulatedSystem system = system();
        deploy(system, "v1");
        String first = system.current();
        deploy(system, "v2");
        prune(system, first);
        // under its name here there is another one by now
        here.built("nowhere/erp:before", image("v1"));
        here.built("nowhere/erp:v1", image("v1-again"));
        system.lines.clear();

        assertThat(system.rollback(MigrationPolicy.KEEP).outcome())
                .as(system.log())
                .isEqualTo(Outcome.DONE);

        assertThat(system.log()).contains("of 3 layers are there");
        assertThat(system.current()).isEqualTo(first);
        assertThat(system.releasesRunning()).containsExactly(first);
        assertThat(system.host.images()).contains(kept(first));
        assertThat(system.host.unknown()).isEmpty();
    }

    @Test
    void saysWhatIsMissingWhereAPrunedImageIsNowhere() throws Exception {
        SimulatedSystem system = system();
        deploy(system, "v1");
        String first = system.current();
        deploy(system, "v2");
        String second = system.current();
        prune(system, first);
        here.run(Command.of("docker", "image", "rm", "nowhere/erp:v1")).orThrow();

        DeployResult result = system.rollback(MigrationPolicy.KEEP);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.failure())
                .contains("nowhere/erp:v1, " + image("v1").id())
                .contains("no registry has it")
                .contains("build commit 0123456789abcdef")
                .doesNotContain("pulled");
        assertThat(system.current()).isEqualTo(second);
        assertThat(system.host.request(SimulatedSystem.PROJECT)).isEqualTo(200);
    }

    private static String kept(String release) {
        return "erp-release/erp:" + release.toLowerCase(java.util.Locale.ROOT);
    }

    private static void prune(SimulatedSystem system, String release) throws Exception {
        for (String name : List.of(kept(release), image("v1").id())) {
            system.host.run(Command.of("docker", "image", "rm", name)).orThrow();
        }
    }

    @Test
    void sendsTheWholeWhereTheHostDoesNotTakeAPart() throws Exception {
        SimulatedSystem system = system();
        deploy(system, "v1");
        boolean[] once = new boolean[1];
        system.host.faults(
                (n, command) -> {
                    boolean first = command.argv().equals(List.of("docker", "load")) && !once[0];
                    once[0] |= first;
                    return first ? Fault.ERROR_BEFORE : Fault.NONE;
                });
        deploy(system, "v2");
        assertThat(system.log())
                .contains("did not take the image without the layers it has")
                .contains("sending the whole of nowhere/erp:v2");
    }

    @Test
    void refusesAnImageThatIsNotHereBeforeTheHostIsTouched() throws Exception {
        SimulatedSystem system = system();
        deploy(system, "v1");
        List<String> before = system.host.below("/opt/erp/.erp/releases");
        assertThatThrownBy(() -> deploy(system, "v3"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nowhere/erp:v3 from this machine")
                .hasMessageContaining("Nothing was changed");
        assertThat(system.host.below("/opt/erp/.erp/releases")).isEqualTo(before);
    }

    @Test
    void refusesWhereNothingCanBeStreamed() throws Exception {
        SimulatedSystem system = SimulatedSystem.saying("transfer: ssh");
        assertThatThrownBy(() -> system.deploy("v1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("not possible from this machine yet");
    }

    @Test
    void onlyTheClassicStoreKnowsLayersByWhatIsBelowThem() {
        assertThat(
                        ImageSending.classicStore(
                                "{\"ServerVersion\":\"20.10.24\",\"DriverStatus\":[[\"Backing"
                                        + " Filesystem\",\"extfs\"]]}"))
                .isTrue();
        assertThat(
                        ImageSending.classicStore(
                                "{\"ServerVersion\":\"29.0.1\",\"DriverStatus\":[[\"driver-type\","
                                        + "\"io.containerd.snapshotter.v1\"]]}"))
                .isFalse();
        assertThat(ImageSending.classicStore("")).isFalse();
    }
}
