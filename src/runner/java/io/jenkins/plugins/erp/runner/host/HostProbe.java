package io.jenkins.plugins.erp.runner.host;

import io.jenkins.plugins.erp.runner.host.HostFacts.Mirror;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at this machine; changes nothing. */
final class HostProbe {
    private static final int CAP_NET_ADMIN = 12;
    private static final int CAP_SYS_ADMIN = 21;

    private final Machine machine;
    private final HostMemory memory;

    HostProbe(Machine machine, HostMemory memory) {
        this.machine = machine;
        this.memory = memory;
    }

    HostFacts facts() throws InterruptedException {
        List<String> release = lines(Path.of("/etc/os-release"));
        String codename = value(release, "VERSION_CODENAME");
        Optional<String> engine = engine(machine);
        Set<String> programs = programs();
        return new HostFacts(
                System.getProperty("os.name"),
                "0".equals(machine.answer("id", "-u").orElse("")),
                privileged(),
                value(release, "ID"),
                codename,
                mirror(codename),
                programs,
                engine,
                machine.answer("docker", "compose", "version", "--short")
                        .filter(v -> v.replaceFirst("^v", "").matches("[2-9]\\..*")),
                machine.succeeds("docker", "buildx", "version"),
                engine.isPresent() ? images() : Set.of(),
                Machine.runs(memory.facts.registryPid, "docker-registry")
                        && Machine.listens(memory.facts.registryPort),
                machine.succeeds("id", SshServer.USER),
                Machine.runs(memory.facts.sshdPid, "sshd")
                        && Machine.listens(memory.facts.sshPort)
                        && SshServer.keysAreThere(machine));
    }

    /** The version of the engine that answers on this machine's own socket. */
    static Optional<String> engine(Machine machine) throws InterruptedException {
        return machine.answer("docker", "version", "--format", "{{.Server.Version}}")
                .filter(v -> !v.isBlank());
    }

    private static Set<String> programs() {
        Set<String> found = new LinkedHashSet<>();
        for (String program : HostPlan.PROGRAMS) {
            if (onPath(program)) {
                found.add(program);
            }
        }
        return found;
    }

    /** Whether a program is installed. */
    static boolean onPath(String program) {
        return Stream.of(
                        "/usr/local/sbin",
                        "/usr/local/bin",
                        "/usr/sbin",
                        "/usr/bin",
                        "/sbin",
                        "/bin")
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }

    private Set<String> images() throws InterruptedException {
        Set<String> found = new LinkedHashSet<>();
        for (String image : HostPlan.IMAGES) {
            if (machine.succeeds("docker", "image", "inspect", "--format", "{{.Id}}", image)) {
                found.add(image);
            }
        }
        return found;
    }

    /** Whether the kernel lets this process administer mounts and networks. */
    static boolean privileged() {
        return privileged(lines(Path.of("/proc/self/status")));
    }

    /** From the effective capabilities in a process' status, see capabilities(7). */
    static boolean privileged(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith("CapEff:"))
                .map(line -> new BigInteger(line.substring(7).strip(), 16))
                .anyMatch(caps -> caps.testBit(CAP_SYS_ADMIN) && caps.testBit(CAP_NET_ADMIN));
    }

    private static Optional<Mirror> mirror(String codename) {
        List<String> texts = new ArrayList<>();
        List<Path> files = new ArrayList<>(List.of(Path.of("/etc/apt/sources.list")));
        try (Stream<Path> more = Files.list(Path.of("/etc/apt/sources.list.d"))) {
            more.sorted().forEach(files::add);
        } catch (IOException e) {
            // none there
        }
        for (Path file : files) {
            texts.add(String.join("\n", lines(file)));
        }
        return AptSources.mirror(texts, codename);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String value(List<String> release, String name) {
        return release.stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1).replace("\"", "").strip())
                .findFirst()
                .orElse("");
    }
}
