package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.docker.ComposeService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The reverse proxies that can be moved. */
public enum ProxyKind {
    /** Steered by its hosts file and a reload. */
    NGINX,
    /** Finds containers by their labels. */
    TRAEFIK,
    /** Steered by its hosts file. */
    CADDY,
    /** Caddy that finds containers by their labels. */
    CADDY_LABELS,
    /** None of these. */
    UNKNOWN;

    /** What a service is that has not been started, by what its Compose file says of it. */
    public static ProxyKind of(ComposeService service) {
        List<String> command = new ArrayList<>(service.entrypoint());
        command.addAll(service.command());
        return of(service.image().orElse(""), command, service.labels());
    }

    /**
     * What a proxy is.
     *
     * @param image reference, as the Compose file names it
     * @param command entry point and command
     * @param labels of the container
     */
    public static ProxyKind of(String image, List<String> command, Map<String, String> labels) {
        String repository = repository(image);
        String program = String.join(" ", command).toLowerCase(Locale.ROOT);
        if (repository.contains("caddy-docker-proxy")
                || program.contains("docker-proxy")
                || any(labels.keySet(), "caddy.") && repository.contains("caddy")) {
            return CADDY_LABELS;
        }
        for (String text : List.of(repository, program)) {
            if (text.contains("traefik")) {
                return TRAEFIK;
            }
            if (text.contains("caddy")) {
                return CADDY;
            }
            if (text.contains("nginx") || text.contains("openresty")) {
                return NGINX;
            }
        }
        return UNKNOWN;
    }

    private static boolean any(Collection<String> keys, String prefix) {
        return keys.stream().anyMatch(k -> k.startsWith(prefix));
    }

    /** The last part of the name, without registry, tag and digest. */
    private static String repository(String image) {
        String name = image.replaceFirst("@.*", "");
        name = name.substring(name.lastIndexOf('/') + 1).replaceFirst(":.*", "");
        return name.toLowerCase(Locale.ROOT);
    }
}
