package io.jenkins.plugins.erp.docker;

import io.jenkins.plugins.erp.it.RealParts;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import org.junit.jupiter.api.Assumptions;

/** The Docker engine of this machine, where one answers. */
public final class RealEngine {
    public static final Shell SHELL = new LocalShell();

    private RealEngine() {}

    /** Skips the test, saying so, where no engine with Compose answers. */
    public static void orSkip() throws Exception {
        RealParts.orSkip();
        try {
            Engine.withCompose(SHELL);
        } catch (Exception e) {
            if (e instanceof InterruptedException aborted) {
                throw aborted;
            }
            Assumptions.abort("SKIPPED: no Docker engine with Compose here: " + e.getMessage());
        }
    }

    /** Skips the test where an image is not on this machine. */
    public static void imageOrSkip(String image) throws ShellException, InterruptedException {
        Assumptions.assumeTrue(
                SHELL.run(DockerCommands.imageInspect(image)).ok(),
                "SKIPPED: the image " + image + " is not on this machine");
    }
}
