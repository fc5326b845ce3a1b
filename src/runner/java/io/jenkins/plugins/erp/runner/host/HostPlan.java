package io.jenkins.plugins.erp.runner.host;

import io.jenkins.plugins.erp.runner.host.HostStep.Kind;
import io.jenkins.plugins.erp.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has to be done on this machine, decided from facts alone.
 *
 * @param obstacles keys of reasons why it can't be done; empty when it can
 * @param steps in order; empty when all is there
 */
public record HostPlan(List<String> obstacles, List<HostStep> steps) {
    /** Asked of {@link HostFacts#programs}. */
    static final List<String> PROGRAMS =
            List.of(
                    "docker",
                    "dockerd",
                    "sshd",
                    "ssh",
                    "docker-registry",
                    "setsid",
                    "apt-get",
                    "useradd");

    /** What the sample ERP's Compose files and Dockerfile name. */
    public static final List<String> IMAGES =
            List.of("postgres:17", "redis:8", "nginx:1.26", "python:3.13-slim");

    private static final Set<String> WITH_COMPOSE_2 = Set.of("trixie", "forky", "sid");

    /** Copies the lists. */
    public HostPlan {
        obstacles = List.copyOf(obstacles);
        steps = List.copyOf(steps);
    }

    /** Decides. */
    public static HostPlan of(HostFacts facts) {
        List<String> obstacles = obstacles(facts);
        if (!obstacles.isEmpty()) {
            return new HostPlan(obstacles, List.of());
        }
        Set<String> packages = packages(facts);
        boolean suite = packages.stream().anyMatch(p -> p.endsWith("/trixie"));
        List<HostStep> steps = new ArrayList<>();
        add(steps, suite, Kind.SUITE, List.of("trixie"));
        add(steps, !packages.isEmpty(), Kind.PACKAGES, List.copyOf(packages));
        add(steps, facts.engine().isEmpty(), Kind.ENGINE, List.of());
        add(steps, !facts.registry(), Kind.REGISTRY, List.of());
        add(steps, !facts.user(), Kind.USER, List.of(SshServer.USER));
        add(steps, !facts.sshd(), Kind.SSHD, List.of());
        List<String> images = IMAGES.stream().filter(i -> !facts.images().contains(i)).toList();
        add(steps, !images.isEmpty(), Kind.IMAGES, images);
        return new HostPlan(List.of(), steps);
    }

    /** Whether all is there. */
    public boolean nothingToDo() {
        return obstacles.isEmpty() && steps.isEmpty();
    }

    /** Each step, for people. */
    public List<String> lines(Locale locale) {
        return steps.stream().map(step -> step.line(locale)).toList();
    }

    /** Each obstacle, for people. */
    public List<String> reasons(Locale locale) {
        return obstacles.stream().map(o -> Messages.of(locale, HostPlan.class, o)).toList();
    }

    private static void add(List<HostStep> steps, boolean needed, Kind kind, List<String> words) {
        if (needed) {
            steps.add(new HostStep(kind, words));
        }
    }

    private static List<String> obstacles(HostFacts facts) {
        List<String> all = new ArrayList<>();
        if (!facts.system().equals("Linux")) {
            return List.of("obstacle.system");
        }
        if (!facts.root()) {
            return List.of("obstacle.root");
        }
        if (facts.engine().isEmpty() && !facts.privileged()) {
            all.add("obstacle.privileges");
        }
        Set<String> packages = packages(facts);
        boolean known =
                facts.distribution().equals("ubuntu")
                        || facts.codename().equals("bookworm")
                        || WITH_COMPOSE_2.contains(facts.codename());
        if (!packages.isEmpty() && !(known && facts.programs().contains("apt-get"))) {
            all.add("obstacle.distribution");
        } else if (facts.mirror().isEmpty()
                && packages.stream().anyMatch(p -> p.endsWith("/trixie"))) {
            all.add("obstacle.mirror");
        }
        return all;
    }

    /** In apt's words, {@code name/suite} where the machine's own suite is too old. */
    private static Set<String> packages(HostFacts facts) {
        Set<String> all = new TreeSet<>();
        boolean newer = WITH_COMPOSE_2.contains(facts.codename());
        boolean ubuntu = facts.distribution().equals("ubuntu");
        if (facts.engine().isEmpty() && !facts.programs().contains("dockerd")) {
            all.add("docker.io");
        }
        if (newer && !facts.programs().contains("docker")) {
            all.add("docker-cli"); // until bookworm a part of docker.io
        }
        if (!newer && !facts.programs().contains("docker")) {
            all.add("docker.io");
        }
        if (facts.compose().isEmpty()) {
            all.add(
                    ubuntu
                            ? "docker-compose-v2"
                            : newer ? "docker-compose" : "docker-compose/trixie");
        }
        if (!facts.buildx()) {
            all.add(ubuntu || newer ? "docker-buildx" : "docker-buildx/trixie");
        }
        if (!facts.programs().contains("sshd")) {
            all.add("openssh-server");
        }
        if (!facts.programs().contains("ssh")) {
            all.add("openssh-client");
        }
        if (!facts.programs().contains("docker-registry") && !facts.registry()) {
            all.add("docker-registry");
        }
        if (!facts.programs().contains("setsid")) {
            all.add("util-linux");
        }
        if (!facts.programs().contains("useradd")) {
            all.add("passwd");
        }
        return all;
    }
}
