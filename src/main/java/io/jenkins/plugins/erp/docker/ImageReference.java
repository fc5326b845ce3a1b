package io.jenkins.plugins.erp.docker;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image's name, as in the <a
 * href="https://github.com/distribution/reference/blob/main/reference.go">reference grammar</a>:
 * {@code [domain/]path[:tag][@digest]}.
 *
 * @param repository domain and path as written, such as {@code registry.example.com:5000/team/erp}
 * @param tag such as {@code 1.4}
 * @param digest such as {@code sha256:} and 64 hexadecimal digits
 */
public record ImageReference(String repository, Optional<String> tag, Optional<String> digest) {
    private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final String LABEL = "(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])";
    private static final String DOMAIN =
            "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[0-9A-Fa-f:]+\\])(?::[0-9]+)?";
    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
    private static final String DIGEST =
            "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}";
    private static final Pattern REPOSITORY_SYNTAX =
            Pattern.compile("(?:" + DOMAIN + "/)?" + PART + "(?:/" + PART + ")*");
    private static final Pattern TAG_SYNTAX = Pattern.compile(TAG);
    private static final Pattern DIGEST_SYNTAX = Pattern.compile(DIGEST);
    private static final Pattern SYNTAX =
            Pattern.compile(
                    "("
                            + REPOSITORY_SYNTAX.pattern()
                            + ")(?::("
                            + TAG
                            + "))?(?:@("
                            + DIGEST
                            + "))?");
    private static final int MAX_REPOSITORY = 255;

    /** Checks every part. */
    public ImageReference {
        if (repository.length() > MAX_REPOSITORY
                || !REPOSITORY_SYNTAX.matcher(repository).matches()
                || tag.filter(t -> !TAG_SYNTAX.matcher(t).matches()).isPresent()
                || digest.filter(d -> !DIGEST_SYNTAX.matcher(d).matches()).isPresent()) {
            throw refused(text(repository, tag, digest));
        }
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException for anything that the grammar does not know, such as an
     *     option or a shell's metacharacters
     */
    public static ImageReference parse(String text) {
        Matcher m = SYNTAX.matcher(text);
        if (text.length() > 1024 || !m.matches()) {
            throw refused(text);
        }
        return new ImageReference(
                m.group(1), Optional.ofNullable(m.group(2)), Optional.ofNullable(m.group(3)));
    }

    /** Whether a text is a tag. */
    public static boolean isTag(String text) {
        return TAG_SYNTAX.matcher(text).matches();
    }

    /** The same repository with a tag and no digest. */
    public ImageReference withTag(String newTag) {
        return new ImageReference(repository, Optional.of(newTag), Optional.empty());
    }

    /** The same repository and tag, with a digest: what is deployed. */
    public ImageReference withDigest(String newDigest) {
        return new ImageReference(repository, tag, Optional.of(newDigest));
    }

    /** Repository and digest, the tag left out when there is a digest. */
    public ImageReference pinned() {
        return digest.isPresent() ? new ImageReference(repository, Optional.empty(), digest) : this;
    }

    /** The registry's host and port, or empty for Docker Hub. */
    public Optional<String> registry() {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean domain =
                first.contains(".")
                        || first.contains(":")
                        || first.equals("localhost")
                        || !first.equals(first.toLowerCase(java.util.Locale.ROOT));
        return domain ? Optional.of(first) : Optional.empty();
    }

    /** The last part of the path, such as {@code postgres} of {@code library/postgres}. */
    public String shortName() {
        return repository.substring(repository.lastIndexOf('/') + 1);
    }

    /** The written form. */
    @Override
    public String toString() {
        return text(repository, tag, digest);
    }

    private static String text(String repository, Optional<String> tag, Optional<String> digest) {
        return repository + tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "\""
                        + text
                        + "\" is not an image reference: write [registry/]path[:tag][@sha256:digest] in lower"
                        + " case, such as registry.example.com/team/erp:1.4");
    }
}
