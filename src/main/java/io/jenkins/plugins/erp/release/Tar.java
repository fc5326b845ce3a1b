package io.jenkins.plugins.erp.release;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Writes a tar archive in the POSIX ustar format, so that many files go to a host with one command;
 * pure. Only ordinary files with relative names: what unpacks it cannot be led elsewhere.
 */
public final class Tar {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int PREFIX = 155;

    private Tar() {}

    /**
     * A file.
     *
     * @param name relative, with {@code /}
     * @param mode such as {@code 0600}
     * @param bytes what is in it; may be secret
     */
    public record Entry(String name, String mode, byte[] bytes) {

        /** Checks name and mode. */
        public Entry {
            if (name.isEmpty()
                    || name.startsWith("/")
                    || name.endsWith("/")
                    || name.chars().anyMatch(c -> c < ' ' || c == 0x7f)
                    || Arrays.asList(name.split("/", -1)).stream()
                            .anyMatch(p -> List.of("", ".", "..").contains(p))) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" is not the relative name of a file");
            }
            if (!mode.matches("0[0-7]{3}")) {
                throw new IllegalArgumentException("\"" + mode + "\" is not a file's mode");
            }
        }

        /** With the text in UTF-8. */
        public static Entry of(String name, String mode, String text) {
            return new Entry(name, mode, text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return name + " " + mode + ", " + bytes.length + " bytes";
        }
    }

    /** The archive. */
    public static byte[] of(List<Entry> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            out.writeBytes(header(entry));
            out.writeBytes(entry.bytes());
            int rest = entry.bytes().length % BLOCK;
            out.writeBytes(new byte[rest == 0 ? 0 : BLOCK - rest]);
        }
        out.writeBytes(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    private static byte[] header(Entry entry) {
        byte[] block = new byte[BLOCK];
        String[] name = split(entry.name());
        put(block, 0, name[1]);
        put(block, 100, "000" + entry.mode());
        put(block, 108, "0000000");
        put(block, 116, "0000000");
        put(block, 124, String.format(Locale.ROOT, "%011o", entry.bytes().length));
        // the same files give the same archive
        put(block, 136, "00000000000");
        Arrays.fill(block, 148, 156, (byte) ' ');
        block[156] = '0';
        put(block, 257, "ustar");
        put(block, 263, "00");
        put(block, 345, name[0]);
        int sum = 0;
        for (byte one : block) {
            sum += one & 0xff;
        }
        put(block, 148, String.format(Locale.ROOT, "%06o", sum));
        block[154] = 0;
        return block;
    }

    /**
     * Directory and name as the two fields hold them; the directory is empty where all fits one.
     */
    private static String[] split(String name) {
        if (length(name) <= NAME) {
            return new String[] {"", name};
        }
        for (int at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
            String before = name.substring(0, at);
            String after = name.substring(at + 1);
            if (length(before) <= PREFIX && length(after) <= NAME) {
                return new String[] {before, after};
            }
        }
        throw new IllegalArgumentException(
                "the name of "
                        + name
                        + " is too long to be sent to a host: a file's own name may have "
                        + NAME
                        + " bytes, its directory "
                        + PREFIX);
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }
}
