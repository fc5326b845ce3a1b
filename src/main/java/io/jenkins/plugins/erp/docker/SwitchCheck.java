package io.jenkins.plugins.erp.docker;

import io.jenkins.plugins.erp.config.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds what stands in the way of a start-first switch of a Compose stack. */
public final class SwitchCheck {
    private static final Pattern EMBEDDED_BEAT =
            Pattern.compile("\\bcelery\\b.*\\bworker\\b.* (?:-[A-Za-z]*B|--beat)(?: |$)");

    private SwitchCheck() {}

    /**
     * The findings, in the order of the model.
     *
     * @param roles services by role
     * @param workingDirectory of the image, where its code is; empty when not known
     * @param directory the project's directory on the host, which a mount of code comes from
     * @param production whether the rules for production apply
     * @param codeMounts whether mounts over the image's code are looked for
     */
    public static List<SwitchFinding> findings(
            ComposeProject project,
            Map<Role, List<String>> roles,
            Optional<String> workingDirectory,
            Optional<String> directory,
            boolean production,
            boolean codeMounts) {
        List<SwitchFinding> found = new ArrayList<>();
        boolean proxied = !roles.getOrDefault(Role.PROXY, List.of()).isEmpty();
        for (ComposeService service : project.services().values()) {
            boolean web = has(roles, Role.WEB, service);
            boolean worker = has(roles, Role.WORKER, service);
            boolean rolled = web || worker || has(roles, Role.BEAT, service);
            if (rolled) {
                rolled(service, web, proxied, found);
            }
            // a service that is built from the sources runs their code, whatever it does
            boolean own = rolled || service.build().isPresent();
            if (own && codeMounts) {
                codeMounts(service, workingDirectory, directory, found);
            }
            if (worker && EMBEDDED_BEAT.matcher(String.join(" ", service.command())).find()) {
                found.add(
                        new SwitchFinding(
                                SwitchFinding.Kind.EMBEDDED_BEAT,
                                service.name(),
                                "beat",
                                service.name()
                                        + " runs beat inside the worker: while it is switched two"
                                        + " beats would send every task twice",
                                "Make beat a service of its own (celery -A APP beat), and take -B"
                                        + " or --beat from the worker's command"));
            }
            if (has(roles, Role.BEAT, service) && service.replicas() > 1) {
                found.add(
                        new SwitchFinding(
                                SwitchFinding.Kind.SEVERAL_BEATS,
                                service.name(),
                                Integer.toString(service.replicas()),
                                service.name()
                                        + " has "
                                        + service.replicas()
                                        + " replicas: each"
                                        + " beat sends every task",
                                "Write deploy: {replicas: 1}"));
            }
            if (production
                    && (has(roles, Role.DATABASE, service) || has(roles, Role.CACHE, service))) {
                exposed(service, found);
            }
        }
        List<String> webs = roles.getOrDefault(Role.WEB, List.of());
        if (proxied && webs.size() > 1) {
            found.add(severalWebs(webs));
        }
        return found;
    }

    private static SwitchFinding severalWebs(List<String> webs) {
        String all = String.join(" and ", webs);
        return new SwitchFinding(
                SwitchFinding.Kind.SEVERAL_WEBS,
                webs.get(1),
                all,
                all
                        + " both answer behind the proxy, which is moved to the new containers of"
                        + " one service at a time: requests to the other would be lost",
                "Run them as one service, or accept an outage with strategy: recreate");
    }

