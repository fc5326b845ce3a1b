package io.jenkins.plugins.erp.runner.demo;

import io.jenkins.plugins.erp.runner.host.HostException;
import io.jenkins.plugins.erp.runner.host.HostPlan;
import io.jenkins.plugins.erp.runner.host.TestHost;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Chooses where a demo runs. */
public final class Places {
    private Places() {}

    /**
     * A real engine where one can be brought up, else the simulation, saying why.
     *
     * @param home the checkout
     * @param simulate whether the simulation is wanted at once
     * @param environment of the process
     */
    public static DemoPlace choose(Path home, boolean simulate, Map<String, String> environment)
            throws InterruptedException {
        Path simulated = home.resolve("target/demo-simulated");
        if (simulate) {
            return new SimPlace(simulated, Optional.empty());
        }
        DemoPlace real = real(home, environment);
        try {
            Path state = TestHost.defaultState(environment);
            HostPlan plan = new TestHost(state, home).plan();
            return plan.obstacles().isEmpty()
                    ? real
                    : new SimPlace(
                            simulated,
                            Optional.of(String.join("; ", plan.reasons(Locale.getDefault()))));
        } catch (HostException e) {
            return new SimPlace(simulated, Optional.ofNullable(e.getMessage()));
        }
    }

    /** The real one, whether or not it can be brought up: to take it down. */
    public static DemoPlace real(Path home, Map<String, String> environment) {
        Path state = TestHost.defaultState(environment);
        return new EnginePlace(new TestHost(state, home), state.resolve("demo"));
    }
}
