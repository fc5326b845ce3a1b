package io.jenkins.plugins.erp.runner.host;

import io.jenkins.plugins.erp.shell.Command;
import java.util.List;

/**
 * The wire between this machine and a further host: two addresses of a network that is set aside
 * for tests of devices (RFC 2544) and that nobody routes. There is no way on from the host: what
 * looks for a registry there is told at once that the network is unreachable. Pure.
 *
 * @param number 1 to {@link #MOST}; its name holds it, so that no two have the same
 */
record Link(int number) {
    static final int MOST = 250;
    private static final String NETWORK = "198.18.0.0/15";
    private static final String THERE = "eth0";

    /** The end that is here. */
    String name() {
        return "erp-host" + number;
    }

    /** This machine, as the host calls it. */
    String here() {
        return "198.18." + number + ".1";
    }

    /** The host. */
    String there() {
        return "198.18." + number + ".2";
    }

    /**
     * Makes it.
     *
     * @param keeper a process of the host
     */
    Command make(long keeper) {
        return ip(
                "link",
                "add",
                name(),
                "type",
                "veth",
                "peer",
                "name",
                THERE,
                "netns",
                String.valueOf(keeper));
    }

    /** What is done on this machine's side. */
    List<Command> upHere() {
        return List.of(
                ip("address", "add", here() + "/30", "dev", name()),
                ip("link", "set", name(), "up"));
    }

    /** What is done on the host to cut it; this machine then finds nobody at the other end. */
    Command down() {
        return ip("link", "set", THERE, "down");
    }

    /** What is done on the host, at first and after it was cut. */
    List<Command> upThere() {
        return List.of(
                ip("link", "set", "lo", "up"),
                ip("address", "replace", there() + "/30", "dev", THERE),
                ip("link", "set", THERE, "up"),
                // this machine's end of another host's wire is found too, as one address for all
                ip("route", "replace", NETWORK, "via", here()));
    }

    private static Command ip(String... words) {
        List<String> argv = new java.util.ArrayList<>(List.of("ip"));
        argv.addAll(List.of(words));
        return Command.of(argv);
    }
}
