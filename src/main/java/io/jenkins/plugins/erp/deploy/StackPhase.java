package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.docker.ComposeProject;
import io.jenkins.plugins.erp.docker.MountedFiles;
import io.jenkins.plugins.erp.docker.StackFile;
import io.jenkins.plugins.erp.docker.SwarmCommands;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the release's stack file, and what has to be there before its first service: networks that
 * one-off containers can join, volumes, and the files that tasks mount.
 */
final class StackPhase implements Phase<Rollout> {
    private static final Duration GONE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(500);

    @Override
    public String name() {
        return "stack";
    }

    @Override
    public String title() {
        return Messages.of(StackPhase.class, "phase.stack");
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        HostState host = rollout.host();
        DockerHost docker = rollout.docker();
        String id = rollout.about().release();
        String stack = docker.project();
        boolean virtual =
                docker.run(SwarmCommands.virtualServers()).orThrow().stdout().contains("yes");
        MountedFiles files = files(rollout);
        ComposeProject release = files.rewrite(rollout.model());
        StackFile file;
        try {
            file =
                    StackFile.of(
                            release,
                            new StackFile.Setting(stack, rollout.target().services(), virtual));
        } catch (ConfigException e) {
            throw new PhaseException(e.getMessage(), true, e);
        }
        file.told().forEach(progress::warn);
        if (!virtual) {
            progress.warn(
                    "the kernel of "
                            + host.files().where()
                            + " has no IP_VS, so that a swarm's virtual addresses and its ingress"
                            + " network do not work there: services are found by their"
                            + " containers' addresses (endpoint_mode: dnsrr), ports are the node's"
                            + " own (mode: host), and what publishes one cannot run twice: it is"
                            + " stopped before it is started, when it changed");
        }
        for (Map.Entry<String, String> copy : files.copies(rollout.model()).entrySet()) {
            if (!host.files().exists(copy.getValue())) {
                host.files()
                        .copyNew(
                                host.releaseDirectory(id) + "/files/" + copy.getKey(),
                                copy.getValue(),
                                "0644");
            }
        }
        host.files().write(host.stackFile(id), file.toJson());
        host.files()
                .write(
                        host.oneOffFile(id),
                        StackFile.oneOff(release, stack).tree().toPrettyString() + "\n");
        List<String> there = docker.ids(SwarmCommands.networks(stack));
        for (String network : StackFile.ownNetworks(release, stack)) {
            if (!there.contains(network)) {
                docker.must(SwarmCommands.createNetwork(stack, network));
            }
        }
        for (String volume : StackFile.ownVolumes(release)) {
            docker.must(SwarmCommands.createVolume(volume));
        }
        return host.stackFile(id);
    }

    /** The files of the release's directory with their hashes. */
    private static MountedFiles files(Rollout rollout)
            throws PhaseException, IOException, InterruptedException {
        HostState host = rollout.host();
        String below = host.releaseDirectory(rollout.about().release()) + "/files";
        List<String> names = rollout.target().files();
        String printed =
                names.isEmpty()
                        ? ""
                        : rollout.docker().quiet(hashes(below, names)).orThrow().stdout();
        return new MountedFiles(
                host.path(), host.mountedDirectory(), MountedFiles.parse(printed, below));
    }

    static Command hashes(String below, List<String> names) {
        List<String> words = new ArrayList<>(List.of("sha256sum", "--"));
        names.forEach(n -> words.add(below + "/" + n));
        return Command.of(words);
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        if (rollout.about().previousRelease().isPresent()) {
            return "";
        }
        DockerHost docker = rollout.docker();
        String stack = docker.project();
        List<String> services = docker.ids(SwarmCommands.services(stack));
        List<String> networks = docker.ids(SwarmCommands.networks(stack));
        if (services.isEmpty() && networks.isEmpty()) {
            return "";
        }
        docker.must(SwarmCommands.remove(stack));
        for (long i = 0; i < GONE.toMillis() / POLL.toMillis(); i++) {
            StackWeb.end(rollout, docker.containers());
            if (docker.containers().isEmpty()
                    && docker.ids(SwarmCommands.networks(stack)).isEmpty()) {
                return "the stack was removed again; volumes stay";
            }
            progress.waiting("the stack's last containers to end");
            rollout.pause().sleep(POLL);
        }
        return "the stack was told to go; some of its containers have not ended yet";
    }
}
