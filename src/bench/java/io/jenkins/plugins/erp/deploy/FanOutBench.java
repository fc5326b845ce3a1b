package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.sim.SimFan;
import java.util.Locale;

/**
 * What a deploy to 1, 10 and 100 simulated hosts costs in simulated seconds and in memory, two at
 * once: a plain main, because it is counted and not timed.
 */
public final class FanOutBench {

    private FanOutBench() {}

    /** Prints a line for each size. */
    public static void main(String[] args) throws Exception {
        System.out.println("hosts  waves  simulated s  s a wave  product's heap MiB");
        for (int size : new int[] {1, 10, 100}) {
            SimulatedFleet fleet = new SimulatedFleet(size);
            fleet.fan = new SimFan(fleet.clock);
            fleet.deploy("v1");
            fleet.lines.clear();
            long before = used();
            DeployResult result = fleet.deploy("v2");
            if (result.outcome() != Outcome.DONE) {
                throw new IllegalStateException(fleet.log());
            }
            fleet.lines.clear();
            long after = used();
            // the lead alone, then the others two at a time
            int waves = 1 + (size - 1 + 1) / 2;
            System.out.printf(
                    Locale.ROOT,
                    "%5d  %5d  %11.1f  %8.2f  %18.1f%n",
                    size,
                    waves,
                    result.seconds(),
                    result.seconds() / waves,
                    Math.max(0, after - before) / 1048576.0);
        }
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
