package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.docker.ComposeProject;
import io.jenkins.plugins.erp.docker.ComposeService;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.ResolvedModel;
import io.jenkins.plugins.erp.docker.SwitchFinding;
import io.jenkins.plugins.erp.text.Digests;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes a release's Compose file out of a resolved model; pure. */
final class ReleaseModel {

    private ReleaseModel() {}

    /**
     * A model whose paths are those on the host.
     *
     * @param project the model
     * @param files relative paths that containers mount or read: each is a file or a directory
     */
    record Placed(ComposeProject project, Set<String> files) {}

    /** Replaces the directory that the model was resolved in by the system's own. */
    static Placed place(ComposeProject resolved, String resolvedIn, String path)
            throws ConfigException {
        ObjectNode tree = resolved.tree().deepCopy();
        Set<String> files = new TreeSet<>();
        for (JsonNode service : tree.path("services")) {
            if (service instanceof ObjectNode node) {
                node.remove("env_file");
            }
            for (JsonNode volume : service.path("volumes")) {
                if (volume.path("type").asText().equals("bind")) {
                    move((ObjectNode) volume, "source", resolvedIn, path, files);
                }
            }
        }
        for (String top : List.of("secrets", "configs")) {
            for (JsonNode one : tree.path(top)) {
                if (one.path("file").isTextual()) {
                    move((ObjectNode) one, "file", resolvedIn, path, files);
                }
            }
        }
        return new Placed(ComposeProject.parse(tree.toString()), files);
    }

    private static void move(
            ObjectNode node, String key, String from, String to, Set<String> files) {
        String value = node.path(key).asText();
        if (value.equals(from)) {
            node.put(key, to);
            files.add("");
        } else if (value.startsWith(from + "/")) {
            String relative = value.substring(from.length() + 1);
            node.put(key, to + "/" + relative);
            files.add(relative);
        }
    }

    /** Services that run the system's own image. */
    static Set<String> ownServices(
            ComposeProject project, Map<Role, List<String>> roles, ImageReference image) {
        Set<String> own = new LinkedHashSet<>();
        for (Role role : List.of(Role.WEB, Role.WORKER, Role.BEAT)) {
            own.addAll(roles.getOrDefault(role, List.of()));
        }
        for (ComposeService service : project.services().values()) {
            if (service.image().filter(i -> sameRepository(i, image)).isPresent()
                    || (service.build().isPresent() && service.image().isEmpty())) {
                own.add(service.name());
            }
        }
        return own;
    }

