package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.release.Tar;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.LocalShell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScratchTest {

    @Test
    void aCommandHasItsFilesAndItsInputAndNothingStays() throws Exception {
        Scratch scratch =
                new Scratch(new LocalShell(), List.of(Tar.Entry.of("a.txt", "0600", "secret\n")));
        CommandResult both = scratch.run(Command.of("cat", "a.txt", "-").withStdin("given"));
        assertThat(both.orThrow().stdout()).isEqualTo("secret\ngiven");
        CommandResult mode = scratch.run(Command.of("stat", "-c", "%a", ".", "a.txt"));
        assertThat(mode.orThrow().stdout()).isEqualTo("700\n600\n");
        assertThat(Files.exists(Path.of(scratch.directory().orElseThrow()))).isFalse();

        CommandResult none = scratch.run(Command.of("cat"));
        assertThat(none.orThrow().stdout()).isEmpty();
        assertThat(scratch.run(Command.of("sh", "-c", "exit 7")).exitCode()).isEqualTo(7);
        assertThat(Files.exists(Path.of(scratch.directory().orElseThrow()))).isFalse();
    }
}
