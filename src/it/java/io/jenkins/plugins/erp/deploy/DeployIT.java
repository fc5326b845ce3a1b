package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployIT {
    private static final String ONE = "erp-it-deploy:1";
    private static final String TWO = "erp-it-deploy:2";

    @TempDir Path workspace;
    @TempDir Path second;
    @TempDir Path bad;

    @Test
    void versionOneThenTwoUnderLoadThenBackWithoutAFailedRequest() throws Exception {
        try (RealHost host = new RealHost("core-it", workspace)) {
            RealHost.build(workspace, ONE);
            RealHost.build(second, TWO, "v2");
            List<String> said = new ArrayList<>();
            OperationContext context = host.context(said);
            DeployResult first = host.deploy(ONE, context);
            assertThat(first.outcome()).isEqualTo(Outcome.DONE);

            try (Load load = host.load(40, Duration.ofMinutes(15))) {
                DeployResult newer = host.deploy(TWO, context);
                assertThat(newer.outcome()).isEqualTo(Outcome.DONE);
                assertThat(newer.previous()).isEqualTo(first.release());

                DeployResult back = host.back(context);
                assertThat(back.outcome()).isEqualTo(Outcome.DONE);
                assertThat(back.release()).isEqualTo(first.release());

                for (String broken : List.of("break-migration", "break-health")) {
                    Path third = Files.createDirectory(bad.resolve(broken));
                    String image = TWO + "-" + broken;
                    RealHost.build(third, image, "v2", broken);
                    DeployResult undone = host.deploy(image, context);
                    assertThat(undone.outcome()).as(broken).isEqualTo(Outcome.FAILED);
                    assertThat(undone.current()).isEqualTo(first.release());
                }
                RealHost.nothingFailed(load);
            }
            assertThat(String.join("\n", said))
                    .doesNotContain("pw-" + host.project)
                    .doesNotContain("su-" + host.project);
        }
    }
}
