package io.jenkins.plugins.erp.test;

import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.OneOffContainer;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The containers of one run, each removed at the end whatever happened. Safe for many threads. */
final class Containers implements AutoCloseable {
    private static final String LABEL = "io.jenkins.plugins.erp.test";

    private final OperationContext context;
    private final String run;
    private final ImageReference image;
    private final Queue<OneOffContainer> created = new ConcurrentLinkedQueue<>();

    Containers(OperationContext context, String run, ImageReference image) {
        this.context = context;
        this.run = run;
        this.image = image;
    }

    /** Removes what a run of this name left when its controller died. */
    static void removeLeftOver(OperationContext context, String run)
            throws ShellException, InterruptedException {
        Output details = context.console().output("docker | ");
        List<String> ids =
                context.shell().run(labelled(run), details).orThrow().stdout().lines().toList();
        if (!ids.isEmpty()) {
            context.shell().run(DockerCommands.removeByForce(ids), details).orThrow();
        }
    }

    /** Asks for the ids of a run's containers. */
    static Command labelled(String run) {
        return Command.of(
                "docker", "ps", "--all", "--quiet", "--filter", "label=" + LABEL + "=" + run);
    }

    /** Creates one that runs Python, or a shell, in the image. */
    OneOffContainer create(
            String name,
            String network,
            Map<String, String> environment,
            Optional<String> user,
            String program,
            List<String> arguments)
            throws ShellException, InterruptedException {
        OneOffContainer one =
                new OneOffContainer(
                        run + "-" + name,
                        image,
                        Map.of(LABEL, run),
                        network,
                        environment,
                        user,
                        false,
                        program,
                        arguments);
        created.add(one);
        context.shell().run(one.create(), details()).orThrow();
        return one;
    }

    /** Brings a file of a container into the workspace; false when the container has none. */
    boolean fetch(OneOffContainer from, String path, String to)
            throws ShellException, IOException, InterruptedException {
        context.workspace().write(to, ""); // makes the directory
        CommandResult copied =
                context.shell()
                        .run(
                                DockerCommands.copyFrom(
                                        from.name(), path, context.workspace().path() + "/" + to),
                                details());
        if (!copied.ok()) {
            context.workspace().delete(to);
        }
        return copied.ok();
    }

    private Output details() {
        return context.console().output("docker | ");
    }

    /** Removes all, running or not. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        for (OneOffContainer one : created) {
            try {
                context.shell().run(one.remove(), details());
            } catch (ShellException e) {
                context.console()
                        .warn("Could not remove container " + one.name() + ": " + e.getMessage());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
