package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.build.BuildRequest;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.deploy.DeployRequest;
import io.jenkins.plugins.erp.deploy.MigrationPolicy;
import io.jenkins.plugins.erp.deploy.ResumeRequest;
import io.jenkins.plugins.erp.deploy.RollbackRequest;
import io.jenkins.plugins.erp.deploy.UnlockRequest;
import io.jenkins.plugins.erp.docker.RegistryLogin;
import io.jenkins.plugins.erp.health.HealthRequest;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.report.Severity;
import io.jenkins.plugins.erp.scan.ScanRequest;
import io.jenkins.plugins.erp.test.TestRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that carry out one operation each. */
final class Commands {
    private Commands() {}

    /** A login's user; the password never stands on the command line. */
    static final class Login {
        static final String VARIABLE = "ERP_REGISTRY_PASSWORD";

        @Option(names = "--registry-user", paramLabel = "USER")
        private String user;

        @Option(names = "--registry-password-stdin")
        private boolean stdin;

        Optional<RegistryLogin> read(Io io) throws ConfigException, IOException {
            if (user == null) {
                if (stdin) {
                    throw new ConfigException("--registry-password-stdin needs --registry-user");
                }
                return Optional.empty();
            }
            String password =
                    stdin
                            ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip()
                            : io.environment().getOrDefault(VARIABLE, "");
            if (password.isEmpty()) {
                throw new ConfigException(
                        "--registry-user needs a password: set "
                                + VARIABLE
                                + ", or give --registry-password-stdin and pipe it in");
            }
            return Optional.of(new RegistryLogin("", user, password));
        }
    }

    private static List<String> secrets(Optional<RegistryLogin> login) {
        return login.map(l -> List.of(l.password())).orElse(List.of());
    }

    private static List<String> list(List<String> given) {
        return given == null ? List.of() : List.copyOf(given);
    }

    /** {@code erp build}. */
    @Command(name = "build")
    static final class Build extends BaseCommand {
        @Option(names = "--tag", paramLabel = "TAG")
        private List<String> tags;

        @Option(names = "--build-arg", paramLabel = "NAME=VALUE")
        private Map<String, String> args;

        @Option(names = "--target", paramLabel = "STAGE")
        private String target;

        @Option(names = "--push", negatable = true)
        private Boolean push;

        @CommandLine.Mixin private Login login;

        Build(Io io) {
            super(io);
        }

        @Override
        Shown run(TerminalConsole console)
                throws ConfigException, OperationException, IOException, InterruptedException {
            Optional<RegistryLogin> given = login.read(io());
            return operation(
                    new BuildRequest(
                            list(tags),
                            args == null ? Map.of() : new LinkedHashMap<>(args),
                            Optional.ofNullable(target),
                            Optional.ofNullable(push),
                            given),
                    secrets(given),
                    console);
        }
    }

    /** {@code erp test}. */
    @Command(name = "test")
    static final class Test extends BaseCommand {
        @Option(names = "--suite", paramLabel = "NAME")
        private List<String> suites;

        @Option(names = "--image", paramLabel = "IMAGE")
        private String image;

        @Option(names = "--minimum-coverage", paramLabel = "PERCENT")
        private Double minimumCoverage;

        Test(Io io) {
            super(io);
        }

        @Override
        Shown run(TerminalConsole console)
                throws ConfigException, OperationException, InterruptedException {
            return operation(
                    new TestRequest(
                            list(suites),
                            Optional.ofNullable(image),
                            Optional.ofNullable(minimumCoverage)),
                    List.of(),
                    console);
        }
    }

    /** {@code erp scan}. */
    @Command(name = "scan")
    static final class Scan extends BaseCommand {
        @Option(names = "--tool", paramLabel = "NAME")
        private List<String> tools;

        @Option(names = "--image", paramLabel = "IMAGE")
        private String image;

        @Option(names = "--fail-on", paramLabel = "SEVERITY")
        private Severity failOn;

        Scan(Io io) {
            super(io);
        }

