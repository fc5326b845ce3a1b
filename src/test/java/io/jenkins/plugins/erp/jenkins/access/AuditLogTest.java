package io.jenkins.plugins.erp.jenkins.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log: one action a line, whatever is in it. */
class AuditLogTest {
    @TempDir Path directory;

    private static JsonNode read(String line) throws Exception {
        return new ObjectMapper().readTree(line);
    }

    @Test
    void nothingInATextMakesAnotherLineOrAnotherKey() throws Exception {
        String evil =
                "x\r\n{\"time\":\"2020\",\"action\":\"deploy.ended\"}\u001b[2K\u2028\u202eabc\u0085\"}";

        String line =
                AuditLine.of(
                        Instant.EPOCH,
                        "deploy.refused",
                        evil,
                        Map.of("why", evil, "hosts", List.of(evil), "action", "forged"));

        assertThat(line.codePoints())
                .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x202e);
        JsonNode read = read(line);
        assertThat(read.path("action").asText()).isEqualTo("deploy.refused");
        assertThat(read.path("time").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(read.path("who").asText())
                .startsWith("x\\u000d\\u000a{")
                .contains("\\u001b[2K\\u2028\\u202eabc\\u0085");
        assertThat(read.path("hosts").get(0).asText()).isEqualTo(read.path("who").asText());
        assertThat(read.fieldNames()).toIterable().hasSize(5);
    }

    @Test
    void textsAndListsAreBounded() {
        String line =
                AuditLine.of(
                        Instant.EPOCH,
                        "x",
                        "\u4eba".repeat(100_000),
                        Map.of("hosts", java.util.Collections.nCopies(10_000, "host")));

        assertThat(line.length()).isLessThan(3_000);
        assertThat(line).contains("\u4eba...");
    }

    @Test
    void anActionIsALineThatOnlyItsOwnerReads() throws Exception {
        Path file = directory.resolve("below/audit.jsonl");
        AuditLog log = new AuditLog(file, 1_000_000);

        log.note("unlock", "alice", Map.of("environment", "production"));
        log.note("unlock", "bob", Map.of());

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(read(lines.get(0)).path("environment").asText()).isEqualTo("production");
        assertThat(read(lines.get(1)).path("who").asText()).isEqualTo("bob");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void itNeverGrowsOverItsBounds() throws Exception {
        Path file = directory.resolve("audit.jsonl");
        AuditLog log = new AuditLog(file, 1_000);

        for (int i = 0; i < 200; i++) {
            log.note("x", "alice", Map.of("number", i));
        }

        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(6);
            for (Path one : all) {
                assertThat(Files.size(one)).isLessThanOrEqualTo(1_000);
            }
        }
        List<String> last = Files.readAllLines(file);
        assertThat(read(last.get(last.size() - 1)).path("number").asInt()).isEqualTo(199);
        List<String> before = Files.readAllLines(directory.resolve("audit.jsonl.1"));
        assertThat(read(before.get(before.size() - 1)).path("number").asInt())
                .isEqualTo(read(last.get(0)).path("number").asInt() - 1);
    }
}
