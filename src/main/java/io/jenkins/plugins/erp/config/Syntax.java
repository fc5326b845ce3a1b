package io.jenkins.plugins.erp.config;

import java.util.List;
import java.util.regex.Pattern;

/** What names and paths may look like, wherever they are given. */
public final class Syntax {
    /** Name of a system, an environment, a project or a suite. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    private static final Pattern HOST_PATH = Pattern.compile("/[A-Za-z0-9._/-]*[A-Za-z0-9_-]");

    private Syntax() {}

    /** Whether a text is an absolute directory on a host, without {@code ..} in it. */
    public static boolean isHostPath(String text) {
        return HOST_PATH.matcher(text).matches() && !List.of(text.split("/")).contains("..");
    }
}
