package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.DotEnv;
import io.jenkins.plugins.erp.config.EnvCheck;
import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.docker.ComposeProject;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.Inspected;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.LedgerEntry;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.ShellException;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a stack that was started by hand, or by scripts, as the release before the first: what runs
 * is described, its images are kept by names of their own, and the ledger begins with it. Nothing
 * that runs is touched. What makes it current is written last, so that doing it again after a crash
 * ends the same.
 */
final class Adoption implements Phase<Preparation> {
    /** In the ledger: a line that began it. */
    static final String KIND = "adopt";

    private static final String LABELS = "com.docker.compose.project.";

    @Override
    public String name() {
        return "adopt";
    }

    @Override
    public String title() {
        return Messages.of(Adoption.class, "phase.adopt");
    }

    @Override
    public boolean skip(Preparation p) throws PhaseException, IOException, InterruptedException {
        return p.state().current().isPresent();
    }

    @Override
    public String apply(Preparation p, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        // of several hosts there may be one that has nothing yet
        if (skip(p)) {
            return "";
        }
        DockerHost docker = p.engine();
        List<Inspected> containers = docker.inspected(docker.ids());
        if (containers.isEmpty()) {
            elsewhere(p);
            return "nothing runs yet";
        }
        Optional<AdoptedModel> found;
        try {
            found =
                    AdoptedModel.of(
                            p.environment.project(),
                            files(p, containers),
                            containers,
                            p.checked.orElseThrow().roles());
        } catch (ConfigException | IllegalArgumentException e) {
            throw new PhaseException(
                    "what runs could not be described: "
                            + e.getMessage()
                            + "\nNothing was changed.",
                    e);
        }
        if (found.isEmpty()) {
            return "no web container runs that was started by hand";
        }
        AdoptedModel adopted = found.get();
        for (String service : adopted.observed()) {
            progress.say(
                    service
                            + " runs otherwise than its Compose files say, or they are gone: it is"
                            + " described as it runs");
        }
        directory(p, adopted, progress);
        try {
            write(p, adopted, progress);
        } catch (PhaseException | IOException e) {
            try {
                takeBack(p, adopted);
            } catch (PhaseException | IOException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
        return adopted.id()
                + " is what runs: "
                + String.join(", ", adopted.model().services().keySet());
    }

    /** A stack of another name would be run a second time beside itself. */
    private static void elsewhere(Preparation p)
            throws PhaseException, IOException, InterruptedException {
        DockerHost docker = p.engine();
        Optional<AdoptedModel.Other> other =
                AdoptedModel.other(
                        p.checked.orElseThrow().model(),
                        p.environment.project(),
                        p.environment.path(),
                        docker.inspected(docker.ids(DockerCommands.runningContainers())));
        if (other.isPresent()) {
            throw PhaseException.refused(
                    "the Compose project "
                            + other.get().project()
                            + " runs on "
                            + docker.shell().where()
                            + " already ("
                            + other.get().why()
                            + "), and this environment's project is "
                            + p.environment.project()
                            + ".\nIf that is this system, write project: "
                            + other.get().project()
                            + " under environments."
                            + p.environment.name()
                            + ": what runs is then taken over. Else give the two other names and"
                            + " ports.\nNothing was changed.");
        }
    }

    /** The model of the files that the containers were started from, if it can still be had. */
    private static Optional<ComposeProject> files(Preparation p, List<Inspected> containers)
            throws PhaseException, IOException, InterruptedException {
        Map<String, String> labels = containers.get(0).state().labels();
        String files = labels.getOrDefault(LABELS + "config_files", "");
        String directory = labels.getOrDefault(LABELS + "working_dir", "");
        if (files.isEmpty() || directory.isEmpty()) {
            return Optional.empty();
        }
        try {
            ComposeCommands compose =
                    new ComposeCommands(
                            p.environment.project(),
                            Arrays.asList(files.split(",")),
                            Optional.ofNullable(labels.get(LABELS + "environment_file"))
                                    .filter(f -> !f.isEmpty() && !f.contains(",")),
                            Optional.of(directory));
            CommandResult result = p.engine().quiet(compose.config());
            return result.ok()
                    ? Optional.of(ComposeProject.parse(result.stdout()))
                    : Optional.empty();
        } catch (ConfigException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void directory(Preparation p, AdoptedModel adopted, Progress progress) {
        String directory = adopted.web().state().labels().getOrDefault(LABELS + "working_dir", "");
        if (!directory.isEmpty() && !directory.equals(p.environment.path())) {
            progress.warn(
                    "what runs was started in "
                            + directory
                            + ", and path is "
                            + p.environment.path()
                            + ": files that the proxy mounts are then others, so that it has to be"
                            + " made anew. Write path: "
                            + directory
                            + " to keep it");
        }
    }

    private static void write(Preparation p, AdoptedModel adopted, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        HostState host = p.state();
        String id = adopted.id();
        host.files().makeDirectory(host.releaseDirectory(id));
        for (Map.Entry<ImageReference, String> tag : adopted.tags().entrySet()) {
            p.engine().must(DockerCommands.tag(tag.getValue(), tag.getKey()));
        }
        String envText = env(p, adopted);
        host.files().write(host.envFile(id), envText);
        List<String> kept = new ArrayList<>();
        for (String file : p.checked.orElseThrow().files()) {
            String live = host.path() + "/" + file;
            if (host.files().exists(live)) {
                host.files().copyNew(live, host.releaseDirectory(id) + "/files/" + file, "0600");
                kept.add(file);
            }
        }
        host.files().write(host.composeFile(id), adopted.model().tree().toPrettyString() + "\n");
        Map<String, List<String>> heads = heads(p, adopted, progress);
        String tag =
                adopted.model().services().get(adopted.web().state().service()).image().orElse("");
        Release release =
                new Release(
                        id,
                        adopted.web().state().image(),
                        tag,
                        adopted.web().state().imageId(),
                        tag,
                        ReleaseModel.configHash(adopted.model()),
                        ReleaseModel.keyedHash(host.key(), envText),
                        names(envText),
                        heads,
                        "",
                        p.context.actor(),
                        p.context.environment().getOrDefault("BUILD_URL", ""),
                        AdoptedModel.created(adopted.web()).toString(),
                        p.environment.project(),
                        adopted.services(),
                        kept);
        host.writeRelease(release);
        boolean written = host.ledger().entries().stream().anyMatch(e -> e.operation().equals(id));
        if (!written) {
            host.appendToLedger(line(p, release));
        }
        host.setCurrent(id);
    }

    private static LedgerEntry line(Preparation p, Release release) {
        return new LedgerEntry(
                release.id(),
                KIND,
                release.id(),
                "",
                "DONE",
                "",
                release.actor(),
                release.buildUrl(),
                release.pinned(),
                "",
                p.context.clock().instant().toString(),
                0,
                Map.of(),
                release.migrationHeads(),
                LedgerLines.digest(release),
                release.configHash(),
                release.envHash(),
                List.of());
    }

    /** The env file beside the Compose files, as far as it is there and can be read. */
    private static String env(Preparation p, AdoptedModel adopted)
            throws PhaseException, IOException, InterruptedException {
        Map<String, String> labels = adopted.web().state().labels();
        String file =
                labels.getOrDefault(
                        LABELS + "environment_file",
                        labels.getOrDefault(LABELS + "working_dir", p.environment.path())
                                + "/.env");
        String text = file.startsWith("/") ? p.state().files().read(file).orElse("") : "";
        try {
            List<String> secrets =
                    new ArrayList<>(EnvCheck.secretValues(p.checked.orElseThrow().env()));
            secrets.addAll(EnvCheck.secretValues(DotEnv.parse(text, file)));
            p.mask(secrets);
            return text;
        } catch (ConfigException e) {
            return "";
        }
    }

    private static List<String> names(String envText) throws PhaseException {
        try {
            return List.copyOf(DotEnv.parse(envText, "env").values().keySet());
        } catch (ConfigException e) {
            throw new PhaseException(e.getMessage(), e);
        }
    }

    /** Which migrations the database has, as the running code knows them. */
    private static Map<String, List<String>> heads(
            Preparation p, AdoptedModel adopted, Progress progress)
            throws ShellException, PhaseException, InterruptedException {
        CommandResult result =
                p.engine()
                        .run(
                                DjangoTasks.exec(
                                        adopted.web().state().id(),
                                        DjangoTasks.HEADS,
                                        p.environment.migrateTimeout()));
        Optional<Map<String, List<String>>> said =
                result.ok() ? TasksTold.parse(result.stdout()).before() : Optional.empty();
        if (said.isEmpty()) {
            progress.warn(
                    adopted.web().state().name()
                            + " did not say which migrations are applied, so that a rollback cannot"
                            + " tell which to take back:\n    | "
                            + String.join("\n    | ", DockerHost.last(result.tail(), 5)));
        }
        return said.orElse(Map.of());
    }

    /** What was begun goes again, unless it is whole: the next deploy starts from it then. */
    private static void takeBack(Preparation p, AdoptedModel adopted)
            throws PhaseException, IOException, InterruptedException {
        HostState host = p.state();
        if (host.current().isEmpty()) {
            for (ImageReference tag : adopted.tags().keySet()) {
                p.engine().run(DockerCommands.removeImage(tag.toString()));
            }
            host.files().remove(host.releaseDirectory(adopted.id()));
        }
    }
}
