package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.build.ImageNames;
import io.jenkins.plugins.erp.build.Source;
import io.jenkins.plugins.erp.config.CodeMounts;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.DotEnv;
import io.jenkins.plugins.erp.config.EnvCheck;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.config.Strategy;
import io.jenkins.plugins.erp.config.Target;
import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.docker.ComposeConfig;
import io.jenkins.plugins.erp.docker.ComposeProject;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.RoleInference;
import io.jenkins.plugins.erp.docker.SwitchCheck;
import io.jenkins.plugins.erp.docker.SwitchFinding;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.proxy.ProxyKind;
import io.jenkins.plugins.erp.release.Tar;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks through everything a deploy is given, before anything on the host is changed. */
final class ConfigCheck {
    private static final int MOST_FILES = 500;

    private final OperationContext context;
    private final EnvironmentConfig environment;
    private final DeployRequest request;

    ConfigCheck(OperationContext context, EnvironmentConfig environment, DeployRequest request) {
        this.context = context;
        this.environment = environment;
        this.request = request;
    }

    /** The part that needs no host: image, env file. */
    record Given(ImageReference image, String commit, String envText, DotEnv env, String envName) {
        @Override
        public String toString() {
            return "deploy of " + image;
        }
    }

    Given withoutHost() throws ConfigException, ShellException, InterruptedException {
        ImageReference image = image();
        String commit = Source.of(context).commit().orElse("");
        String name = environment.envFile().orElse("the env file");
        String text;
        try {
            text = envText();
        } catch (IOException e) {
            throw new ConfigException(
                    "the env file " + name + " of the workspace cannot be read: " + e.getMessage(),
                    e);
        }
        DotEnv env = DotEnv.parse(text, name);
        List<EnvCheck.Problem> problems =
                EnvCheck.check(env, environment.requiredEnv(), environment.production());
        EnvCheck.orThrow(problems, name, environment.name());
        problems.forEach(p -> context.console().warn("    " + name + ": " + p.message()));
        return new Given(image, commit, text, env, name);
    }

    private String envText() throws ConfigException, IOException, InterruptedException {
        if (request.envFile().isPresent()) {
            return request.envFile().get();
        }
        if (environment.envFile().isEmpty()) {
            return "";
        }
        String file = environment.envFile().get();
        if (!context.workspace().exists(file)) {
            throw new ConfigException(
                    "there is no "
                            + file
                            + " in the workspace, which environment "
                            + environment.name()
                            + " takes its variables from. Give the env file's text to the step"
                            + " (from a secret file credential), or set envFile in erp.yaml");
        }
        return context.workspace().read(file);
    }

