package io.jenkins.plugins.erp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.runner.sim.SimArchive;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageArchiveTest {
    private static final String MANIFEST =
            "[{\"Config\":\"c.json\",\"RepoTags\":null,\"Layers\":[\"a/layer.tar\","
                    + "\"b/layer.tar\"]}]";

    private static byte[] archive() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a/layer.tar", new byte[70_000]);
        files.put("b/layer.tar", bytes("upper"));
        files.put("c.json", bytes("{}"));
        files.put("manifest.json", bytes(MANIFEST));
        return SimArchive.tar(files);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] without(byte[] archive, Set<String> names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageArchive.copyWithout(new ByteArrayInputStream(archive), names, out);
        return out.toByteArray();
    }

    @Test
    void readsLayersInOrderAndSizes() throws Exception {
        ImageArchive read = ImageArchive.read(new ByteArrayInputStream(archive()));
        assertThat(read.layers()).containsExactly("a/layer.tar", "b/layer.tar");
        assertThat(read.bytesWithout(Set.of("a/layer.tar")))
                .isEqualTo(5 + 2 + MANIFEST.length())
                .isEqualTo(read.bytes() - 70_000);
    }

    @Test
    void leavesOutEntriesAndCopiesTheOthersByteForByte() throws Exception {
        assertThat(without(archive(), Set.of())).isEqualTo(archive());
        assertThat(SimArchive.untar(without(archive(), Set.of("a/layer.tar"))).keySet())
                .containsExactly("b/layer.tar", "c.json", "manifest.json");
    }

    @Test
    void leavesOutAnEntryWithTheHeadersThatBelongToIt() throws Exception {
        String path = "blobs/" + "x".repeat(150);
        byte[] record = bytes("166 path=" + path + "\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SimArchive.header("PaxHeaders", record.length, 'x'));
        out.writeBytes(SimArchive.padded(record));
        out.writeBytes(SimArchive.header("short", 3, '0'));
        out.writeBytes(SimArchive.padded(bytes("abc")));
        out.writeBytes(archive());

        assertThat(ImageArchive.read(new ByteArrayInputStream(out.toByteArray())).sizes())
                .containsEntry(path, 3L);
        assertThat(without(out.toByteArray(), Set.of(path))).isEqualTo(archive());
        assertThat(without(out.toByteArray(), Set.of("short"))).isEqualTo(out.toByteArray());
    }

    @Test
    void anArchiveCutOffIsNone() {
        byte[] cut = Arrays.copyOf(archive(), 30_000);
        assertThatThrownBy(() -> without(cut, Set.of())).isInstanceOf(EOFException.class);
        byte[] withoutEnd = Arrays.copyOf(archive(), archive().length - 1024);
        assertThatThrownBy(() -> without(withoutEnd, Set.of())).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> without(bytes("no tar ".repeat(100)), Set.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not one, or is damaged");
    }

    @Test
    void knowsLayersOnlyOnTopOfTheSameOnes() {
        List<String> wanted = List.of("a", "b", "c");
        assertThat(ImageArchive.known(wanted, List.of())).isZero();
        assertThat(ImageArchive.known(wanted, List.of(List.of("b", "c"), List.of("a", "x", "c"))))
                .isEqualTo(1);
        assertThat(ImageArchive.known(wanted, List.of(List.of("a"), List.of("a", "b", "z"))))
                .isEqualTo(2);
    }

    @Test
    void aLayerThatIsNeededAboveIsNotLeftOut() {
        ImageArchive archive = new ImageArchive(List.of("1", "2", "3"), Map.of());
        assertThat(archive.leaveOut(List.of("a", "b", "c"), 2)).containsExactlyInAnyOrder("1", "2");
        assertThat(archive.leaveOut(List.of("a", "b", "a"), 2)).containsExactly("2");
        assertThat(archive.leaveOut(List.of("a", "b"), 1)).isEmpty();
        ImageArchive sameFile = new ImageArchive(List.of("1", "2", "1"), Map.of());
        assertThat(sameFile.leaveOut(List.of("a", "b", "c"), 2)).containsExactly("2");
    }
}
