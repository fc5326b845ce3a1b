package io.jenkins.plugins.erp.build;

import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An image that was built.
 *
 * @param references all its names, the commit's first
 * @param imageId the engine's own id; empty for an image of several platforms
 * @param digest the registry's, when it was pushed
 * @param size in bytes on this machine; 0 when not known
 * @param testImage the image with the test tools, if erp.yaml names its stage
 * @param source what was built
 * @param pushed whether it was pushed
 * @param steps of the Dockerfile
 * @param cached steps that came from the cache
 * @param elapsed wall time
 */
public record BuildResult(
        List<ImageReference> references,
        Optional<String> imageId,
        Optional<String> digest,
        long size,
        Optional<ImageReference> testImage,
        Source source,
        boolean pushed,
        int steps,
        int cached,
        Duration elapsed)
        implements OperationResult {

    /** Copies. */
    public BuildResult {
        references = List.copyOf(references);
    }

    /** The commit's reference. */
    public ImageReference image() {
        return references.get(0);
    }

    /** The reference that names this image and no other, where it was pushed. */
    public ImageReference pinned() {
        return digest.map(d -> image().withDigest(d)).orElse(image());
    }

    @Override
    public Outcome outcome() {
        return Outcome.DONE;
    }

    @Override
    public String summary() {
        return (pushed ? "built and pushed " : "built ")
                + image()
                + (size > 0 ? String.format(Locale.ROOT, ", %.1f MB", size / 1e6) : "")
                + String.format(Locale.ROOT, ", %.1f s", elapsed.toMillis() / 1000.0)
                + (steps > 0 ? " (" + cached + " of " + steps + " steps cached)" : "")
                + digest.map(d -> ", " + d).orElse("");
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("outcome", outcome().name());
        map.put("summary", summary());
        map.put("image", image().toString());
        map.put("pinned", pinned().toString());
        map.put(
                "tags",
                new ArrayList<>(references.stream().map(ImageReference::toString).toList()));
        map.put("imageId", imageId.orElse(""));
        map.put("digest", digest.orElse(""));
        map.put("size", size);
        map.put("testImage", testImage.map(ImageReference::toString).orElse(""));
        map.put("commit", source.commit().orElse(""));
        map.put("branch", source.branch().orElse(""));
        map.put("dirty", source.dirty());
        map.put("pushed", pushed);
        map.put("steps", steps);
        map.put("cached", cached);
        map.put("seconds", elapsed.toMillis() / 1000.0);
        return map;
    }
}
