package io.jenkins.plugins.erp.runner.sim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Files and directories by absolute path, with the rules of rename(2) and a limited disk. */
final class SimFiles {
    private static final byte[] DIRECTORY = new byte[0];

    private record Node(byte[] bytes, String mode, Instant at) {
        boolean directory() {
            return bytes == DIRECTORY;
        }
    }

    /** A refusal in the words of the C library. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    private final NavigableMap<String, Node> nodes = new TreeMap<>();
    private long capacity = 20L << 30;
    private boolean full;
    private Supplier<Instant> now = () -> Instant.EPOCH;

    private SimFiles(SimFiles other) {
        // nodes never change: each write puts another one there
        nodes.putAll(other.nodes);
        capacity = other.capacity;
    }

    SimFiles copy() {
        return new SimFiles(this);
    }

    SimFiles() {
        nodes.put("/", new Node(DIRECTORY, "0755", Instant.EPOCH));
        for (String path : List.of("/tmp", "/opt", "/etc", "/srv")) {
            nodes.put(path, new Node(DIRECTORY, "0755", Instant.EPOCH));
        }
    }

    /** Whose time it is written at. */
    void clock(Supplier<Instant> clock) {
        now = clock;
    }

    /** Whether something was last written longer ago than this. */
    boolean olderThan(String path, Duration age) {
        Node node = nodes.get(clean(path));
        return node != null && node.at().plus(age).isBefore(now.get());
    }

    void capacity(long bytes) {
        capacity = bytes;
    }

    /** Lets every write fail, or no more. */
    void full(boolean now) {
        full = now;
    }

    boolean isFull() {
        return full;
    }

    long free() {
        if (full) {
            return 0;
        }
        long used = 0;
        for (Node node : nodes.values()) {
            used += node.bytes().length;
        }
        return Math.max(0, capacity - used);
    }

    boolean exists(String path) {
        return nodes.containsKey(clean(path));
    }

    boolean isDirectory(String path) {
        Node node = nodes.get(clean(path));
        return node != null && node.directory();
    }

    Optional<byte[]> read(String path) {
        Node node = nodes.get(clean(path));
        return node == null || node.directory()
                ? Optional.empty()
                : Optional.of(node.bytes().clone());
    }

    Optional<String> text(String path) {
        return read(path).map(b -> new String(b, StandardCharsets.UTF_8));
    }

    Optional<String> mode(String path) {
        return Optional.ofNullable(nodes.get(clean(path))).map(Node::mode);
    }

    void makeDirectories(String path, String mode) throws Refusal {
        String clean = clean(path);
        for (int at = clean.indexOf('/', 1); at > 0; at = clean.indexOf('/', at + 1)) {
            make(clean.substring(0, at), "0755");
        }
        make(clean, mode);
    }

    private void make(String path, String mode) throws Refusal {
        Node there = nodes.get(path);
        if (there != null && !there.directory()) {
            throw new Refusal("Not a directory");
        }
        if (there == null) {
            room(1);
            nodes.put(path, new Node(DIRECTORY, mode, now.get()));
        }
    }

    void write(String path, byte[] bytes, String mode) throws Refusal {
        String clean = clean(path);
        if (isDirectory(clean)) {
            throw new Refusal("Is a directory");
        }
        if (!isDirectory(parent(clean))) {
            throw new Refusal("No such file or directory");
        }
        try {
            room(bytes.length);
        } catch (Refusal e) {
            // what fitted stays there, torn
            nodes.put(clean, new Node(Arrays.copyOf(bytes, bytes.length / 2), mode, now.get()));
            throw e;
        }
        // an empty file is another thing than a directory: never the same array
        nodes.put(clean, new Node(bytes.clone(), mode, now.get()));
    }

    void append(String path, byte[] more) throws Refusal {
        Node there = nodes.get(clean(path));
        byte[] before = there == null ? new byte[0] : there.bytes();
        byte[] all = new byte[before.length + more.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(more, 0, all, before.length, more.length);
        if (full) {
            // what was there before stays whole
            byte[] torn = Arrays.copyOf(all, before.length + more.length / 2);
            nodes.put(clean(path), new Node(torn, there == null ? "0644" : there.mode(), now.get()));
            throw new Refusal("No space left on device");
        }
        write(path, all, there == null ? "0644" : there.mode());
    }

    void move(String from, String to) throws Refusal {
        String source = clean(from);
        String target = clean(to);
        Node node = nodes.get(source);
        if (node == null || !isDirectory(parent(target))) {
            throw new Refusal("No such file or directory");
        }
        Node there = nodes.get(target);
        if (there != null && there.directory() && !node.directory()) {
            throw new Refusal("Is a directory");
        }
        if (there != null && !there.directory() && node.directory()) {
            throw new Refusal("Not a directory");
        }
        if (there != null && there.directory() && !list(target).isEmpty()) {
            throw new Refusal("Directory not empty");
        }
        NavigableMap<String, Node> moved = new TreeMap<>();
        for (String path : List.copyOf(below(source).keySet())) {
            moved.put(target + path.substring(source.length()), nodes.remove(path));
        }
        nodes.remove(source);
        nodes.put(target, node);
        nodes.putAll(moved);
    }

    void remove(String path) {
        String clean = clean(path);
        below(clean).clear();
        nodes.remove(clean);
    }

    List<String> list(String path) {
        String prefix = clean(path).equals("/") ? "/" : clean(path) + "/";
        List<String> names = new ArrayList<>();
        for (String one : nodes.tailMap(prefix, false).keySet()) {
            if (!one.startsWith(prefix)) {
                break;
            }
            String rest = one.substring(prefix.length());
            if (rest.indexOf('/') < 0) {
                names.add(rest);
            }
        }
        return names;
    }

    /** Paths of all that is below one. */
    List<String> paths(String path) {
        return List.copyOf(below(clean(path)).keySet());
    }

    private NavigableMap<String, Node> below(String path) {
        // '0' is the character after '/'
        return nodes.subMap(path + "/", true, path + "0", false);
    }

    private void room(long bytes) throws Refusal {
        if (bytes > free()) {
            throw new Refusal("No space left on device");
        }
    }

    private static String parent(String clean) {
        int at = clean.lastIndexOf('/');
        return at <= 0 ? "/" : clean.substring(0, at);
    }

    static String clean(String path) {
        if (isClean(path)) {
            return path;
        }
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.remove(parts.size() - 1);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    private static boolean isClean(String path) {
        return path.length() > 1
                && path.charAt(0) == '/'
                && path.charAt(path.length() - 1) != '/'
                && !path.contains("//")
                && !path.contains("/./")
                && !path.contains("/..")
                && !path.endsWith("/.");
    }
}
