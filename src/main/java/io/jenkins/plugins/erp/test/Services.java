package io.jenkins.plugins.erp.test;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.ErpConfig;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.docker.ComposeConfig;
import io.jenkins.plugins.erp.docker.ComposeProject;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.RoleInference;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.operation.Workspace;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The throw-away database and cache of one run, from the project's own Compose files. */
final class Services implements AutoCloseable {
    private static final int WAIT_SECONDS = 180;
    private static final int LOG_LINES = 20;

    private final OperationContext context;
    private final String project;
    private boolean started;

    Services(OperationContext context, String project) {
        this.context = context;
        this.project = project;
    }

    /**
     * What the Compose files say.
     *
     * @param needed variables the system wants to have
     * @param model to start; empty when there is no service to start
     * @param services to start
     * @param web the web service's variables
     * @param facts of database and cache
     */
    record Plan(
            Set<String> needed,
            Optional<ObjectNode> model,
            List<String> services,
            Map<String, String> web,
            Variables.Facts facts) {

        /** Variables for a suite's container. */
        Map<String, String> environment(boolean withServices, Map<String, String> own) {
            Variables.Facts seen =
                    withServices
                            ? facts
                            : new Variables.Facts(
                                    "",
                                    "",
                                    facts.name(),
                                    facts.user(),
                                    facts.password(),
                                    false,
                                    facts.secret());
            return SuiteEnvironment.of(needed, web, seen, own);
        }
    }

