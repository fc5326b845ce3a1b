package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.config.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlatformTest {

    private static RolloutAbout about(RolloutAbout.Kind kind, Target target) {
        return new RolloutAbout(
                kind,
                "op",
                "20261125T120000Z-abc",
                "",
                false,
                MigrationPolicy.KEEP,
                "somebody",
                "",
                "2026-11-25T12:00:00Z",
                "",
                List.of(),
                List.of(),
                "",
                target);
    }

    @Test
    void aSwarmSharesAllButWhatBringsServices() {
        assertThat(Plans.of(about(RolloutAbout.Kind.DEPLOY, Target.SWARM), r -> null).names())
                .containsExactly(
                        "stage",
                        "pull",
                        "stack",
                        "services",
                        "backup",
                        "migrate",
                        "switch",
                        "others",
                        "verify",
                        "commit",
                        "retire");
        assertThat(Plans.of(about(RolloutAbout.Kind.ROLLBACK, Target.SWARM), r -> null).names())
                .containsExactly(
                        "images",
                        "services",
                        "switch",
                        "collectstatic",
                        "others",
                        "reverse",
                        "verify",
                        "commit",
                        "retire");
    }

    @Test
    void aJournalSaysWhatItWasFor() {
        RolloutAbout swarm = about(RolloutAbout.Kind.DEPLOY, Target.SWARM);
        assertThat(RolloutAbout.fromJson(swarm.toJson())).contains(swarm);
        String before = swarm.toJson().replace(",\"target\":\"swarm\"", "");
        assertThat(before).doesNotContain("target");
        assertThat(RolloutAbout.fromJson(before).orElseThrow().target()).isEqualTo(Target.COMPOSE);
    }

    @Test
    void hashesOfMountedFilesAreAskedForAtOnce() {
        assertThat(StackPhase.hashes("/r/files", List.of("a", "b/c")).argv())
                .containsExactly("sha256sum", "--", "/r/files/a", "/r/files/b/c");
    }
}
