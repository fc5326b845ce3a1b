package io.jenkins.plugins.erp.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The small Python programs that run in the system's own containers, from the class path. */
final class Scripts {
    static final String PROBE = load("probe.py");
    static final String MIGRATE = load("migrate.py");
    static final String SUPERUSER = load("superuser.py");

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
