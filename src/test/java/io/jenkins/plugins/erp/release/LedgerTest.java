package io.jenkins.plugins.erp.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final String V1 = "20261125T010000Z-aaaaaaa";
    private static final String V2 = "20261125T020000Z-bbbbbbb";
    private static final String V3 = "20261125T030000Z-ccccccc";

    @TempDir Path directory;

    private static LedgerEntry entry(String kind, String release, String outcome) {
        return entry(kind, release, "", outcome);
    }

    private static LedgerEntry entry(String kind, String release, String previous, String outcome) {
        return new LedgerEntry(
                release,
                kind,
                release,
                previous,
                outcome,
                "",
                "me",
                "",
                "image",
                "abc",
                "",
                1.5,
                Map.of("switch", 1.0),
                Map.of(),
                "",
                "",
                "",
                List.of());
    }

    @Test
    void aTornLineLosesItselfOnly() throws Exception {
        HostState host = new HostState(new ProcessShell(), directory.toString());
        host.prepare();
        host.appendToLedger(entry("deploy", V1, "DONE"));
        Path file = directory.resolve(".erp/ledger.jsonl");
        Files.writeString(file, "{\"operation\":\"2026", StandardOpenOption.APPEND);
        host.appendToLedger(entry("deploy", V2, "DONE"));
        Ledger ledger = host.ledger();
        assertThat(ledger.unreadable()).isEqualTo(1);
        assertThat(ledger.entries()).extracting(LedgerEntry::release).containsExactly(V1, V2);
        assertThat(ledger.entries().get(0)).isEqualTo(entry("deploy", V1, "DONE"));
    }

    @Test
    void rollbackGoesToTheReleaseMadeBeforeEvenAfterARollback() {
        Ledger ledger =
                new Ledger(
                        List.of(
                                entry("deploy", V1, "DONE"),
                                entry("deploy", V2, "DONE"),
                                entry("deploy", V3, "FAILED"),
                                entry("rollback", V1, "DONE")),
                        0);
        assertThat(ledger.releases()).containsExactly(V1, V2);
        assertThat(ledger.before(V2)).contains(V1);
        assertThat(ledger.before(V1)).isEmpty();
    }

    @Test
    void afterARollbackTheNextReleaseGoesBackToWhatItReplaced() {
        Ledger ledger =
                new Ledger(
                        List.of(
                                entry("deploy", V1, "", "DONE"),
                                entry("deploy", V2, V1, "DONE"),
                                entry("rollback", V1, V2, "DONE"),
                                entry("deploy", V3, V1, "DONE")),
                        0);
        assertThat(ledger.before(V3)).contains(V1);
        assertThat(ledger.before(V2)).contains(V1);
        assertThat(ledger.before(V1)).isEmpty();
    }

    @Test
    void pruningKeepsWhatServedLastAndAlwaysTheCurrent() {
        Ledger ledger =
                new Ledger(
                        List.of(
                                entry("deploy", V1, "", "DONE"),
                                entry("deploy", V2, V1, "DONE"),
                                entry("rollback", V1, V2, "DONE")),
                        0);
        // V3 is being made current: V1 served until now, V2 before that
        assertThat(ledger.toPrune(List.of(V1, V2, V3), 2, V3)).containsExactly(V2);
        assertThat(ledger.toPrune(List.of(V1, V2, V3), 3, V3)).isEmpty();
        // V3 never served
        assertThat(ledger.toPrune(List.of(V1, V2, V3), 2, V1)).containsExactly(V3);
        assertThat(ledger.toPrune(List.of(V1, V2), 5, V2)).isEmpty();
    }

    @Test
    void aReleaseComesBackAsItWasAndIsReadableByItsOwnerOnly() throws Exception {
        HostState host = new HostState(new ProcessShell(), directory.toString());
        host.prepare();
        host.files().makeDirectory(host.releaseDirectory(V1));
        Release release =
                new Release(
                        V1,
                        "erp:1",
                        "erp@sha256:00",
                        "sha256:11",
                        "erp-release/erp:x",
                        "c",
                        "e",
                        List.of("DB_NAME"),
                        Map.of("orders", List.of("0002_more")),
                        "aaaaaaa",
                        "me",
                        "",
                        "2026-11-25T01:00:00Z",
                        "erp",
                        Map.of("web", List.of("web")),
                        List.of("config/nginx.conf"));
        host.writeRelease(release);
        assertThat(host.release(V1)).contains(release);
        Path file = directory.resolve(".erp/releases/" + V1 + "/release.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve(".erp"))))
                .isEqualTo("rwx------");
        host.setCurrent(V1);
        assertThat(host.current()).contains(V1);
    }

    @Test
    void anIdIsNeverAPath() {
        assertThat(Release.newId(Instant.parse("2026-11-25T01:16:00Z"), "../X;y"))
                .isEqualTo("20261125T011600Z-xy");
        assertThatThrownBy(() -> Release.checkId("../../etc/passwd"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a release");
    }

    @Test
    void aFullDiskIsSaidAndNothingIsLeft() throws Exception {
        HostFiles files = new HostFiles(new ProcessShell());
        assertThatThrownBy(() -> files.append("/dev/full", "x"))
                .hasMessageContaining("the disk is full");
        Path target = directory.resolve("d");
        Files.createDirectory(target);
        Files.writeString(target.resolve("x"), "");
        assertThatThrownBy(() -> files.write(target.toString(), "text"))
                .hasMessageContaining("could not write");
        assertThat(files.list(directory.toString())).containsExactly("d");
    }
}
