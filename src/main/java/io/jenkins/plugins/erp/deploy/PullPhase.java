package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.config.Transfer;
import io.jenkins.plugins.erp.docker.ComposeProject;
import io.jenkins.plugins.erp.docker.ComposeService;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.RegistryLogin;
import io.jenkins.plugins.erp.docker.SwitchFinding;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Has all images on the host before anything that serves is touched, and writes the Compose file
 * with the system's own image pinned.
 */
final class PullPhase implements Phase<Rollout> {

    @Override
    public String name() {
        return "pull";
    }

    @Override
    public String title() {
        return Messages.of(PullPhase.class, "phase.pull");
    }

    @Override
    public boolean holdsOthers() {
        return true;
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Checked checked = rollout.checked().orElseThrow();
        DockerHost docker = rollout.docker();
        Optional<RegistryLogin> login = rollout.request().flatMap(DeployRequest::login);
        Images images = new Images(docker);
        Images.Present present;
        if (login.isPresent()) {
            docker.must(DockerCommands.login(login.get()));
        }
        try {
            if (rollout.environment().transfer() == Transfer.SSH) {
                ImageSending sending =
                        new ImageSending(rollout.context().shell(), docker, progress);
                // by its id alone: a digest would be asked for where no registry is
                present = new Images.Present(sending.send(checked.image()), Optional.empty());
                others(checked, images, Optional.of(sending), progress);
            } else {
                present = images.get(checked.image(), progress);
                others(checked, images, Optional.empty(), progress);
            }
        } finally {
            if (login.isPresent()) {
                docker.run(DockerCommands.logout(login.get()));
            }
        }
        write(rollout, checked, present);
        return present.digest()
                .map(d -> checked.image().repository() + "@" + d)
                .orElse(checked.image() + ", known to no registry, " + present.id());
    }

    private static void others(
            Checked checked, Images images, Optional<ImageSending> sending, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Set<ImageReference> wanted = new LinkedHashSet<>();
        try {
            for (ComposeService service : checked.model().services().values()) {
                if (!checked.own().contains(service.name())) {
                    service.image().map(ImageReference::parse).ifPresent(wanted::add);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new PhaseException(e.getMessage(), true, e);
        }
        if (images.allThere(wanted)) {
            return;
        }
        for (ImageReference image : wanted) {
            if (images.find(image).isEmpty()) {
                images.pullOrSend(image, sending, progress);
            }
        }
    }

    private static void write(Rollout rollout, Checked checked, Images.Present present)
            throws PhaseException, IOException, InterruptedException {
        HostState host = rollout.host();
        String id = rollout.about().release();
        ImageReference kept =
                ImageReference.parse(
                        Images.KEPT
                                + rollout.environment().project()
                                + ":"
                                + id.toLowerCase(java.util.Locale.ROOT));
        rollout.docker().must(DockerCommands.tag(present.id(), kept));
        ImageReference pinned =
                present.digest().map(d -> checked.image().withDigest(d).pinned()).orElse(kept);
        Map<String, List<String>> services = new TreeMap<>();
        for (Map.Entry<Role, List<String>> role : checked.roles().entrySet()) {
            services.put(role.getKey().name().toLowerCase(java.util.Locale.ROOT), role.getValue());
        }
        List<SwitchFinding> findings =
                checked.findings().stream()
                        .filter(
                                f ->
                                        f.kind() == SwitchFinding.Kind.CODE_MOUNT
                                                || ReleaseModel.rolled(services)
                                                        .contains(f.service()))
                        .toList();
        ComposeProject model;
        try {
            model =
                    ReleaseModel.pin(
                            checked.model(),
                            checked.own(),
                            ReleaseModel.rolled(services),
                            pinned,
                            id,
                            findings);
            model =
                    ReleaseModel.withEnvOfDroppedMounts(
                            model,
                            checked.env().values(),
                            rollout.environment().path(),
                            checked.model(),
                            findings);
            model = LabelledWeb.drainable(model, services);
            model = HostShare.of(model, rollout.about().idle());
        } catch (ConfigException e) {
            throw new PhaseException(e.getMessage(), true, e);
        }
        Release whole =
                new Release(
                        id,
                        checked.image().toString(),
                        pinned.toString(),
                        present.id(),
                        kept.toString(),
                        ReleaseModel.configHash(model),
                        ReleaseModel.keyedHash(host.key(), checked.envText()),
                        List.copyOf(checked.env().values().keySet()),
                        Map.of(),
                        checked.commit(),
                        rollout.about().actor(),
                        rollout.about().buildUrl(),
                        rollout.about().started(),
                        rollout.environment().project(),
                        services,
                        checked.files());
        Release release = HostShare.of(whole, rollout.about().idle());
        host.files().write(host.composeFile(id), model.tree().toPrettyString() + "\n");
        host.writeRelease(release);
        rollout.setTarget(release, model);
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        if (rollout.hasTarget()) {
            rollout.docker().run(DockerCommands.removeImage(rollout.target().tag()));
        }
        return "";
    }
}
