package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.erp.docker.ComposeProject;
import io.jenkins.plugins.erp.docker.ComposeService;
import io.jenkins.plugins.erp.docker.ResolvedModel;
import io.jenkins.plugins.erp.proxy.Drain;
import io.jenkins.plugins.erp.proxy.ProxyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Web behind a proxy that finds it by its labels and leaves out what is not healthy; pure. */
final class LabelledWeb {
    private static final String ENABLE = "traefik.enable";

    private LabelledWeb() {}

    /** Whether one of these services is such a proxy. */
    static boolean behind(ComposeProject model, List<String> proxies) {
        return proxies.stream().map(model.services()::get).anyMatch(LabelledWeb::traefik);
    }

    private static boolean traefik(ComposeService proxy) {
        return proxy != null && ProxyKind.of(proxy) == ProxyKind.TRAEFIK;
    }

    /** Why web cannot be taken out of its rotation before it stops, and what to write. */
    static Optional<String> obstacle(ComposeProject model, String web) {
        ComposeService service = model.services().get(web);
        boolean labelled =
                service.labels().keySet().stream().anyMatch(k -> k.startsWith("traefik."));
        if (!labelled || "false".equalsIgnoreCase(service.labels().get(ENABLE))) {
            return Optional.of(
                    web
                            + " has no labels for Traefik, so that it cannot be said how Traefik"
                            + " finds it. Write labels: {traefik.enable: \"true\","
                            + " traefik.http.routers."
                            + web
                            + ".rule: ..., traefik.http.services."
                            + web
                            + ".loadbalancer.server.port: \"8000\"}, or strategy: recreate");
        }
        JsonNode node = model.tree().path("services").path(web);
        if (Drain.wrap(test(node)).isEmpty()) {
            return Optional.of(
                    web
                            + " has no healthcheck in the Compose file, and Traefik knows by that"
                            + " alone which containers not to ask. Write healthcheck: {test: [CMD,"
                            + " python3, -c, ...], interval: 2s, retries: 1}, or strategy:"
                            + " recreate, with a gap");
        }
        boolean tmp =
                service.volumes().stream().anyMatch(m -> m.target().equals("/tmp"))
                        || node.path("tmpfs").toString().contains("\"/tmp");
        if (node.path("read_only").asBoolean() && !tmp) {
            return Optional.of(
                    web
                            + " has read_only: true, and the file that takes it out of Traefik's"
                            + " rotation has to be written in /tmp. Write tmpfs: [/tmp]");
        }
        return Optional.empty();
    }

    /** The release's model with health checks by which web can be taken out of the rotation. */
    static ComposeProject drainable(ComposeProject model, Map<String, List<String>> services) {
        if (!behind(model, services.getOrDefault("proxy", List.of()))) {
            return model;
        }
        ResolvedModel edit = model.edit();
        for (String web : services.getOrDefault("web", List.of())) {
            Drain.wrap(test(model.tree().path("services").path(web)))
                    .ifPresent(test -> edit.healthcheck(web, test));
        }
        return edit.project();
    }

    /* In a resolved model it is always a list; Compose writes a $ twice there. */
    private static List<String> test(JsonNode service) {
        List<String> words = new ArrayList<>();
        JsonNode check = service.path("healthcheck");
        if (!check.path("disable").asBoolean()) {
            check.path("test").forEach(w -> words.add(w.asText().replace("$$", "$")));
        }
        return words;
    }
}