        @Override
        Shown run(TerminalConsole console)
                throws ConfigException, OperationException, InterruptedException {
            return operation(
                    new ScanRequest(
                            list(tools), Optional.ofNullable(image), Optional.ofNullable(failOn)),
                    List.of(),
                    console);
        }
    }

    /** {@code erp deploy}. */
    @Command(name = "deploy")
    static final class Deploy extends BaseCommand {
        @Parameters(index = "0", paramLabel = "ENVIRONMENT", descriptionKey = "environment")
        private String environment;

        @Option(names = "--image", paramLabel = "IMAGE")
        private String image;

        @Option(names = "--env-file", paramLabel = "FILE")
        private Path envFile;

        @Option(names = "--dry-run")
        private boolean dryRun;

        @CommandLine.Mixin private Login login;

        Deploy(Io io) {
            super(io);
        }

        @Override
        Shown run(TerminalConsole console)
                throws ConfigException, OperationException, IOException, InterruptedException {
            Optional<String> text = Optional.empty();
            if (envFile != null) {
                if (!Files.isRegularFile(envFile)) {
                    throw new ConfigException("--env-file: there is no file " + envFile);
                }
                text = Optional.of(Files.readString(envFile));
            }
            Optional<RegistryLogin> given = login.read(io());
            return operation(
                    new DeployRequest(environment, Optional.ofNullable(image), text, given, dryRun),
                    secrets(given),
                    console);
        }
    }

    /** {@code erp rollback}. */
    @Command(name = "rollback")
    static final class Rollback extends BaseCommand {
        @Parameters(index = "0", paramLabel = "ENVIRONMENT", descriptionKey = "environment")
        private String environment;

        @Parameters(index = "1", arity = "0..1", paramLabel = "RELEASE", descriptionKey = "release")
        private String release;

        @Option(names = "--migrations", paramLabel = "refuse|keep|reverse|restore")
        private MigrationPolicy migrations = MigrationPolicy.REFUSE;

        @Option(names = "--dry-run")
        private boolean dryRun;

        Rollback(Io io) {
            super(io);
        }

        @Override
        Shown run(TerminalConsole console)
                throws ConfigException, OperationException, InterruptedException {
            return operation(
                    new RollbackRequest(
                            environment, Optional.ofNullable(release), migrations, dryRun),
                    new ArrayList<>(),
                    console);
        }
    }

    /** {@code erp resume}. */
    @Command(name = "resume")
    static final class Resume extends BaseCommand {
        @Parameters(index = "0", paramLabel = "ENVIRONMENT", descriptionKey = "environment")
        private String environment;

        @Option(names = "--undo")
        private boolean undo;

        Resume(Io io) {
            super(io);
        }

        @Override
        Shown run(TerminalConsole console)
                throws ConfigException, OperationException, InterruptedException {
            return operation(new ResumeRequest(environment, undo), List.of(), console);
        }
    }

    /** {@code erp unlock}. */
    @Command(name = "unlock")
    static final class Unlock extends BaseCommand {
        @Parameters(index = "0", paramLabel = "ENVIRONMENT", descriptionKey = "environment")
        private String environment;

        @Option(names = "--force")
        private boolean force;

        Unlock(Io io) {
            super(io);
        }

        @Override
        Shown run(TerminalConsole console)
                throws ConfigException, OperationException, InterruptedException {
            return operation(new UnlockRequest(environment, force), List.of(), console);
        }
    }

    /** {@code erp health}. */
    @Command(name = "health")
    static final class Health extends BaseCommand {
        @Parameters(index = "0", paramLabel = "ENVIRONMENT", descriptionKey = "environment")
        private String environment;

        @Option(names = "--consecutive", paramLabel = "N")
        private Integer consecutive;

        Health(Io io) {
            super(io);
        }

        @Override
        Shown run(TerminalConsole console)
                throws ConfigException, OperationException, InterruptedException {
            if (consecutive != null && consecutive < 1) {
                throw new ConfigException("--consecutive is 1 or more");
            }
            return operation(
                    new HealthRequest(environment, Optional.ofNullable(consecutive)),
                    List.of(),
                    console);
        }
    }
}
