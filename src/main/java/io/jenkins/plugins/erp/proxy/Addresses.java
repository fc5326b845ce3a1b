package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.plan.PhaseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Where a proxy reaches containers. */
final class Addresses {
    private Addresses() {}

    /** One address of each container, in a network that the proxy is in. */
    static List<String> reachedBy(ContainerState proxy, Collection<ContainerState> web)
            throws PhaseException {
        Set<String> addresses = new TreeSet<>();
        for (ContainerState one : web) {
            addresses.add(
                    one.addresses().entrySet().stream()
                            .filter(e -> proxy.addresses().containsKey(e.getKey()))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new PhaseException(
                                                    one.name()
                                                            + " and the proxy "
                                                            + proxy.name()
                                                            + " share no network: put both on one"
                                                            + " in the Compose file")));
        }
        return List.copyOf(addresses);
    }
}
