package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.Role;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds out what each service does from its image and command, where erp.yaml does not say. Several
 * workers are fine; two candidates for any other role are an error that names them.
 */
public final class RoleInference {
    private static final Pattern WEB =
            word(
                    "gunicorn|uwsgi|daphne|uvicorn|hypercorn|granian|manage\\.py +runserver|runserver");
    private static final Pattern CELERY = word("celery");
    private static final Pattern WORKER = word("worker");
    private static final Pattern BEAT = word("beat");
    private static final Set<String> DATABASES =
            Set.of("postgres", "postgresql", "postgis", "timescaledb", "pgvector");
    private static final Set<String> CACHES =
            Set.of("redis", "redis-stack-server", "redis-stack", "valkey", "keydb");
    private static final Set<String> PROXIES =
            Set.of(
                    "nginx",
                    "nginx-unprivileged",
                    "openresty",
                    "angie",
                    "freenginx",
                    "caddy",
                    "traefik");
    private static final Set<String> WEB_NAMES =
            Set.of("web", "app", "django", "api", "backend", "server");

    private RoleInference() {}

    /**
     * The roles of a project's services; a role nobody has is absent.
     *
     * @param image the system's own image, so that a service without a command can be recognised
     * @throws ConfigException when a role has several candidates, naming them and what to write
     */
    public static Map<Role, List<String>> infer(
            ComposeProject project, Optional<ImageReference> image) throws ConfigException {
        Map<Role, List<String>> roles = new EnumMap<>(Role.class);
        List<ComposeService> open = new ArrayList<>();
        for (ComposeService service : project.services().values()) {
            Optional<Role> role = byProgram(service).or(() -> byImage(service));
            if (role.isPresent()) {
                roles.computeIfAbsent(role.get(), r -> new ArrayList<>()).add(service.name());
            } else {
                open.add(service);
            }
        }
        if (!roles.containsKey(Role.WEB)) {
            List<String> candidates = webWithoutCommand(open, project, image);
            if (!candidates.isEmpty()) {
                roles.put(Role.WEB, candidates);
            }
        }
        for (Map.Entry<Role, List<String>> role : roles.entrySet()) {
            if (role.getKey() != Role.WORKER && role.getValue().size() > 1) {
                String key = role.getKey().name().toLowerCase(Locale.ROOT);
                throw new ConfigException(
                        "several services could be the "
                                + key
                                + ": "
                                + String.join(", ", role.getValue())
                                + ". Say which in erp.yaml: roles: {"
                                + key
                                + ": "
                                + role.getValue().get(0)
                                + "}");
            }
            role.setValue(List.copyOf(role.getValue()));
        }
        return roles;
    }

    /**
     * The roles of the containers of a project that runs, from what they were started with; other
     * rules as for a model.
     *
     * @throws ConfigException when a role has several candidates
     */
    public static Map<Role, List<String>> inferFromContainers(List<ContainerState> containers)
            throws ConfigException {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ObjectNode services = tree.putObject("services");
        for (ContainerState container : containers) {
            if (!container.service().isEmpty() && !container.oneOff()) {
                ObjectNode service = services.putObject(container.service());
                service.put("image", container.image());
                ArrayNode command = service.putArray("command");
                container.command().forEach(command::add);
            }
        }
        return infer(ComposeProject.of(tree), Optional.empty());
    }

    private static Optional<Role> byProgram(ComposeService service) {
        String program = service.programText();
        if (CELERY.matcher(program).find()) {
            // "celery -A app worker --beat" is a worker first; flower and others are neither
            return WORKER.matcher(program).find()
                    ? Optional.of(Role.WORKER)
                    : BEAT.matcher(program).find() ? Optional.of(Role.BEAT) : Optional.empty();
        }
        return WEB.matcher(program).find() ? Optional.of(Role.WEB) : Optional.empty();
    }

    private static Optional<Role> byImage(ComposeService service) {
        Optional<String> name = service.image().flatMap(RoleInference::shortName);
        if (name.filter(DATABASES::contains).isPresent()) {
            return Optional.of(Role.DATABASE);
        }
        if (name.filter(CACHES::contains).isPresent()) {
            return Optional.of(Role.CACHE);
        }
        return name.filter(PROXIES::contains).isPresent()
                ? Optional.of(Role.PROXY)
                : Optional.empty();
    }

    /** Services that run the system's own image with its own command: the image's CMD is web's. */
    private static List<String> webWithoutCommand(
            List<ComposeService> open, ComposeProject project, Optional<ImageReference> image) {
        List<ComposeService> own =
                open.stream()
                        .filter(s -> s.programText().isEmpty())
                        .filter(s -> s.build().isPresent() || runs(s, image))
                        .toList();
        if (own.size() > 1) {
            List<String> named =
                    own.stream().map(ComposeService::name).filter(WEB_NAMES::contains).toList();
            if (named.size() == 1) {
                return new ArrayList<>(named);
            }
        }
        if (own.isEmpty() && project.services().containsKey("web")) {
            return open.stream().anyMatch(s -> s.name().equals("web") && s.programText().isEmpty())
                    ? new ArrayList<>(List.of("web"))
                    : List.of();
        }
        return new ArrayList<>(own.stream().map(ComposeService::name).toList());
    }

    private static boolean runs(ComposeService service, Optional<ImageReference> image) {
        return image.isPresent()
                && service.image()
                        .flatMap(RoleInference::repository)
                        .equals(Optional.of(image.get().repository()));
    }

    private static Optional<String> repository(String image) {
        try {
            return Optional.of(ImageReference.parse(image).repository());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> shortName(String image) {
        return repository(image).map(r -> r.substring(r.lastIndexOf('/') + 1));
    }

    private static Pattern word(String words) {
        return Pattern.compile("(?<![a-z0-9_.-])(?:" + words + ")(?![a-z0-9_.-])");
    }
}
