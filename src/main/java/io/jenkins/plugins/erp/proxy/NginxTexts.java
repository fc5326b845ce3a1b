package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.plan.PhaseException;
import java.time.Duration;
import java.util.List;

/** What is said when an Nginx could not be moved. */
final class NginxTexts {
    private NginxTexts() {}

    static PhaseException refused(ContainerState proxy, List<String> lines) {
        return new PhaseException(
                "nginx in "
                        + proxy.name()
                        + " does not accept its configuration; it goes on with the one it has."
                        + " Mend the file below, then deploy again:"
                        + indented(lines));
    }

    static PhaseException stuck(ContainerState proxy, Duration drain, List<String> lines) {
        return new PhaseException(
                "nginx in "
                        + proxy.name()
                        + " did not load its configuration anew within "
                        + drain.toSeconds()
                        + " s. Its last lines:"
                        + indented(lines));
    }

    /**
     * A file could not be written.
     *
     * @param file of a configuration; empty for the hosts file
     */
    static PhaseException unwritable(ContainerState proxy, String file) {
        return PhaseException.refused(
                (file.isEmpty() ? "/etc/hosts" : file)
                        + " in "
                        + proxy.name()
                        + " cannot be written, so that it cannot be moved; it goes on as it was. "
                        + (file.isEmpty()
                                ? "Take read_only: true away from this service in the Compose file"
                                : "Mount single files there instead of the whole directory, or"
                                        + " write the service's name in proxy_pass without a"
                                        + " variable"));
    }

    static PhaseException absent(ContainerState proxy, List<String> lines) {
        return new PhaseException(
                "no nginx master process runs in "
                        + proxy.name()
                        + ". Is it the proxy (roles: {proxy: ...})? Its last lines:"
                        + indented(lines));
    }

    static String late(Duration drain) {
        return "requests longer than drain ("
                + drain.toSeconds()
                + " s) are still under way in old nginx workers; going on without them";
    }

    static String indented(List<String> lines) {
        return lines.isEmpty()
                ? "\n    | (it printed nothing)"
                : "\n    | " + String.join("\n    | ", lines);
    }
}
