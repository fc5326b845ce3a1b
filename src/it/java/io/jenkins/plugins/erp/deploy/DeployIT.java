package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.it.RealParts;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.Outcome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployIT {
    private static final String ONE = "erp-it-deploy:1";
    private static final String TWO = "erp-it-deploy:2";

    @TempDir Path workspace;
    @TempDir Path second;
    @TempDir Path bad;

    private static DeployRequest deploy(RealHost host, String image) {
        return new DeployRequest(
                "production", Optional.of(image), Optional.of(host.env()), Optional.empty(), false);
    }

    private static void tell(DeployResult result, RealHost host, int before) {
        System.out.println("== " + result.summary());
        result.phases()
                .forEach(
                        p ->
                                System.out.printf(
                                        "%-16s %6.2f %s%n",
                                        p.name(),
                                        p.seconds(),
                                        p.message().lines().findFirst().orElse("")));
        System.out.println(
                "docker commands "
                        + result.commands()
                        + ", ssh commands "
                        + (host.shell().commands() - before)
                        + ", connections "
                        + host.shell().connections());
    }

    @Test
    void versionOneThenTwoUnderLoadThenBackWithoutAFailedRequest() throws Exception {
        try (RealHost host = new RealHost("core-it", workspace)) {
            RealParts.lay(workspace);
            RealParts.build(workspace, "runtime", ONE);
            RealParts.lay(second, "v2");
            RealParts.build(second, "runtime", TWO);
            List<String> said = new ArrayList<>();
            OperationContext context = host.context(said);
            int at = host.shell().commands();
            DeployResult first = new DeployOperation().run(deploy(host, ONE), context);
            tell(first, host, at);
            assertThat(first.outcome()).isEqualTo(Outcome.DONE);

            URI health = URI.create("http://127.0.0.1:" + host.port + "/api/health/");
            try (Load load = new Load(health, "", 40, Duration.ofMinutes(15))) {
                at = host.shell().commands();
                DeployResult newer = new DeployOperation().run(deploy(host, TWO), context);
                tell(newer, host, at);
                assertThat(newer.outcome()).isEqualTo(Outcome.DONE);
                assertThat(newer.previous()).isEqualTo(first.release());

                at = host.shell().commands();
                DeployResult back =
                        new RollbackOperation()
                                .run(
                                        new RollbackRequest(
                                                "production",
                                                Optional.empty(),
                                                MigrationPolicy.KEEP,
                                                false),
                                        context);
                tell(back, host, at);
                assertThat(back.outcome()).isEqualTo(Outcome.DONE);
                assertThat(back.release()).isEqualTo(first.release());

                for (String broken : List.of("break-migration", "break-health")) {
                    Path third = Files.createDirectory(bad.resolve(broken));
                    RealParts.lay(third, "v2", broken);
                    String image = TWO + "-" + broken;
                    RealParts.build(third, "runtime", image);
                    at = host.shell().commands();
                    DeployResult undone = new DeployOperation().run(deploy(host, image), context);
                    tell(undone, host, at);
                    assertThat(undone.outcome()).as(broken).isEqualTo(Outcome.FAILED);
                    assertThat(undone.current()).isEqualTo(first.release());
                }
                load.close();
                System.out.println(
                        "requests "
                                + load.asked()
                                + ", failed "
                                + load.failures()
                                + ", versions "
                                + load.versions());
                assertThat(load.failures()).isEmpty();
                assertThat(load.versions()).hasSize(2);
            }
            assertThat(String.join("\n", said))
                    .doesNotContain("pw-" + host.project)
                    .doesNotContain("su-" + host.project);
        }
    }
}
