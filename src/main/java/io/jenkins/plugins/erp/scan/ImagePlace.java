package io.jenkins.plugins.erp.scan;

import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.OneOffContainer;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image with the tools in it. The workspace is copied into a container of it, not mounted and
 * not taken from the image: so what is scanned is what is checked out, settings files included
 * (images leave them out by .dockerignore), and it works where the engine does not see the
 * workspace. That container has no network and no capabilities. Tools that ask for known
 * vulnerabilities get a second container, with network and without the code: they look at the
 * packages that the image has installed.
 */
final class ImagePlace implements Place {
    private static final String ROOT = "/erp-scan";
    private static final String ARCHIVE = "/erp-scan.tar";
    private static final String LABEL = "io.jenkins.plugins.erp.scan";
    private static final List<String> LEFT_OUT =
            List.of(
                    "./.git",
                    "./reports",
                    "./.venv",
                    "./venv",
                    "./node_modules",
                    "./.erp",
                    "./.env",
                    "__pycache__");

    /** Longer than the tools may take: a container nobody is left to remove ends by itself. */
    private static final Duration SPARE = Duration.ofMinutes(10);

    private final OperationContext context;
    private final ImageReference image;
    private final OneOffContainer offline;
    private final OneOffContainer online;
    private final List<OneOffContainer> created = new ArrayList<>();

    ImagePlace(OperationContext context, ImageReference image, String run, Duration limit) {
        this.context = context;
        this.image = image;
        this.offline = container("erp-scan-" + run, "none", image, limit);
        this.online = container("erp-scan-" + run + "-online", "bridge", image, limit);
    }

    private static OneOffContainer container(
            String name, String network, ImageReference image, Duration limit) {
        return new OneOffContainer(
                name,
                image,
                Map.of(LABEL, name),
                network,
                Map.of("NO_COLOR", "1", "PYTHONDONTWRITEBYTECODE", "1"),
                Optional.of("0:0"),
                true,
                "sleep",
                List.of(Long.toString(limit.plus(SPARE).toSeconds())));
    }

    @Override
    public String label() {
        return image.toString();
    }

    @Override
    public String root() {
        return ROOT;
    }

    @Override
    public boolean image() {
        return true;
    }

    /** Removes what a run of this name left when its controller died; none may be there. */
    void removeLeftOver() throws ShellException, InterruptedException {
        for (OneOffContainer one : List.of(offline, online)) {
            context.shell().run(one.remove(), details());
        }
    }

    /** Starts what the tools need. */
    void open(boolean withOffline, boolean withOnline)
            throws ShellException, IOException, InterruptedException {
        if (withOffline) {
            start(offline);
            copy();
        }
        if (withOnline) {
            start(online);
        }
    }

    private void start(OneOffContainer container) throws ShellException, InterruptedException {
        created.add(container);
        run(container.create());
        run(container.start());
    }

    private void copy() throws ShellException, IOException, InterruptedException {
        String archive = "reports/erp/." + offline.name() + ".tar";
        context.workspace().write(archive, ""); // makes the directory
        try {
            String path = context.workspace().path() + "/" + archive;
            CommandResult packed =
                    context.shell().run(pack(path, context.workspace().path()), details());
            if (packed.exitCode() > 1) { // 1: a file changed meanwhile
                packed.orThrow();
            }
            run(DockerCommands.copyTo(path, offline.name(), ARCHIVE));
            run(offline.exec("/", List.of("python3", "-m", "tarfile", "-e", ARCHIVE, ROOT)));
        } finally {
            context.workspace().delete(archive);
        }
    }

    static Command pack(String archive, String workspace) {
        List<String> argv = new ArrayList<>(List.of("tar", "-cf", archive));
        LEFT_OUT.forEach(e -> argv.add("--exclude=" + e));
        argv.add(".");
        return Command.of(argv).in(workspace);
    }

    private void run(Command command) throws ShellException, InterruptedException {
        context.shell().run(command, details()).orThrow();
    }

    private Output details() {
        return context.console().output("docker | ");
    }

    @Override
    public CommandResult run(Scanner tool, List<String> argv, Duration timeout, Output output)
            throws ShellException, InterruptedException {
        Command command = tool.online() ? online.exec("/", argv) : offline.exec(ROOT, argv);
        return context.shell().run(command.withTimeout(timeout), output);
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        for (OneOffContainer one : created) {
            try {
                context.shell().run(one.remove(), details());
            } catch (ShellException e) {
                context.console()
                        .warn("could not remove container " + one.name() + ": " + e.getMessage());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
