package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The archive of one image that {@code docker save} prints, in either of its layouts, read and
 * rewritten as a stream.
 *
 * <p>{@code docker load} of an engine with the classic image store asks for each layer, from the
 * lowest, whether it has it on top of those below, and opens the layer's file only if not. So the
 * files of layers that it has may be left out.
 *
 * @param layers the layers' entries, from the lowest
 * @param sizes all entries that hold bytes, with how many
 */
public record ImageArchive(List<String> layers, Map<String, Long> sizes) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BLOCK = 512;
    private static final int LONGEST_EXTENSION = 1 << 20;
    private static final int LONGEST_MANIFEST = 16 << 20;

    /** Bytes of its entries together. */
    public long bytes() {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Bytes of its entries but some. */
    public long bytesWithout(Set<String> leftOut) {
        return bytes() - leftOut.stream().mapToLong(n -> sizes.getOrDefault(n, 0L)).sum();
    }

    /**
     * How many of an image's layers, from the lowest, an engine has in the same order.
     *
     * @param wanted the image's
     * @param there those of each image that the engine has
     */
    public static int known(List<String> wanted, List<List<String>> there) {
        int most = 0;
        for (List<String> one : there) {
            int same = 0;
            while (same < Math.min(wanted.size(), one.size())
                    && wanted.get(same).equals(one.get(same))) {
                same++;
            }
            most = Math.max(most, same);
        }
        return most;
    }

    /**
     * The entries that need not travel: of the known layers, without those that a layer above has
     * again.
     *
     * @param diffIds the image's layers, from the lowest
     * @param known how many of them the other engine has
     */
    public Set<String> leaveOut(List<String> diffIds, int known) {
        Set<String> names = new HashSet<>();
        if (layers.size() != diffIds.size()) {
            return names;
        }
        Set<String> needed = new HashSet<>();
        for (int i = known; i < layers.size(); i++) {
            needed.add(diffIds.get(i));
        }
        for (int i = 0; i < known; i++) {
            if (!needed.contains(diffIds.get(i))) {
                names.add(layers.get(i));
            }
        }
        layers.subList(known, layers.size()).forEach(names::remove);
        return names;
    }

    /** Looks through an archive, to its end. */
    public static ImageArchive read(InputStream in) throws IOException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        Optional<byte[]> manifest = Optional.empty();
        Optional<Entry> entry = next(in);
        while (entry.isPresent()) {
            Entry e = entry.get();
            if (e.size() > 0) {
                sizes.put(e.name(), e.size());
            }
            if (e.name().equals("manifest.json")) {
                if (e.size() > LONGEST_MANIFEST) {
                    throw new IOException("the archive's manifest.json has " + e.size() + " bytes");
                }
                manifest = Optional.of(exactly(in, (int) e.size()));
                copy(in, e.padded() - e.size(), OutputStream.nullOutputStream());
            } else {
                copy(in, e.padded(), OutputStream.nullOutputStream());
            }
            entry = next(in);
        }
        in.transferTo(OutputStream.nullOutputStream());
        JsonNode items =
                JSON.readTree(
                        manifest.orElseThrow(
                                () -> new IOException("the archive has no manifest.json")));
        if (items.size() != 1) {
            throw new IOException("the archive has " + items.size() + " images, not one");
        }
        List<String> layers = new ArrayList<>();
        items.path(0).path("Layers").forEach(l -> layers.add(l.asText()));
        return new ImageArchive(List.copyOf(layers), Map.copyOf(sizes));
    }

    /** Copies an archive to its end, without some of its entries. */
    public static void copyWithout(InputStream in, Set<String> leftOut, OutputStream out)
            throws IOException {
        Optional<Entry> entry = next(in);
        while (entry.isPresent()) {
            Entry e = entry.get();
            boolean goes = !leftOut.contains(e.name());
            if (goes) {
                out.write(e.head());
            }
            copy(in, e.padded(), goes ? out : OutputStream.nullOutputStream());
            entry = next(in);
        }
        out.write(new byte[2 * BLOCK]);
        in.transferTo(OutputStream.nullOutputStream());
    }

    /**
     * An entry whose bytes are to be read next.
     *
     * @param head its header as it came, with those before that say more about it
     */
    private record Entry(String name, long size, byte[] head) {
        long padded() {
            return (size + BLOCK - 1) / BLOCK * BLOCK;
        }
    }

    /** The next entry; empty at the archive's end. */
    private static Optional<Entry> next(InputStream in) throws IOException {
        java.io.ByteArrayOutputStream head = new java.io.ByteArrayOutputStream();
        Map<String, String> more = new HashMap<>();
        while (true) {
            byte[] block = exactly(in, BLOCK);
            if (isZero(block)) {
                return Optional.empty();
            }
            check(block);
            head.write(block);
            long size = number(block, 124, 12);
            char type = (char) block[156];
            if (type == 'x' || type == 'g' || type == 'L' || type == 'K') {
                int padded =
                        (int) ((Math.min(size, LONGEST_EXTENSION) + BLOCK - 1) / BLOCK * BLOCK);
                if (size > LONGEST_EXTENSION) {
                    throw new IOException("the archive has a header of " + size + " bytes");
                }
                byte[] bytes = exactly(in, padded);
                head.write(bytes);
                if (type == 'x') {
                    more.putAll(extension(bytes, (int) size));
                } else if (type == 'L') {
                    more.put("path", text(bytes, 0, (int) size));
                }
                continue;
            }
            String name = text(block, 0, 100);
            String prefix = text(block, 257, 6).equals("ustar") ? text(block, 345, 155) : "";
            if (!prefix.isEmpty()) {
                name = prefix + "/" + name;
            }
            boolean holds = type == '0' || type == 0 || type == '7';
            if (more.containsKey("size")) {
                size = Long.parseLong(more.get("size"));
            }
            return Optional.of(
                    new Entry(
                            more.getOrDefault("path", name), holds ? size : 0, head.toByteArray()));
        }
    }

    /** Records of a pax header: {@code LENGTH KEY=VALUE\n}. */
    private static Map<String, String> extension(byte[] bytes, int size) throws IOException {
        Map<String, String> all = new HashMap<>();
        int at = 0;
        while (at < size) {
            int space = at;
            while (space < size && bytes[space] != ' ') {
                space++;
            }
            int length;
            try {
                length = Integer.parseInt(text(bytes, at, space - at));
            } catch (NumberFormatException e) {
                throw new IOException("the archive has a header that cannot be read", e);
            }
            if (length <= space - at + 1 || at + length > size) {
                throw new IOException("the archive has a header that cannot be read");
            }
            String[] record = text(bytes, space + 1, at + length - space - 2).split("=", 2);
            if (record.length == 2) {
                all.put(record[0], record[1]);
            }
            at += length;
        }
        return all;
    }

    private static void check(byte[] block) throws IOException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : block[i] & 0xff;
        }
        if (sum != number(block, 148, 8)) {
            throw new IOException("what was to be an image's archive is not one, or is damaged");
        }
    }

    private static long number(byte[] block, int from, int length) throws IOException {
        if ((block[from] & 0x80) != 0) {
            // larger than eight octal digits can say: binary, high byte first
            long value = block[from] & 0x3f;
            for (int i = from + 1; i < from + length; i++) {
                value = value << 8 | block[i] & 0xff;
            }
            return value;
        }
        String digits = text(block, from, length).trim();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("what was to be an image's archive is not one, or is damaged", e);
        }
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the image's archive ends in the middle");
        }
        return bytes;
    }

    private static void copy(InputStream in, long length, OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = length;
        while (left > 0) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw new EOFException("the image's archive ends in the middle");
            }
            out.write(buffer, 0, n);
            left -= n;
        }
    }
}
