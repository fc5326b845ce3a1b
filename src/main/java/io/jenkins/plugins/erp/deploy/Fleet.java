package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.plan.Pause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The hosts of an environment while they are worked on; the first one leads. */
final class Fleet implements AutoCloseable {
    final OperationContext context;
    final EnvironmentConfig environment;
    final Pause pause;
    final Fan fan;
    final List<Preparation> hosts;

    /** How waiting, beating and working side by side are done. */
    record Ways(Pause pause, Heart heart, Fan fan) {
        static final Ways REAL = new Ways(Pause.REAL, Heart.THREAD, Fan.THREADS);
    }

    Fleet(OperationContext context, EnvironmentConfig environment, Ways ways)
            throws ConfigException {
        this.context = context;
        this.environment = environment;
        this.pause = ways.pause();
        this.fan = ways.fan();
        List<HostAddress> all = environment.hosts();
        if (new HashSet<>(all).size() != all.size()) {
            throw new ConfigException(
                    "environment "
                            + environment.name()
                            + " names a host twice: "
                            + all
                            + ". Each host is deployed to once. Nothing was changed.");
        }
        boolean names = all.stream().map(HostAddress::host).distinct().count() == all.size();
        List<Preparation> made = new ArrayList<>();
        for (HostAddress address : all) {
            String name = names ? address.host() : address.toString();
            made.add(
                    new Preparation(
                            all.size() == 1 ? context : with(context, prefixed(context, name)),
                            environment,
                            address,
                            name,
                            ways));
        }
        this.hosts = List.copyOf(made);
    }

    Preparation lead() {
        return hosts.get(0);
    }

    boolean several() {
        return hosts.size() > 1;
    }

    /** The host of that address, if it is one of these. */
    Optional<Preparation> host(String address) {
        return hosts.stream().filter(p -> p.address.toString().equals(address)).findFirst();
    }

    /** Does something on each host, as many at once as the environment allows. */
    <H, T> List<T> each(List<H> all, Function<H, T> work) {
        List<Supplier<T>> pieces = new ArrayList<>();
        all.forEach(p -> pieces.add(() -> work.apply(p)));
        return pieces.isEmpty() ? List.of() : fan.each(environment.maxParallel(), pieces);
    }

    private static Console prefixed(OperationContext context, String name) {
        return (level, line) -> context.console().print(level, name + " | " + line);
    }

    static OperationContext with(OperationContext c, Console console) {
        return new OperationContext(
                c.config(),
                c.shell(),
                c.hosts(),
                c.workspace(),
                console,
                c.clock(),
                c.environment(),
                c.actor());
    }

    @Override
    public void close() {
        each(
                hosts,
                p -> {
                    p.close();
                    return "";
                });
    }
}