    private static void rolled(
            ComposeService service, boolean web, boolean proxied, List<SwitchFinding> found) {
        String name = service.name();
        service.containerName()
                .ifPresent(
                        fixed ->
                                found.add(
                                        new SwitchFinding(
                                                SwitchFinding.Kind.CONTAINER_NAME,
                                                name,
                                                fixed,
                                                name
                                                        + " has the fixed container_name "
                                                        + fixed
                                                        + ", so that old and new cannot run side by"
                                                        + " side",
                                                "Remove container_name from " + name)));
        for (ComposeService.Port port : service.ports()) {
            if (port.fixed()) {
                boolean behind = !web || proxied;
                found.add(
                        new SwitchFinding(
                                behind
                                        ? SwitchFinding.Kind.PUBLISHED_PORT
                                        : SwitchFinding.Kind.NO_PROXY,
                                name,
                                port.toString(),
                                name
                                        + " publishes the host's port "
                                        + port.published()
                                        + ", which only one container can have",
                                behind
                                        ? "Remove ports from "
                                                + name
                                                + ": the proxy reaches it through the network"
                                        : "Put an Nginx service in front (roles: {proxy: nginx})"
                                                + " and remove ports from "
                                                + name
                                                + ", or accept an outage with strategy: recreate"));
            }
        }
        service.networks()
                .forEach(
                        (network, address) -> {
                            if (!address.isEmpty()) {
                                found.add(
                                        new SwitchFinding(
                                                SwitchFinding.Kind.FIXED_ADDRESS,
                                                name,
                                                address,
                                                name
                                                        + " has the fixed address "
                                                        + address
                                                        + " in the network "
                                                        + network,
                                                "Remove ipv4_address from "
                                                        + name
                                                        + " and use the service's name"));
                            }
                        });
        if (service.networkMode().filter("host"::equals).isPresent()) {
            found.add(
                    new SwitchFinding(
                            SwitchFinding.Kind.HOST_NETWORK,
                            name,
                            "host",
                            name
                                    + " is in the host's network, so that old and new would want"
                                    + " the same port",
                            "Remove network_mode: host from " + name));
        }
    }

    private static void codeMounts(
            ComposeService service,
            Optional<String> workingDirectory,
            Optional<String> directory,
            List<SwitchFinding> found) {
        Optional<String> code = service.workingDirectory().or(() -> workingDirectory);
        for (ComposeService.Mount mount : service.volumes()) {
            boolean hides =
                    code.isPresent()
                            ? within(code.get(), mount.target())
                            : mount.target().matches("/(?:app|code|src|usr/src/app|srv/app)/?");
            boolean whole =
                    directory.map(d -> clean(d).equals(clean(mount.source()))).orElse(false);
            if (mount.type().equals("bind") && (hides || whole)) {
                found.add(
                        new SwitchFinding(
                                SwitchFinding.Kind.CODE_MOUNT,
                                service.name(),
                                mount.target(),
                                service.name()
                                        + " mounts "
                                        + mount.source()
                                        + " over "
                                        + mount.target()
                                        + ", which hides the code in the image: what runs would not"
                                        + " be what was built and tested",
                                "Remove the volume that ends in :"
                                        + mount.target()
                                        + " from "
                                        + service.name()
                                        + " (keep it in docker-compose.override.yml for"
                                        + " development), or write codeMounts: drop in erp.yaml,"
                                        + " under deploy or the environment: releases then go"
                                        + " without it"));
            }
        }
    }

    private static void exposed(ComposeService service, List<SwitchFinding> found) {
        for (ComposeService.Port port : service.ports()) {
            if (!port.published().isEmpty()
                    && !port.hostIp().startsWith("127.")
                    && !port.hostIp().equals("::1")) {
                found.add(
                        new SwitchFinding(
                                SwitchFinding.Kind.EXPOSED_DATA,
                                service.name(),
                                port.toString(),
                                service.name()
                                        + " publishes port "
                                        + port.published()
                                        + " on every address of the host",
                                "Remove ports from "
                                        + service.name()
                                        + ", or write 127.0.0.1:"
                                        + port.published()
                                        + ":"
                                        + port.target()));
            }
        }
    }

    /** Whether a path is a directory or below it. */
    private static boolean within(String path, String directory) {
        String dir = clean(directory);
        return clean(path).equals(dir) || (clean(path) + "/").startsWith(dir + "/");
    }

    private static String clean(String path) {
        return path.length() > 1 ? path.replaceFirst("/+$", "") : path;
    }

    private static boolean has(Map<Role, List<String>> roles, Role role, ComposeService service) {
        return roles.getOrDefault(role, List.of()).contains(service.name());
    }
}
