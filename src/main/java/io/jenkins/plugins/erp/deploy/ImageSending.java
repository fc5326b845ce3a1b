package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.ImageArchive;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Pipe;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Images that come to a host over SSH from the engine beside us: nothing where it has the image,
 * else the layers that it lacks, compressed. The engine takes an image in only when its archive was
 * read to the end, so that one cut off leaves nothing to be mistaken for an image.
 */
final class ImageSending {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LOADED = Pattern.compile("Loaded image(?: ID)?: (\\S+)");

    private final Shell from;
    private final DockerHost to;
    private final Progress progress;

    ImageSending(Shell from, DockerHost to, Progress progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    /**
     * An image of the engine here.
     *
     * @param layers from the lowest
     */
    record Local(String id, List<String> layers) {}

    /**
     * Looks whether an image can be sent at all.
     *
     * @throws PhaseException when not, saying why and what to do
     */
    static void check(Shell from, ImageReference image)
            throws PhaseException, ShellException, InterruptedException {
        if (!from.streams()) {
            throw PhaseException.refused(
                    "transfer: ssh sends the image as a stream, and that is not possible from "
                            + from.where()
                            + " yet. Use a registry there (transfer: registry), or deploy with"
                            + " ./erp. Nothing was changed.");
        }
        if (find(from, image).isEmpty()) {
            throw PhaseException.refused(
                    "transfer: ssh sends the image "
                            + image
                            + " from "
                            + from.where()
                            + ", whose Docker engine does not have it. Build it there first, or"
                            + " pull it. Nothing was changed.");
        }
    }

    /** Looks for an image here. */
    static Optional<Local> find(Shell from, ImageReference image)
            throws PhaseException, ShellException, InterruptedException {
        return find(from, image.pinned().toString());
    }

    private static Optional<Local> find(Shell from, String idOrReference)
            throws PhaseException, ShellException, InterruptedException {
        CommandResult result = from.run(DockerCommands.imageInspect(idOrReference));
        return result.ok() ? Optional.of(parse(result.stdout())) : Optional.empty();
    }

    private static Local parse(String json) throws PhaseException {
        try {
            JsonNode first = JSON.readTree(json).path(0);
            return new Local(first.path("Id").asText(), words(first.at("/RootFS/Layers")));
        } catch (IOException e) {
            throw new PhaseException("docker image inspect printed no JSON", e);
        }
    }

    private static List<String> words(JsonNode array) {
        List<String> all = new ArrayList<>();
        array.forEach(one -> all.add(one.asText()));
        return List.copyOf(all);
    }

    /**
     * Whether an engine has the image store that knows each layer by itself and all below it.
     *
     * @param info what {@code docker info} printed
     */
    static boolean classicStore(String info) {
        try {
            JsonNode json = JSON.readTree(info);
            return json.path("ServerVersion").isTextual()
                    && !json.path("DriverStatus").toString().contains("io.containerd.snapshotter");
        } catch (IOException e) {
            return false;
        }
    }

    /** Has an image on the host that is here; its id there. */
    String send(ImageReference image) throws PhaseException, ShellException, InterruptedException {
        Local local =
                find(from, image)
                        .orElseThrow(
                                () ->
                                        new PhaseException(
                                                image
                                                        + " is no longer on the Docker engine of "
                                                        + from.where()));
        return send(local, image.toString());
    }

    /**
     * Has an image on the host that is known by its id alone.
     *
     * @param shown its name, for people
     * @return its id there; empty when it is not here either, or cannot be sent from here
     */
    Optional<String> send(String id, String shown)
            throws PhaseException, ShellException, InterruptedException {
        if (there(id)) {
            return Optional.of(id);
        }
        Optional<Local> local = from.streams() ? find(from, id) : Optional.empty();
        return local.isEmpty() ? Optional.empty() : Optional.of(send(local.get(), shown));
    }

    private String send(Local local, String image)
            throws PhaseException, ShellException, InterruptedException {
        if (there(local.id())) {
            progress.detail(image + " is there");
            return local.id();
        }
        int known = known(local);
        if (known > 0) {
            ImageArchive archive =
                    Pipe.read(from, DockerCommands.save(local.id()), ImageArchive::read);
            Set<String> leftOut = archive.leaveOut(local.layers(), known);
            if (!leftOut.isEmpty()) {
                progress.say(
                        "sending "
                                + megabytes(archive.bytesWithout(leftOut))
                                + " of "
                                + megabytes(archive.bytes())
                                + ": "
                                + known
                                + " of "
                                + local.layers().size()
                                + " layers are there");
                Optional<String> id = transfer(local, leftOut, archive.bytesWithout(leftOut), true);
                if (id.isPresent()) {
                    return id.get();
                }
            }
        }
        progress.say("sending the whole of " + image);
        return transfer(local, Set.of(), 0, false)
                .orElseThrow(
                        () ->
                                new PhaseException(
                                        image
                                                + " was sent to "
                                                + to.shell().where()
                                                + ", and its engine does not have it after that"));
    }

    /** Whether an image is here. */
    boolean has(ImageReference image) throws PhaseException, ShellException, InterruptedException {
        return find(from, image).isPresent();
    }

    /** Has an image on the host under its name here. */
    void sendAs(ImageReference image) throws PhaseException, ShellException, InterruptedException {
        to.must(DockerCommands.tag(send(image), image));
    }

    private boolean there(String id) throws ShellException, InterruptedException {
        return to.quiet(DockerCommands.imageInspect(id)).ok();
    }

    private int known(Local local) throws ShellException, InterruptedException {
        if (!classicStore(to.quiet(DockerCommands.info()).stdout())) {
            return 0;
        }
        List<String> ids = to.ids(DockerCommands.imageIds()).stream().distinct().toList();
        if (ids.isEmpty()) {
            return 0;
        }
        // an image that is gone meanwhile is left out
        String text = to.quiet(DockerCommands.imageLayers(ids)).stdout();
        List<List<String>> there = new ArrayList<>();
        for (String line : text.lines().toList()) {
            try {
                there.add(words(JSON.readTree(line)));
            } catch (IOException e) {
                progress.detail("not understood: " + line);
            }
        }
        return ImageArchive.known(local.layers(), there);
    }

    /**
     * Sends it.
     *
     * @param expected bytes before compression; 0: not known
     * @param again whether there is another way if the host does not take it
     * @return its id there; empty when the host did not take it
     */
    private Optional<String> transfer(
            Local local, Set<String> leftOut, long expected, boolean again)
            throws PhaseException, ShellException, InterruptedException {
        long[] read = new long[1];
        long[] sent = new long[1];
        Pipe.Through through =
                (in, stdin) -> {
                    OutputStream line = new Counted(stdin, sent, () -> {});
                    Fast fast = new Fast(line);
                    OutputStream all = new Counted(fast, read, () -> tell(read[0], expected));
                    ImageArchive.copyWithout(in, leftOut, all);
                    fast.finish();
                    fast.flush();
                };
        CommandResult loaded =
                Pipe.run(
                        from,
                        DockerCommands.save(local.id()),
                        to.shell(),
                        DockerCommands.load(),
                        through,
                        Output.NONE);
        Optional<String> id = loaded.ok() ? loadedId(local, loaded.stdout()) : Optional.empty();
        if (id.isPresent()) {
            progress.say(
                    "sent "
                            + megabytes(read[0])
                            + " as "
                            + megabytes(sent[0])
                            + " in "
                            + String.format(
                                    Locale.ROOT, "%.1f s", loaded.elapsed().toMillis() / 1e3));
        } else if (again) {
            progress.warn(
                    to.shell().where()
                            + " did not take the image without the layers it has: "
                            + String.join(" | ", DockerHost.last(loaded.tail(), 2)));
        } else if (!loaded.ok()) {
            throw new PhaseException(
                    "the image could not be loaded on "
                            + to.shell().where()
                            + "; what serves was not touched.\n    | "
                            + String.join("\n    | ", DockerHost.last(loaded.tail(), 8)));
        }
        return id;
    }

    /** An engine with another kind of store has another id for the same image. */
    private Optional<String> loadedId(Local local, String said)
            throws PhaseException, ShellException, InterruptedException {
        if (there(local.id())) {
            return Optional.of(local.id());
        }
        Matcher loaded = LOADED.matcher(said);
        if (loaded.find()) {
            CommandResult found = to.quiet(DockerCommands.imageInspect(loaded.group(1)));
            if (found.ok()) {
                Local image = parse(found.stdout());
                if (image.layers().equals(local.layers())) {
                    return Optional.of(image.id());
                }
            }
        }
        return Optional.empty();
    }

    private void tell(long read, long expected) {
        progress.moving(
                "sent "
                        + megabytes(read)
                        + (expected > 0 ? " of " + megabytes(expected) : "")
                        + ", before compression");
    }

    static String megabytes(long bytes) {
        return bytes < 10_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : Math.round(bytes / 1e6) + " MB";
    }

    /** Fast compression: the line is to be the slower one. */
    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out, 64 * 1024);
            def.setLevel(1);
        }
    }

    private static final class Counted extends FilterOutputStream {
        private final long[] bytes;
        private final Runnable told;

        Counted(OutputStream out, long[] bytes, Runnable told) {
            super(out);
            this.bytes = bytes;
            this.told = told;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
            bytes[0] += length;
            told.run();
        }
    }
}
