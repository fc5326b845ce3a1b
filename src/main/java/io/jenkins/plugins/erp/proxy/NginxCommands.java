package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.shell.Command;
import java.time.Duration;
import java.util.List;

/** The commands that steer an Nginx container; as root, since images exist that run otherwise. */
final class NginxCommands {
    private static final Duration QUICK = Duration.ofSeconds(30);

    /**
     * A configuration file that is there for one loading only.
     *
     * @param file in the container; empty for none
     * @param text of it
     */
    record Extra(String file, String text) {
        static final Extra NONE = new Extra("", "");
    }

    private NginxCommands() {}

    /**
     * Everything at once.
     *
     * @param look whether a configuration that asks a name server is printed instead of loaded
     */
    static Command move(
            String container, Duration drain, boolean look, Extra extra, List<String> lines) {
        List<String> argv = script(container, "move");
        argv.addAll(
                List.of(
                        HostsFile.MARK,
                        Long.toString(drain.toMillis() / 10),
                        look ? "yes" : "no",
                        extra.file(),
                        extra.text()));
        argv.addAll(lines);
        return Command.of(argv).withTimeout(drain.plus(Duration.ofMinutes(1)));
    }

    /** Takes the steering away. */
    static Command clean(String container) {
        List<String> argv = script(container, "clean");
        argv.addAll(List.of(HostsFile.MARK, HostsFile.PINNED));
        return Command.of(argv).withTimeout(QUICK);
    }

    private static List<String> script(String container, String action) {
        return InContainer.words(container, "sh", "-c", Script.NGINX, "sh", action);
    }

    /** All processes, where the container has no shell to look for them. */
    static Command top(String container) {
        return Command.of("docker", "top", container, "-eo", "pid,args").withTimeout(QUICK);
    }
}
