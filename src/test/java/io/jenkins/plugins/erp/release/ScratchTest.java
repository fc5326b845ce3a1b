package io.jenkins.plugins.erp.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.LocalShell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
    private static final List<Tar.Entry> FILES =
            List.of(
                    Tar.Entry.of(".env", "0600", "SECRET=x1\n"),
                    Tar.Entry.of("config/app.env", "0600", "B=2\n"));

    @TempDir private Path temporary;

    private CommandResult run(Path directory, Command command) throws Exception {
        return new LocalShell().run(HostFiles.inScratch(directory.toString(), FILES, command));
    }

    @Test
    void theCommandIsGivenAsWordsAndItsFilesByStandardInput() {
        Command command = HostFiles.inScratch("/tmp/d", FILES, Command.of("docker", "a; b"));

        assertThat(command.argv())
                .containsExactly(
                        "sh", "-c", HostFiles.IN_SCRATCH, "sh", "/tmp/d", "docker", "a; b");
        assertThat(command.stdin()).isEqualTo(Tar.of(FILES));
    }

    @Test
    void theFilesAreThereForTheCommandAndGoneAfterIt() throws Exception {
        Path scratch = temporary.resolve("a b");
        CommandResult result = run(scratch, Command.of("cat", ".env", "config/app.env"));

        assertThat(result.stdout()).isEqualTo("SECRET=x1\nB=2\n");
        assertThat(scratch).doesNotExist();
    }

    @Test
    void theyAreGoneAfterACommandThatFailsOrIsEndedToo() throws Exception {
        Path scratch = temporary.resolve("s");

        assertThat(run(scratch, Command.of("sh", "-c", "exit 7")).exitCode()).isEqualTo(7);
        assertThat(scratch).doesNotExist();
        assertThat(run(scratch, Command.of("sh", "-c", "kill -HUP $PPID; sleep 0.2")).ok())
                .isFalse();
        assertThat(scratch).doesNotExist();
    }

    @Test
    void aDirectoryThatIsThereAlreadyIsRefusedAndLeftAlone() throws Exception {
        Path scratch = Files.createDirectory(temporary.resolve("mine"));
        Files.writeString(scratch.resolve("kept"), "");

        assertThat(run(scratch, Command.of("true")).ok()).isFalse();
        assertThat(scratch.resolve("kept")).exists();
    }
}