    private static boolean sameRepository(String written, ImageReference image) {
        try {
            return ImageReference.parse(written).repository().equals(image.repository());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Services whose containers are of one generation: they carry the release's label. */
    static List<String> rolled(Map<String, List<String>> services) {
        List<String> all = new ArrayList<>();
        for (String role : List.of("web", "worker", "beat")) {
            all.addAll(services.getOrDefault(role, List.of()));
        }
        return all;
    }

    /**
     * Services that mount the whole directory of the system, beside those whose mount is a finding.
     */
    static List<String> mountingAll(
            ComposeProject placed, String path, List<SwitchFinding> findings) {
        List<String> all = new ArrayList<>();
        for (ComposeService service : placed.services().values()) {
            for (ComposeService.Mount mount : service.volumes()) {
                boolean found =
                        findings.stream()
                                .anyMatch(
                                        f ->
                                                f.kind() == SwitchFinding.Kind.CODE_MOUNT
                                                        && f.service().equals(service.name())
                                                        && f.subject().equals(mount.target()));
                if (mount.type().equals("bind") && mount.source().equals(path) && !found) {
                    all.add(service.name());
                }
            }
        }
        return all;
    }

    /**
     * The release's own model.
     *
     * @param own services that run the system's image
     * @param rolled those of them that are switched from one generation to the next
     * @param findings what has to be taken out of the way
     */
    static ComposeProject pin(
            ComposeProject placed,
            Set<String> own,
            List<String> rolled,
            ImageReference image,
            String release,
            List<SwitchFinding> findings)
            throws ConfigException {
        Map<String, ImageReference> images = new LinkedHashMap<>();
        own.forEach(service -> images.put(service, image));
        return pin(placed, images, rolled, release, findings);
    }

    /**
     * A service whose sources were mounted over its code may have read its settings from the env
     * file among them, as python-decouple does: it gets them as variables, where it has none of
     * that name.
     */
    static ComposeProject withEnvOfDroppedMounts(
            ComposeProject pinned,
            Map<String, String> env,
            String path,
            ComposeProject placed,
            List<SwitchFinding> findings) {
        ResolvedModel model = pinned.edit();
        for (SwitchFinding finding : findings) {
            ComposeService before = placed.services().get(finding.service());
            boolean whole =
                    finding.kind() == SwitchFinding.Kind.CODE_MOUNT
                            && before != null
                            && before.volumes().stream()
                                    .anyMatch(
                                            m ->
                                                    m.target().equals(finding.subject())
                                                            && m.source().equals(path));
            if (whole) {
                env.forEach(
                        (name, value) -> {
                            if (!before.environment().containsKey(name)
                                    && !name.startsWith("DJANGO_SUPERUSER_")) {
                                model.environment(finding.service(), name, value);
                            }
                        });
            }
        }
        return model.project();
    }

    /**
     * The release's own model.
     *
     * @param images of the services that run the system's own
     * @param rolled those of them that are switched from one generation to the next
     * @param findings what has to be taken out of the way
     */
    static ComposeProject pin(
            ComposeProject placed,
            Map<String, ImageReference> images,
            List<String> rolled,
            String release,
            List<SwitchFinding> findings)
            throws ConfigException {
        ResolvedModel model = placed.edit();
        images.forEach(
                (service, image) -> model.image(service, image).pullPolicy(service, "never"));
        for (String service : rolled) {
            model.label(service, Generations.LABEL, release);
        }
        for (SwitchFinding finding : findings) {
            switch (finding.kind()) {
                case CONTAINER_NAME -> model.withoutContainerName(finding.service());
                case PUBLISHED_PORT -> model.withoutPublishedPorts(finding.service());
                case CODE_MOUNT -> model.withoutMount(finding.service(), finding.subject());
                default -> {
                    // told, not changed
                }
            }
        }
        ObjectNode tree = ComposeProject.parse(model.toJson()).tree().deepCopy();
        for (JsonNode service : tree.path("services")) {
            ((ObjectNode) service).remove("build");
            // the phases know the order; and with --no-deps Compose leaves it out of the hash of a
            // service, but not in config --hash, so that the two would never agree
            ((ObjectNode) service).remove("depends_on");
        }
        for (SwitchFinding finding : findings) {
            if (finding.kind() == SwitchFinding.Kind.CONTAINER_NAME) {
                alias(tree, finding.service(), finding.subject());
            }
        }
        return ComposeProject.parse(tree.toString());
    }

    /* A proxy may know the service by the fixed name that is taken away. */
    private static void alias(ObjectNode tree, String service, String name) {
        JsonNode networks = tree.path("services").path(service).path("networks");
        if (networks instanceof ObjectNode all) {
            List<String> keys = new ArrayList<>();
            all.fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                ObjectNode one = all.get(key) instanceof ObjectNode o ? o : all.putObject(key);
                ArrayNode aliases =
                        one.path("aliases") instanceof ArrayNode a ? a : one.putArray("aliases");
                aliases.add(name);
            }
        }
    }

    /** Names that a service is reached under in its networks. */
    static List<String> names(ComposeProject project, String service) {
        Set<String> names = new LinkedHashSet<>(List.of(service));
        for (JsonNode network : project.tree().path("services").path(service).path("networks")) {
            network.path("aliases").forEach(a -> names.add(a.asText()));
        }
        return List.copyOf(names);
    }

    /** SHA-256 of the model without the values of variables. */
    static String configHash(ComposeProject project) {
        ObjectNode tree = project.tree().deepCopy();
        for (JsonNode service : tree.path("services")) {
            if (service.path("environment") instanceof ObjectNode environment) {
                List<String> names = new ArrayList<>();
                environment.fieldNames().forEachRemaining(names::add);
                names.forEach(n -> environment.put(n, ""));
            }
            if (service instanceof ObjectNode node) {
                node.remove("image");
                node.remove("labels");
            }
        }
        return Digests.sha256(tree.toString());
    }

    /** HMAC-SHA-256 under the host's key. */
    static String keyedHash(String key, String text) {
        return HexFormat.of().formatHex(Digests.hmacSha256(key, text));
    }
}
