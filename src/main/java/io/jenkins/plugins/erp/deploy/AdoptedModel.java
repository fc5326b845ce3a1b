package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.docker.ComposeProject;
import io.jenkins.plugins.erp.docker.ComposeService;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.Inspected;
import io.jenkins.plugins.erp.docker.ObservedService;
import io.jenkins.plugins.erp.docker.ServiceDifference;
import io.jenkins.plugins.erp.docker.SwitchCheck;
import io.jenkins.plugins.erp.docker.SwitchFinding;
import io.jenkins.plugins.erp.release.Release;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a release out of a stack that was started by hand; pure.
 *
 * @param id of the release
 * @param web the container that the release is told from
 * @param services by role, as in a release; those that run
 * @param model images pinned, containers without a fixed name; mounts as they are
 * @param tags names that keep the images, with the images' ids
 * @param observed services that the Compose files describe otherwise than they run
 */
record AdoptedModel(
        String id,
        Inspected web,
        Map<String, List<String>> services,
        ComposeProject model,
        Map<ImageReference, String> tags,
        List<String> observed) {
    private static final String WORD = "adopted";

    /**
     * Makes it, or nothing where no web container runs that no release has started.
     *
     * @param files the model of the Compose files on the host, where they are still there
     * @param all the project's containers
     * @param roles services by role
     */
    static Optional<AdoptedModel> of(
            String project,
            Optional<ComposeProject> files,
            List<Inspected> all,
            Map<Role, List<String>> roles)
            throws ConfigException {
        Map<String, Inspected> running = new LinkedHashMap<>();
        for (Inspected one : all) {
            if (one.state().running() && !one.state().service().isEmpty()) {
                running.putIfAbsent(one.state().service(), one);
            }
        }
        Optional<Inspected> web = web(running, roles);
        if (web.isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<String>> services = new TreeMap<>();
        Map<Role, List<String>> there = new TreeMap<>();
        roles.forEach(
                (role, names) -> {
                    List<String> some = names.stream().filter(running::containsKey).toList();
                    if (!some.isEmpty()) {
                        services.put(role.name().toLowerCase(Locale.ROOT), some);
                        there.put(role, some);
                    }
                });
        String id = Release.newId(created(web.get()), WORD);
        List<String> observed = new ArrayList<>();
        ComposeProject described = described(project, files, running, observed);
        Map<String, ImageReference> images = new LinkedHashMap<>();
        Map<ImageReference, String> tags = new LinkedHashMap<>();
        pinned(project, id, web.get(), running, ReleaseModel.rolled(services))
                .forEach(
                        (service, tag) -> {
                            images.put(service, tag);
                            tags.put(tag, running.get(service).state().imageId());
                        });
        List<String> rolled = ReleaseModel.rolled(services);
        List<SwitchFinding> findings =
                SwitchCheck.findings(
                                described, there, Optional.empty(), Optional.empty(), false, false)
                        .stream()
                        .filter(f -> rolled.contains(f.service()))
                        .toList();
        ComposeProject model = ReleaseModel.pin(described, images, rolled, id, findings);
        return Optional.of(new AdoptedModel(id, web.get(), services, model, tags, observed));
    }

    /** The container that requests are answered by; of several the one made first. */
    private static Optional<Inspected> web(
            Map<String, Inspected> running, Map<Role, List<String>> roles) {
        return roles.getOrDefault(Role.WEB, List.of()).stream()
                .filter(running::containsKey)
                .map(running::get)
                .filter(i -> !i.state().labels().containsKey(Generations.LABEL))
                .findFirst();
    }

    /** Whether a release was adopted. */
    static boolean isId(String release) {
        return release.endsWith("-" + WORD);
    }

    static Instant created(Inspected container) {
        try {
            return Instant.parse(container.container().path("Created").asText());
        } catch (DateTimeParseException e) {
            return container.state().startedAt().orElse(Instant.EPOCH);
        }
    }

    private static ComposeProject described(
            String project,
            Optional<ComposeProject> files,
            Map<String, Inspected> running,
            List<String> observed)
            throws ConfigException {
        ObjectNode tree =
                files.map(f -> f.tree().deepCopy()).orElseGet(JsonNodeFactory.instance::objectNode);
        tree.put("name", project);
        ObjectNode services = tree.withObject("/services");
        List<String> gone = new ArrayList<>();
        services.fieldNames().forEachRemaining(gone::add);
        gone.removeAll(running.keySet());
        services.remove(gone);
        for (Map.Entry<String, Inspected> one : running.entrySet()) {
            boolean same =
                    files.isPresent()
                            && files.get().services().containsKey(one.getKey())
                            && asDescribed(one.getValue(), files.get(), one.getKey());
            if (!same) {
                ObservedService.add(tree, project, one.getValue());
                observed.add(one.getKey());
            }
        }
        for (JsonNode service : services) {
            if (service instanceof ObjectNode node) {
                node.remove("env_file");
            }
        }
        return ComposeProject.parse(tree.toString());
    }

    /** The image does not matter: it is pinned to the one that runs. */
    private static boolean asDescribed(Inspected running, ComposeProject files, String service) {
        List<String> differs = ServiceDifference.of(running, files, service, Optional.empty());
        return differs.isEmpty() || differs.equals(List.of("image"));
    }

    /** Names for the images of the system's own services, and of those whose name has moved on. */
    private static Map<String, ImageReference> pinned(
            String project,
            String id,
            Inspected web,
            Map<String, Inspected> running,
            List<String> rolled) {
        Map<String, ImageReference> names = new LinkedHashMap<>();
        running.forEach(
                (service, one) -> {
                    boolean named = false;
                    for (JsonNode tag : one.image().path("RepoTags")) {
                        named |= tag.asText().equals(withTag(one.state().image()));
                    }
                    if (rolled.contains(service) || !named) {
                        boolean same = one.state().imageId().equals(web.state().imageId());
                        names.put(
                                service,
                                ImageReference.parse(
                                        Images.KEPT
                                                + project
                                                + ":"
                                                + id.toLowerCase(Locale.ROOT)
                                                + (same ? "" : "-" + service)));
                    }
                });
        return names;
    }

    private static String withTag(String image) {
        return image.lastIndexOf(':') > image.lastIndexOf('/') ? image : image + ":latest";
    }

    /**
     * The names that keep an adopted release's images, from its Compose file: there may be several.
     */
    static Set<String> tagsIn(Release release, String composeFile) {
        Set<String> tags = new LinkedHashSet<>(List.of(release.tag()));
        if (isId(release.id())) {
            Matcher m =
                    Pattern.compile(Pattern.quote(release.tag()) + "[A-Za-z0-9_.-]*")
                            .matcher(composeFile);
            while (m.find()) {
                tags.add(m.group());
            }
        }
        return tags;
    }

    /**
     * Another Compose project that runs what a deploy of this model would start: by a fixed name, a
     * port, or the directory.
     *
     * @param path the environment's directory
     * @param running all containers that run on the host
     * @return why it is thought so, for people; empty where there is none
     */
    static Optional<Other> other(
            ComposeProject wanted, String project, String path, List<Inspected> running) {
        for (Inspected one : running) {
            String theirs = one.state().project();
            if (theirs.isEmpty() || theirs.equals(project)) {
                continue;
            }
            if (path.equals(one.state().labels().get("com.docker.compose.project.working_dir"))) {
                return Optional.of(
                        new Other(theirs, one.state().name() + " was started in " + path));
            }
            for (ComposeService service : wanted.services().values()) {
                if (service.containerName().equals(Optional.of(one.state().name()))) {
                    return Optional.of(
                            new Other(
                                    theirs,
                                    one.state().name() + " has the name of " + service.name()));
                }
                for (ComposeService.Port port : service.ports()) {
                    if (port.fixed() && publishes(one, port)) {
                        return Optional.of(
                                new Other(
                                        theirs,
                                        one.state().name()
                                                + " has the host's port "
                                                + port.published()
                                                + ", which "
                                                + service.name()
                                                + " wants"));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean publishes(Inspected one, ComposeService.Port port) {
        for (JsonNode bindings : one.container().path("HostConfig").path("PortBindings")) {
            for (JsonNode binding : bindings) {
                if (binding.path("HostPort").asText().equals(port.published())) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * A stack of another name.
     *
     * @param project its Compose project
     * @param why it is in the way
     */
    record Other(String project, String why) {}

    /** Without values. */
    @Override
    public String toString() {
        return "release " + id + " of what runs, " + model;
    }
}
