package io.jenkins.plugins.erp.runner.bench;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.Strategy;
import io.jenkins.plugins.erp.deploy.DeployRequest;
import io.jenkins.plugins.erp.deploy.DeployResult;
import io.jenkins.plugins.erp.deploy.MigrationPolicy;
import io.jenkins.plugins.erp.deploy.RollbackRequest;
import io.jenkins.plugins.erp.operation.HostConnections;
import io.jenkins.plugins.erp.operation.Hosts;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.Operations;
import io.jenkins.plugins.erp.runner.Platform;
import io.jenkins.plugins.erp.runner.Session;
import io.jenkins.plugins.erp.runner.jenkinsfile.ErpRunner;
import io.jenkins.plugins.erp.shell.SecretMasker;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** This product: its own deploy and rollback, with one of its strategies. */
final class Product implements Contestant {
    private final BenchStack stack;
    private final Strategy strategy;
    private final String word;

    /**
     * With a strategy.
     *
     * @param word as erp.yaml has it
     */
    Product(BenchStack stack, Strategy strategy, String word) {
        this.stack = stack;
        this.strategy = strategy;
        this.word = word;
    }

    @Override
    public String name() {
        return word;
    }

    @Override
    public boolean product() {
        return true;
    }

    @Override
    public List<String> does() {
        return List.of(
                "erp deploy",
                "erp rollback --migrations keep",
                "strategy: " + word,
                "observe: 0s (no other way watches after its switch)");
    }

    @Override
    public void begin(String image)
            throws ConfigException, OperationException, InterruptedException {
        Done done = deploy(image, new Stopwatch());
        if (!done.ok()) {
            throw new OperationException(Outcome.FAILED, done.note());
        }
    }

    @Override
    public Done deploy(String image, Stopwatch stopwatch)
            throws ConfigException, OperationException, InterruptedException {
        return run(
                new DeployRequest(
                        BenchStack.ENVIRONMENT,
                        Optional.of(image),
                        Optional.empty(),
                        Optional.empty(),
                        false),
                stopwatch);
    }

    @Override
    public Done rollback(String image, Stopwatch stopwatch)
            throws ConfigException, OperationException, InterruptedException {
        return run(
                new RollbackRequest(
                        BenchStack.ENVIRONMENT, Optional.empty(), MigrationPolicy.KEEP, false),
                stopwatch);
    }

    private Done run(Record request, Stopwatch stopwatch)
            throws ConfigException, OperationException, InterruptedException {
        try {
            stack.strategy(word);
        } catch (IOException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
        Watched platform = new Watched(stopwatch);
        DeployResult result =
                new Session(platform, Operations.standard())
                        .with(
                                new ErpRunner.Call(
                                        request,
                                        stack.workspace(),
                                        stack.variables(),
                                        List.of(),
                                        Optional.of(stack.key()),
                                        stopwatch.on(stack.console())),
                                context -> {
                                    Strategy found =
                                            context.config()
                                                    .environment(BenchStack.ENVIRONMENT)
                                                    .strategy();
                                    if (found != strategy) {
                                        throw new IllegalStateException(
                                                "erp.yaml says " + found + ", not " + strategy);
                                    }
                                    return (DeployResult)
                                            Operations.standard().run(request, context);
                                });
        boolean done = result.outcome() == Outcome.DONE;
        return new Done(
                done,
                done ? "" : result.summary() + "\n" + result.failure(),
                platform.connections(),
                result.commands());
    }

    /** This machine and real hosts, with an eye on every command. */
    private static final class Watched implements Platform {
        private final Stopwatch stopwatch;
        private HostConnections connections;
        private int opened;

        Watched(Stopwatch stopwatch) {
            this.stopwatch = stopwatch;
        }

        int connections() {
            return opened;
        }

        @Override
        public Shell shell(
                Path directory, Map<String, String> environment, Supplier<SecretMasker> secrets) {
            return Platform.real().shell(directory, environment, secrets);
        }

        @Override
        public Hosts hosts(Shell shell, Path directory) {
            connections = new HostConnections(shell, directory.toString());
            return new Eye();
        }

        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }

        /** Closing it closes the connections. */
        private final class Eye implements Hosts, AutoCloseable {
            @Override
            public Shell connect(
                    io.jenkins.plugins.erp.config.EnvironmentConfig environment,
                    io.jenkins.plugins.erp.config.HostAddress host)
                    throws ShellException, InterruptedException {
                return stopwatch.on(connections.connect(environment, host));
            }

            @Override
            public void close() {
                opened = connections.connections();
                connections.close();
            }
        }
    }
}
