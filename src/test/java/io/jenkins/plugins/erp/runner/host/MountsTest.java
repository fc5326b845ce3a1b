package io.jenkins.plugins.erp.runner.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountsTest {
    private static final String TABLE =
            String.join(
                    "\n",
                    "/dev/vda / ext4 rw,relatime 0 0",
                    "/dev/vda /home/a\\040b/state/docker ext4 rw 0 0",
                    "overlay /home/a\\040b/state/docker/overlay2/x/merged overlay rw 0 0",
                    "/dev/vda /home/a\\040b/state-of-another ext4 rw 0 0",
                    "nonsense",
                    "");

    @Test
    void deepestFirstAndOnlyThoseBelow() {
        assertThat(Mounts.below(TABLE, Path.of("/home/a b/state")))
                .containsExactly(
                        Path.of("/home/a b/state/docker/overlay2/x/merged"),
                        Path.of("/home/a b/state/docker"));
        assertThat(Mounts.below(TABLE, Path.of("/srv"))).isEmpty();
    }
}
