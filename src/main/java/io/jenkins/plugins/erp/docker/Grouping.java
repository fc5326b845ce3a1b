package io.jenkins.plugins.erp.docker;

import io.jenkins.plugins.erp.config.Target;
import io.jenkins.plugins.erp.shell.Command;
import java.util.Map;
import java.util.Optional;

/**
 * How the containers of one system are found on a host: by the labels of what runs them. Which
 * service a container is of is told by {@link ContainerState#service} for either.
 */
public enum Grouping {
    /** a Compose project */
    COMPOSE {
        @Override
        public Command containers(String project, Optional<String> service) {
            return DockerCommands.containersOf(project, service);
        }
    },
    /** a stack of a swarm: what runs of it on the node that is asked */
    SWARM {
        @Override
        public Command containers(String project, Optional<String> service) {
            return SwarmCommands.containersOf(project, service);
        }
    };

    private static final String STACK = "com.docker.stack.namespace";
    private static final String STACK_SERVICE = "com.docker.swarm.service.name";
    private static final String TASK = "com.docker.swarm.task.name";

    /** Ids of a system's containers, one a line; of one service only where that is given. */
    public abstract Command containers(String project, Optional<String> service);

    /** Of what a configuration asks for. */
    public static Grouping of(Target target) {
        return target == Target.SWARM ? SWARM : COMPOSE;
    }

    static String project(Map<String, String> labels) {
        return labels.getOrDefault("com.docker.compose.project", labels.getOrDefault(STACK, ""));
    }

    static String service(Map<String, String> labels) {
        String full = labels.getOrDefault(STACK_SERVICE, "");
        String stack = labels.getOrDefault(STACK, "") + "_";
        return labels.getOrDefault(
                "com.docker.compose.service",
                full.startsWith(stack) ? full.substring(stack.length()) : full);
    }

    /** The replica's number as written; a task's name is STACK_SERVICE.NUMBER.ID. */
    static String number(Map<String, String> labels) {
        String[] task = labels.getOrDefault(TASK, "").split("\\.", -1);
        return labels.getOrDefault(
                "com.docker.compose.container-number",
                task.length >= 3 ? task[task.length - 2] : "0");
    }
}
