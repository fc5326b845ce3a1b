package io.jenkins.plugins.erp.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.release.Tar.Entry;
import io.jenkins.plugins.erp.shell.LocalShell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written, the real tar reads. */
class TarTest {
    @TempDir Path directory;

    @Test
    void realTarUnpacksNamesBytesAndModes() throws Exception {
        byte[] odd = new byte[1300];
        for (int i = 0; i < odd.length; i++) {
            odd[i] = (byte) i;
        }
        String deep = "d".repeat(90) + "/" + "e".repeat(60) + "/" + "f".repeat(100);
        List<Entry> entries =
                List.of(
                        Entry.of("env", "0600", "SECRET=x\n"),
                        Entry.of("files/config/nginx/nginx.conf", "0644", ""),
                        new Entry("files/\u914d\u7f6e -rf $(x).bin", "0644", odd),
                        new Entry("block", "0644", new byte[512]),
                        Entry.of(deep, "0640", "deep"));
        new HostFiles(new LocalShell()).unpack(directory.toString(), entries);
        for (Entry entry : entries) {
            Path file = directory.resolve(entry.name());
            assertThat(Files.readAllBytes(file)).as(entry.name()).isEqualTo(entry.bytes());
        }
        assertThat(mode("env")).isEqualTo("rw-------");
        assertThat(mode("files/config/nginx/nginx.conf")).isEqualTo("rw-r--r--");
        assertThat(mode(deep)).isEqualTo("rw-r-----");
    }

    private String mode(String name) throws Exception {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "a/", "a\nb"})
    void namesThatLeadElsewhereAreRefused(String name) {
        assertThatThrownBy(() -> Entry.of(name, "0600", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesThatDoNotFitAreRefusedNotCut() {
        assertThatThrownBy(() -> Tar.of(List.of(Entry.of("n".repeat(101), "0600", ""))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too long");
    }
}
