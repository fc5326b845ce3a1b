package io.jenkins.plugins.erp.build;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.shell.ShellException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names an image gets. The first is the commit's: the first 12 digits, with {@code -dirty} when
 * tracked files differ from it, or {@code local} where no commit is known. Then the branch's, with
 * what a tag cannot hold turned to {@code -}; {@code latest} on the branch that releases are made
 * from (the primary branch of a multibranch project, else main or master) when the tree is clean;
 * and those asked for.
 */
public final class ImageNames {
    private static final int COMMIT_DIGITS = 12;
    private static final int MAX_TAG = 128;

    private ImageNames() {}

    /**
     * The reference of the image of what is checked out: what build makes, and test, scan and
     * deploy take where they are not told.
     */
    public static ImageReference current(OperationContext context)
            throws ConfigException, ShellException, InterruptedException {
        return image(context.config().image(), Source.of(context));
    }

    /** The reference of a commit's image. */
    public static ImageReference image(String repository, Source source) throws ConfigException {
        return repository(repository).withTag(commitTag(source));
    }

    /** The reference of the image with the test tools that belongs to an image. */
    public static ImageReference testImage(ImageReference image) {
        String tag = image.tag().orElse("latest");
        return image.withTag(cut(tag, MAX_TAG - "-test".length()) + "-test");
    }

    /** All references of an image, the commit's first, without doubles. */
    public static List<ImageReference> all(String repository, Source source, List<String> further)
            throws ConfigException {
        ImageReference base = repository(repository);
        Set<String> tags = new LinkedHashSet<>();
        tags.add(commitTag(source));
        source.branch().flatMap(ImageNames::branchTag).ifPresent(tags::add);
        if (source.primary() && !source.dirty()) {
            tags.add("latest");
        }
        for (String tag : further) {
            if (!ImageReference.isTag(tag)) {
                throw new ConfigException(
                        "\""
                                + tag
                                + "\" is not a tag: it may hold letters, digits, _ . and -, and does not"
                                + " begin with . or - (at most 128 characters)");
            }
            tags.add(tag);
        }
        List<ImageReference> all = new ArrayList<>();
        tags.forEach(t -> all.add(base.withTag(t)));
        return all;
    }

    /** The commit's tag. */
    static String commitTag(Source source) {
        return source.commit().map(c -> cut(c, COMMIT_DIGITS)).orElse("local")
                + (source.dirty() && source.commit().isPresent() ? "-dirty" : "");
    }

    /** A branch's tag; empty when nothing is left of it. */
    static Optional<String> branchTag(String branch) {
        String tag = branch.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceFirst("^[.-]+", "");
        return Optional.of(cut(tag, MAX_TAG)).filter(t -> !t.isEmpty());
    }

    private static ImageReference repository(String text) throws ConfigException {
        try {
            ImageReference reference = ImageReference.parse(text);
            if (reference.tag().isPresent() || reference.digest().isPresent()) {
                throw new ConfigException(
                        "image: \""
                                + text
                                + "\" has a tag; write the repository alone: "
                                + reference.repository());
            }
            return reference;
        } catch (IllegalArgumentException e) {
            throw new ConfigException("image: " + e.getMessage(), e);
        }
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