    /** Reads the Compose files; starts nothing. */
    Plan plan(String secret) throws ConfigException, IOException, InterruptedException {
        ErpConfig config = context.config();
        Workspace workspace = context.workspace();
        Set<String> needed = new LinkedHashSet<>(config.requiredEnv());
        List<String> files = new ArrayList<>();
        for (String file : config.compose()) {
            if (workspace.exists(file)) {
                files.add(file);
                needed.addAll(Variables.needed(workspace.read(file)));
            }
        }
        Map<String, String> own = config.test().env();
        Variables.Facts guess = facts("db", "redis", own, false, secret);
        if (files.isEmpty()) {
            return new Plan(needed, Optional.empty(), List.of(), Map.of(), noServices(guess));
        }
        Map<String, String> values = new LinkedHashMap<>();
        needed.forEach(n -> values.put(n, Variables.value(n, guess)));
        values.putAll(own);
        ComposeProject model = resolve(files, values);
        Map<Role, List<String>> roles = new LinkedHashMap<>(config.roles());
        RoleInference.infer(model, Optional.of(ImageReference.parse(config.image())))
                .forEach(roles::putIfAbsent);
        List<String> wanted = config.test().services();
        if (wanted.isEmpty()) {
            wanted = new ArrayList<>(roles.getOrDefault(Role.DATABASE, List.of()));
            wanted.addAll(roles.getOrDefault(Role.CACHE, List.of()));
        }
        for (String service : wanted) {
            model.service(service); // an error that names those there are
        }
        Optional<String> database = among(roles, Role.DATABASE, wanted);
        Optional<String> cache = among(roles, Role.CACHE, wanted);
        boolean login =
                cache.isPresent()
                        && String.join(" ", model.service(cache.get()).command())
                                .contains("requirepass");
        Variables.Facts facts = facts(database.orElse(""), cache.orElse(""), own, login, secret);
        Map<String, String> web =
                roles.containsKey(Role.WEB)
                        ? model.service(roles.get(Role.WEB).get(0)).environment()
                        : Map.of();
        Optional<ObjectNode> made =
                wanted.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                ThrowawayModel.of(model.tree(), wanted, database, cache, facts));
        return new Plan(needed, made, List.copyOf(wanted), web, facts);
    }

    private ComposeProject resolve(List<String> files, Map<String, String> values)
            throws ConfigException, IOException, InterruptedException {
        Workspace workspace = context.workspace();
        String override = TestFiles.REPORTS + "/." + project + ".yml";
        List<String> all = new ArrayList<>(files);
        Optional<String> text =
                EnvFiles.override(
                        files,
                        workspace.path(),
                        f ->
                                !f.startsWith("/") && workspace.exists(f)
                                        ? Optional.of(workspace.read(f))
                                        : Optional.empty());
        try {
            if (text.isPresent()) {
                workspace.write(override, text.get());
                all.add(override);
            }
            return ComposeConfig.resolve(
                            context.shell(),
                            new ComposeCommands(project, all, Optional.empty(), Optional.empty()),
                            values,
                            workspace::read)
                    .project();
        } finally {
            workspace.delete(override);
        }
    }

    private static Optional<String> among(
            Map<Role, List<String>> roles, Role role, List<String> services) {
        return roles.getOrDefault(role, List.of()).stream().filter(services::contains).findFirst();
    }

    private static Variables.Facts facts(
            String database,
            String cache,
            Map<String, String> own,
            boolean cacheLogin,
            String secret) {
        return new Variables.Facts(
                database,
                cache,
                own.getOrDefault("DB_NAME", own.getOrDefault("POSTGRES_DB", "erp_test")),
                own.getOrDefault("DB_USER", own.getOrDefault("POSTGRES_USER", "erp_test")),
                own.getOrDefault("DB_PASSWORD", own.getOrDefault("POSTGRES_PASSWORD", secret)),
                cacheLogin,
                secret);
    }

    private static Variables.Facts noServices(Variables.Facts guess) {
        return new Variables.Facts(
                "", "", guess.name(), guess.user(), guess.password(), false, guess.secret());
    }

    /** Starts the services and waits until each answers. */
    void start(Plan plan) throws OperationException, ShellException, InterruptedException {
        started = true;
        CommandResult result =
                context.shell()
                        .run(
                                up(project, plan.model().orElseThrow().toString()),
                                context.console().output("compose | "));
        if (!result.ok()) {
            throw new OperationException(
                    Outcome.FAILED,
                    "The throw-away services "
                            + String.join(", ", plan.services())
                            + " did not become ready within "
                            + WAIT_SECONDS
                            + " s."
                            + Pytest.lines(result.tail())
                            + logs()
                            + "\nThey have been removed; no test was run.");
        }
    }

    /** The network that the services are on. */
    String network() {
        return started ? project + "_default" : "none";
    }

    /**
     * The model goes by standard input: no file with its passwords is left behind.
     *
     * @param model as JSON
     */
    static Command up(String project, String model) {
        return Command.of(
                        "docker",
                        "compose",
                        "-p",
                        project,
                        "-f",
                        "-",
                        "up",
                        "--detach",
                        "--quiet-pull",
                        "--wait",
                        "--wait-timeout",
                        Integer.toString(WAIT_SECONDS))
                .withStdin(model)
                .withTimeout(Duration.ofSeconds(WAIT_SECONDS).plus(Duration.ofMinutes(10)));
    }

    private String logs() throws InterruptedException {
        try {
            CommandResult logs =
                    context.shell().run(ComposeCommands.named(project).logs(LOG_LINES, List.of()));
            return "\nTheir last lines:" + Pytest.lines(logs.tail());
        } catch (ShellException e) {
            return "";
        }
    }

    /** Removes what a run of this name left when its controller died. */
    static void removeLeftOver(OperationContext context, String project)
            throws ShellException, InterruptedException {
        context.shell()
                .run(
                        ComposeCommands.named(project).down(true),
                        context.console().output("compose | "))
                .orThrow();
    }

    /** Removes containers, network and volumes. */
    @Override
    public void close() {
        if (!started) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            CommandResult result =
                    context.shell()
                            .run(
                                    ComposeCommands.named(project).down(true),
                                    context.console().output("compose | "));
            if (!result.ok()) {
                context.console()
                        .warn(
                                "Could not remove all throw-away services; remove them with:"
                                        + " docker compose -p "
                                        + project
                                        + " down --volumes"
                                        + Pytest.lines(result.tail()));
            }
        } catch (ShellException e) {
            context.console()
                    .warn(
                            "Could not remove the throw-away services of project "
                                    + project
                                    + ": "
                                    + e.getMessage());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
