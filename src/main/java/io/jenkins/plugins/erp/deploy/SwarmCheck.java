package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.Target;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.SwarmNode;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Looks whether a host is a swarm's manager, and whether the system runs there by Compose. */
final class SwarmCheck implements Phase<Preparation> {

    /** Refuses what exchanges the database under a stack, which is not there yet. */
    static void noRestore(EnvironmentConfig environment) throws ConfigException {
        if (environment.target() == Target.SWARM) {
            throw new ConfigException(
                    "a backup cannot be restored to "
                            + environment.name()
                            + " by this yet, because it has target: swarm. Its dump is in"
                            + " .erp/backups: scale web and workers to 0 (docker service scale),"
                            + " pg_restore it, and scale them back. Nothing was changed.");
        }
    }

    @Override
    public String name() {
        return "swarm";
    }

    @Override
    public String title() {
        return Messages.of(SwarmCheck.class, "phase.swarm");
    }

    @Override
    public boolean changesSomething() {
        return false;
    }

    @Override
    public String apply(Preparation p, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        DockerHost docker = p.engine();
        SwarmNode node = SwarmNode.parse(docker.quiet(DockerCommands.info()).orThrow().stdout());
        String where = docker.shell().where();
        if (!node.state().equals("active")) {
            throw PhaseException.refused(
                    "environments."
                            + p.environment.name()
                            + " has target: swarm, and the engine on "
                            + where
                            + " is in no swarm ("
                            + node.state()
                            + "). Make it one there: docker swarm init. Nothing was changed.");
        }
        if (!node.manager()) {
            throw PhaseException.refused(
                    where
                            + " is a worker of its swarm, and only a manager can be told what to"
                            + " run: name a manager under hosts. Nothing was changed.");
        }
        List<String> compose =
                docker.ids(DockerCommands.containersOf(p.environment.project(), Optional.empty()));
        if (!compose.isEmpty()) {
            throw PhaseException.refused(
                    compose.size()
                            + " containers of the Compose project "
                            + p.environment.project()
                            + " are on "
                            + where
                            + ": the stack would want the same volumes and ports. Take them down"
                            + " first (docker compose -p "
                            + p.environment.project()
                            + " down; volumes stay and are used again), or give the environment"
                            + " another project. Nothing was changed.");
        }
        if (node.nodes() > 1) {
            progress.warn(
                    "the swarm has "
                            + node.nodes()
                            + " nodes: the health gate asks what runs on this one, and volumes,"
                            + " mounted files and images without a registry are on this one alone."
                            + " Hold services to it with deploy: {placement: ...} where that"
                            + " matters");
        }
        return node.nodes() + (node.nodes() == 1 ? " node" : " nodes");
    }
}
