package io.jenkins.plugins.erp.runner.host;

import io.jenkins.plugins.erp.runner.host.HostFacts.Mirror;
import io.jenkins.plugins.erp.shell.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Installs Debian packages and remembers which were not there before. */
final class Packages {
    private static final Path SUITE = Path.of("/etc/apt/sources.list.d/erp-demo-trixie.sources");
    private static final Path PIN = Path.of("/etc/apt/preferences.d/erp-demo-trixie");
    private static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");
    private static final Duration LONG = Duration.ofMinutes(15);

    private final Machine machine;
    private final HostMemory memory;

    Packages(Machine machine, HostMemory memory) {
        this.machine = machine;
        this.memory = memory;
    }

    /**
     * Debian 13 beside an older suite, pinned so low that nothing is taken from it unless asked for
     * by name.
     */
    void addSuite(Mirror mirror) throws HostException {
        String signed = mirror.keyring().map(k -> "Signed-By: " + k + "\n").orElse("");
        write(
                SUITE,
                "Types: deb\nURIs: "
                        + mirror.uri()
                        + "\nSuites: trixie\nComponents: main\n"
                        + signed);
        write(PIN, "Package: *\nPin: release n=trixie\nPin-Priority: 50\n");
    }

    private void write(Path file, String text) throws HostException {
        memory.facts.files.add(file.toString());
        memory.save();
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new HostException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Installs by name; no service is started by it. */
    void install(List<String> names) throws HostException, InterruptedException {
        Set<String> before = installed();
        boolean quiet = keepServicesQuiet();
        try {
            apt(List.of("update", "-q"));
            List<String> words =
                    new ArrayList<>(List.of("install", "-qy", "--no-install-recommends"));
            words.addAll(names);
            apt(words);
        } finally {
            if (quiet) {
                delete(POLICY);
            }
            Set<String> fresh = installed();
            fresh.removeAll(before);
            memory.facts.packages.addAll(fresh);
            memory.save();
        }
    }

    /** Removes what was installed here, and the files that were written outside. */
    void remove() throws HostException, InterruptedException {
        List<String> ours = new ArrayList<>(memory.facts.packages);
        ours.retainAll(installed());
        if (!ours.isEmpty()) {
            List<String> words = new ArrayList<>(List.of("purge", "-qy"));
            words.addAll(ours);
            apt(words);
        }
        for (String file : memory.facts.files) {
            delete(Path.of(file));
        }
        memory.facts.packages.clear();
        memory.facts.files.clear();
        memory.save();
    }

    private void apt(List<String> words) throws HostException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("apt-get"));
        argv.addAll(words);
        machine.run(
                Command.of(argv).withEnv("DEBIAN_FRONTEND", "noninteractive").withTimeout(LONG));
    }

    private Set<String> installed() throws InterruptedException {
        Set<String> names = new TreeSet<>();
        machine.answer("dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Package}\n")
                .ifPresent(
                        text ->
                                text.lines()
                                        .filter(line -> line.startsWith("ii"))
                                        .forEach(line -> names.add(line.substring(2).strip())));
        return names;
    }

    /**
     * Debian's own way to say that an installation must not start services: sshd would listen on
     * every address.
     */
    private boolean keepServicesQuiet() throws HostException {
        if (Files.exists(POLICY)) {
            return false;
        }
        try {
            Files.writeString(POLICY, "#!/bin/sh\nexit 101\n");
            Files.setPosixFilePermissions(POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
            return true;
        } catch (IOException e) {
            throw new HostException("cannot write " + POLICY + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Path file) throws HostException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new HostException("cannot remove " + file + ": " + e.getMessage(), e);
        }
    }
}
