package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.RealEngine;
import io.jenkins.plugins.erp.shell.Shell;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the test host's real engine, over SSH. */
class RealEngineContractIT extends EngineContract {
    @TempDir static Path workspace;
    private static RealHost host;

    @BeforeAll
    static void connect() throws Exception {
        RealEngine.orSkip();
        RealEngine.imageOrSkip("redis:8");
        host = new RealHost("contract", workspace);
    }

    @AfterAll
    static void close() throws Exception {
        if (host != null) {
            host.close();
        }
    }

    @Override
    Shell shell() {
        return host.shell();
    }

    @Override
    String project() {
        return host.project;
    }

    @Override
    String path() {
        return host.path;
    }

    @Override
    void pass(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }
}
