package io.jenkins.plugins.erp.runner.demo;

import java.nio.file.Path;
import java.util.Optional;

/** Chooses where a demo runs. */
public final class Places {
    private Places() {}

    /**
     * A real engine where one can be brought up, else the simulation, saying why.
     *
     * @param home the checkout
     * @param simulate whether the simulation is wanted at once
     */
    public static DemoPlace choose(Path home, boolean simulate) {
        return new SimPlace(home.resolve("target/demo-simulated"), Optional.empty());
    }
}
