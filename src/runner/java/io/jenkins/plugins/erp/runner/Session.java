package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.build.BuildRequest;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.ConfigLoader;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.ErpConfig;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.console.MaskingConsole;
import io.jenkins.plugins.erp.deploy.DeployRequest;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.RegistryLogin;
import io.jenkins.plugins.erp.operation.Hosts;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.jenkinsfile.ErpRunner;
import io.jenkins.plugins.erp.shell.SecretMasker;
import io.jenkins.plugins.erp.shell.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Gives operations what they work with, on a platform. */
public final class Session implements ErpRunner {
    private final Platform platform;
    private final Operations operations;

    /** On a platform, with what carries out requests. */
    public Session(Platform platform, Operations operations) {
        this.platform = platform;
        this.operations = operations;
    }

    @Override
    public OperationResult run(Call call)
            throws ConfigException, OperationException, InterruptedException {
        return with(
                call,
                context -> operations.run(withServer(call.request(), context.config()), context));
    }

    /** Something that is done with a context. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T with(OperationContext context)
                throws ConfigException, OperationException, InterruptedException;
    }

    /** Makes a context, does the work, and closes the connections. */
    public <T> T with(Call call, Work<T> work)
            throws ConfigException, OperationException, InterruptedException {
        SecretMasker masker = SecretMasker.of(call.secrets());
        Console console = new MaskingConsole(call.console(), () -> masker);
        Shell shell = platform.shell(call.directory(), call.environment(), () -> masker);
        Hosts hosts = platform.hosts(shell, call.directory());
        Hosts keyed = call.sshKey().map(key -> withKey(hosts, key)).orElse(hosts);
        Hosts chosen =
                call.knownHosts()
                        .<Hosts>map(
                                file ->
                                        (environment, host) ->
                                                keyed.connect(
                                                        environment.withKnownHosts(file.toString()),
                                                        host))
                        .orElse(keyed);
        try {
            LocalWorkspace workspace = new LocalWorkspace(call.directory());
            ErpConfig config = config(workspace, call.directory(), call.environment());
            return work.with(
                    new OperationContext(
                            config,
                            shell,
                            chosen,
                            workspace,
                            console,
                            platform.clock(),
                            call.environment(),
                            call.environment().getOrDefault("ERP_ACTOR", actor())));
        } catch (IOException e) {
            throw new OperationException(Outcome.REFUSED, e.getMessage(), e);
        } finally {
            close(hosts);
        }
    }

    /** Loads erp.yaml of a directory. */
    public static ErpConfig config(
            LocalWorkspace workspace, Path directory, Map<String, String> environment)
            throws ConfigException, IOException, InterruptedException {
        Path name = directory.toAbsolutePath().normalize().getFileName();
        return ConfigLoader.load(workspace, name == null ? "app" : name.toString(), environment);
    }

    private static void close(Hosts hosts) {
        if (hosts instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                // a connection that is gone already is closed enough
            }
        }
    }

    private static String actor() {
        String host = System.getenv("HOSTNAME");
        if (host == null) {
            try {
                host = java.net.InetAddress.getLocalHost().getHostName();
            } catch (java.net.UnknownHostException e) {
                host = "localhost";
            }
        }
        return System.getProperty("user.name") + "@" + host;
    }

    /** The same hosts, logged in to with another private key. */
    public static Hosts withKey(Hosts hosts, Path key) {
        return new Keyed(hosts, key);
    }

    /** Closing it closes the connections. */
    private record Keyed(Hosts hosts, Path key) implements Hosts, AutoCloseable {
        @Override
        public void close() throws Exception {
            if (hosts instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }

        @Override
        public Shell connect(EnvironmentConfig e, HostAddress host)
                throws io.jenkins.plugins.erp.shell.ShellException, InterruptedException {
            return hosts.connect(e.withSshKey(key.toString()), host);
        }
    }

    /** A login without a server is for the registry of the image. */
    private static Record withServer(Record request, ErpConfig config) throws ConfigException {
        if (request instanceof BuildRequest b && unset(b.login())) {
            return new BuildRequest(
                    b.tags(), b.args(), b.target(), b.push(), at(b.login(), config.image()));
        }
        if (request instanceof DeployRequest d && unset(d.login())) {
            return new DeployRequest(
                    d.environment(),
                    d.image(),
                    d.envFile(),
                    at(d.login(), d.image().orElse(config.image())),
                    d.dryRun());
        }
        return request;
    }

    private static boolean unset(Optional<RegistryLogin> login) {
        return login.isPresent() && login.get().server().isEmpty();
    }

    private static Optional<RegistryLogin> at(Optional<RegistryLogin> login, String image)
            throws ConfigException {
        try {
            String server = ImageReference.parse(image).registry().orElse("");
            return login.map(l -> new RegistryLogin(server, l.username(), l.password()));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }
}