    private ImageReference image() throws ConfigException, ShellException, InterruptedException {
        if (request.image().isEmpty()) {
            return ImageNames.current(context);
        }
        try {
            ImageReference image = ImageReference.parse(request.image().get());
            return image.tag().isEmpty() && image.digest().isEmpty()
                    ? image.withTag("latest")
                    : image;
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    /** The part that asks Compose on the host, in a directory that is removed again. */
    Checked onHost(Given given, Shell shell)
            throws ConfigException, IOException, InterruptedException {
        ComposeSources sources =
                ComposeSources.collect(
                        context.workspace(),
                        environment.compose(),
                        environment.envFile(),
                        given.envText());
        Map<String, String> all = new LinkedHashMap<>(sources.files());
        all.put(".env", given.envText());
        Scratch scratch =
                new Scratch(
                        shell,
                        all.entrySet().stream()
                                .map(e -> Tar.Entry.of(e.getKey(), "0600", e.getValue()))
                                .toList());
        ComposeCommands compose =
                new ComposeCommands(
                        environment.project(),
                        environment.compose(),
                        Optional.of(".env"),
                        Optional.empty());
        ComposeConfig.Resolved answer =
                ComposeConfig.resolve(scratch, compose, Map.of(), context.workspace()::read);
        if (!answer.unset().isEmpty()) {
            context.console()
                    .warn(
                            "    the Compose files use variables that nobody sets, so they are"
                                    + " empty: "
                                    + String.join(", ", answer.unset()));
        }
        ComposeProject resolved = answer.project();
        String directory =
                scratch.directory()
                        .orElseThrow(() -> new ShellException("no directory on " + shell.where()));
        ReleaseModel.Placed placed = ReleaseModel.place(resolved, directory, environment.path());
        return judge(given, placed);
    }

    private Checked judge(Given given, ReleaseModel.Placed placed)
            throws ConfigException, IOException, InterruptedException {
        ComposeProject model = placed.project();
        Map<Role, List<String>> roles = context.config().roles();
        if (roles.isEmpty()) {
            roles = RoleInference.infer(model, Optional.of(given.image()));
        }
        for (List<String> services : roles.values()) {
            for (String service : services) {
                model.service(service);
            }
        }
        if (roles.getOrDefault(Role.WEB, List.of()).isEmpty()) {
            throw new ConfigException(
                    "no service of the Compose files answers HTTP as far as can be seen (gunicorn,"
                            + " uwsgi, daphne, uvicorn). Say which in erp.yaml: roles: {web: NAME}");
        }
        List<SwitchFinding> findings =
                SwitchCheck.findings(
                        model,
                        roles,
                        Optional.empty(),
                        Optional.of(environment.path()),
                        environment.production(),
                        environment.production() || dropped());
        boolean proxied = !roles.getOrDefault(Role.PROXY, List.of()).isEmpty();
        List<String> wrong = new ArrayList<>();
        for (SwitchFinding finding : findings) {
            boolean accepted =
                    finding.kind().resolvable()
                            || finding.kind() == SwitchFinding.Kind.NO_PROXY
                            || (finding.kind() == SwitchFinding.Kind.CODE_MOUNT && dropped())
                            || (environment.strategy() == Strategy.RECREATE
                                    && (finding.kind() == SwitchFinding.Kind.FIXED_ADDRESS
                                            || finding.kind() == SwitchFinding.Kind.HOST_NETWORK
                                            || finding.kind() == SwitchFinding.Kind.SEVERAL_WEBS))
                            || (finding.kind() == SwitchFinding.Kind.SEVERAL_WEBS
                                    && (environment.target() == Target.SWARM
                                            || byLabels(model, roles)));
            if (!accepted) {
                wrong.add("\n  - " + finding.message() + ".\n    " + finding.fix() + ".");
            }
        }
        HostShare.refusal(environment.hosts().size(), roles)
                .ifPresent(r -> wrong.add("\n  - " + r));
        BackupPhase.refusal(environment, roles).ifPresent(r -> wrong.add("\n  - " + r));
        for (String service : ReleaseModel.mountingAll(model, environment.path(), findings)) {
            wrong.add(
                    "\n  - "
                            + service
                            + " mounts the whole project directory, which is not copied to the"
                            + " host: what runs is the image.\n    Remove that volume (keep it in"
                            + " docker-compose.override.yml for development).");
        }
        if (!wrong.isEmpty()) {
            throw new ConfigException(
                    String.join(", ", environment.compose())
                            + " cannot be deployed to "
                            + environment.name()
                            + ":"
                            + String.join("", wrong)
                            + "\nNothing was changed.");
        }
        for (SwitchFinding finding : findings) {
            switch (finding.kind()) {
                case CONTAINER_NAME, PUBLISHED_PORT ->
                        context.console().info("    left out of the release: " + finding.message());
                case CODE_MOUNT ->
                        context.console()
                                .info(
                                        "    left out of the release (codeMounts: drop): "
                                                + finding.message());
                case EXPOSED_DATA -> context.console().warn("    " + finding);
                default -> {
                    // the switch itself says what a stack without a proxy costs
                }
            }
        }
        if (!proxied) {
            context.console()
                    .warn(
                            "    no proxy service: web is stopped and started anew, with a gap of"
                                    + " some seconds. With an Nginx service in front there is none.");
        }
        return new Checked(
                given.image(),
                given.commit(),
                given.envText(),
                given.env(),
                model,
                roles,
                ReleaseModel.ownServices(model, roles, given.image()),
                mounted(placed.files()),
                findings);
    }

    /** Whether the proxies find web by its labels: each service's containers by themselves. */
    private static boolean byLabels(ComposeProject model, Map<Role, List<String>> roles)
            throws ConfigException {
        for (String name : roles.getOrDefault(Role.PROXY, List.of())) {
            ProxyKind kind = ProxyKind.of(model.service(name));
            if (kind != ProxyKind.TRAEFIK && kind != ProxyKind.CADDY_LABELS) {
                return false;
            }
        }
        return true;
    }

    private boolean dropped() {
        return environment.codeMounts() == CodeMounts.DROP;
    }

    /** The workspace's files behind mounts; a directory counts with all in it. */
    private List<String> mounted(Iterable<String> paths)
            throws ConfigException, IOException, InterruptedException {
        List<String> files = new ArrayList<>();
        for (String path : paths) {
            if (path.isEmpty() || path.startsWith("..")) {
                continue;
            }
            List<String> below = context.workspace().find(path + "/**");
            if (!below.isEmpty()) {
                files.addAll(below);
            } else if (context.workspace().exists(path)) {
                files.add(path);
            } else {
                context.console()
                        .info(
                                "    "
                                        + path
                                        + " is mounted by a container and not in the workspace:"
                                        + " what the host has there stays as it is");
            }
        }
        if (files.size() > MOST_FILES) {
            throw new ConfigException(
                    "the Compose files mount "
                            + files.size()
                            + " files of the workspace, more than "
                            + MOST_FILES
                            + ": put them into the image");
        }
        return List.copyOf(files);
    }

    /** A file's bytes, of at most 4 MiB. */
    static byte[] bytes(OperationContext context, String file)
            throws IOException, InterruptedException {
        int most = 4 * 1024 * 1024;
        try (InputStream in = context.workspace().open(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new IOException(
                        file
                                + " is mounted by a container and larger than 4 MiB: put it into"
                                + " the image");
            }
            return bytes;
        }
    }
}
