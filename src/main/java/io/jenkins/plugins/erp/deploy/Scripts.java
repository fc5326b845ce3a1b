package io.jenkins.plugins.erp.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The small Python programs that run in the system's own containers, from the class path. */
final class Scripts {
    static final String PROBE = load("probe.py");

    /** release.py, with the definitions of hazards.py before it. */
    static final String RELEASE = load("hazards.py") + load("release.py");

    /** For manage.py shell: runs the script that standard input brings, with what else it holds. */
    static final String FROM_STDIN =
            "import json, sys; given = json.load(sys.stdin);"
                    + " exec(compile(given.pop(\"script\"), \"release.py\", \"exec\"),"
                    + " {\"given\": given, \"__name__\": \"erp_release\"})";

    private Scripts() {}

    private static String load(String name) {
        try (InputStream in = Scripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
