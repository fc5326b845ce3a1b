package io.jenkins.plugins.erp.runner.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** What {@code docker save} prints and {@code docker load} reads. */
public final class SimArchive {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BLOCK = 512;

    private SimArchive() {}

    /** A tar archive of files. */
    public static byte[] tar(Map<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        files.forEach(
                (name, bytes) -> {
                    out.writeBytes(header(name, bytes.length, '0'));
                    out.writeBytes(padded(bytes));
                });
        out.writeBytes(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    /** A tar header as GNU and Go write it. */
    public static byte[] header(String name, long size, char type) {
        byte[] head = new byte[BLOCK];
        put(head, 0, name);
        put(head, 100, "0000644");
        put(head, 108, "0000000");
        put(head, 116, "0000000");
        put(head, 124, String.format("%011o", size));
        put(head, 136, "00000000000");
        put(head, 148, "        ");
        head[156] = (byte) type;
        put(head, 257, "ustar");
        put(head, 263, "00");
        int sum = 0;
        for (byte b : head) {
            sum += b & 0xff;
        }
        put(head, 148, String.format("%06o", sum));
        head[154] = 0;
        return head;
    }

    /** Filled up to whole blocks. */
    public static byte[] padded(byte[] bytes) {
        return Arrays.copyOf(bytes, (bytes.length + BLOCK - 1) / BLOCK * BLOCK);
    }

    private static void put(byte[] head, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, head, at, bytes.length);
    }

    static byte[] save(SimImage image) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        ArrayNode manifest = JSON.createArrayNode();
        ObjectNode item = manifest.addObject().put("Config", "config.json");
        ArrayNode layers = item.putArray("Layers");
        for (String layer : image.layers()) {
            String name = layer.substring("sha256:".length()) + "/layer.tar";
            layers.add(name);
            files.put(name, ("layer " + layer).repeat(20).getBytes(StandardCharsets.UTF_8));
        }
        ObjectNode config = JSON.createObjectNode();
        config.put("id", image.id()).put("digest", image.digest());
        image.labels().forEach(config.putObject("labels")::put);
        image.app()
                .ifPresent(
                        a -> {
                            ObjectNode app = config.putObject("app").put("version", a.version());
                            app.put("defect", a.defect().name());
                            a.migrations().forEach(app.putArray("migrations")::add);
                        });
        files.put("config.json", config.toString().getBytes(StandardCharsets.UTF_8));
        files.put("manifest.json", manifest.toString().getBytes(StandardCharsets.UTF_8));
        return tar(files);
    }

    /** Takes an image in if all is there that the engine does not have. */
    static Answer load(byte[] archive, SimEngine engine) {
        Map<String, byte[]> files;
        SimImage image;
        try {
            files = untar(new GZIPInputStream(new ByteArrayInputStream(archive)).readAllBytes());
            image = image(JSON.readTree(files.get("config.json")));
        } catch (IOException e) {
            return Answer.fail(1, "Error processing tar file(exit status 1): unexpected EOF");
        }
        List<String> below = new ArrayList<>();
        for (String layer : image.layers()) {
            below.add(layer);
            String name = layer.substring("sha256:".length()) + "/layer.tar";
            boolean known =
                    engine.images.values().stream()
                            .map(SimImage::layers)
                            .anyMatch(
                                    l ->
                                            l.size() >= below.size()
                                                    && l.subList(0, below.size()).equals(below));
            if (!known && !files.containsKey(name)) {
                return Answer.fail(1, "open /tmp/docker-import/" + name + ": no such file");
            }
        }
        if (engine.files.isFull()) {
            return Answer.fail(1, "Error processing tar file: " + DockerCli.NO_SPACE);
        }
        engine.images.putIfAbsent(image.id(), image);
        return Answer.ok("Loaded image ID: " + image.id() + "\n");
    }

    private static SimImage image(JsonNode config) {
        Map<String, String> labels = new LinkedHashMap<>();
        config.path("labels")
                .fields()
                .forEachRemaining(l -> labels.put(l.getKey(), l.getValue().asText()));
        Optional<SimImage.App> app = Optional.empty();
        if (config.has("app")) {
            List<String> migrations = new ArrayList<>();
            config.at("/app/migrations").forEach(m -> migrations.add(m.asText()));
            app =
                    Optional.of(
                            new SimImage.App(
                                    config.at("/app/version").asText(),
                                    migrations,
                                    SimImage.Defect.valueOf(config.at("/app/defect").asText())));
        }
        return new SimImage(
                config.path("id").asText(), config.path("digest").asText(), labels, app);
    }

    /** The files of an archive that {@link #tar} made. */
    public static Map<String, byte[]> untar(byte[] archive) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (InputStream in = new ByteArrayInputStream(archive)) {
            byte[] head = in.readNBytes(BLOCK);
            while (head.length == BLOCK && head[0] != 0) {
                String name = text(head, 0, 100);
                int size = Integer.parseInt(text(head, 124, 11), 8);
                files.put(name, in.readNBytes(size));
                in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
                head = in.readNBytes(BLOCK);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static String text(byte[] head, int from, int length) {
        return new String(head, from, length, StandardCharsets.US_ASCII).replaceAll("\0.*", "");
    }
}
