package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.deploy.Backup;
import io.jenkins.plugins.erp.deploy.BackupsRequest;
import io.jenkins.plugins.erp.deploy.BackupsResult;
import io.jenkins.plugins.erp.deploy.RestoreRequest;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.runner.jenkinsfile.ErpRunner;
import io.jenkins.plugins.erp.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code erp restore}. */
@Command(name = "restore")
final class RestoreCommand extends BaseCommand {
    @Parameters(index = "0", paramLabel = "ENVIRONMENT", descriptionKey = "environment")
    private String environment;

    @Parameters(index = "1", arity = "0..1", paramLabel = "BACKUP", descriptionKey = "backup")
    private String backup;

    @Option(names = "--list")
    private boolean list;

    @Option(names = "--yes")
    private boolean yes;

    RestoreCommand(Io io) {
        super(io);
    }

    @Override
    Shown run(TerminalConsole console)
            throws ConfigException, OperationException, InterruptedException {
        if (backup != null && !list) {
            if (!yes) {
                throw new ConfigException(
                        Messages.of(RestoreCommand.class, "restore.yes", backup, environment));
            }
            return operation(new RestoreRequest(environment, backup), List.of(), console);
        }
        OperationResult result =
                new Session(Platform.real(), Operations.standard())
                        .run(
                                new ErpRunner.Call(
                                        new BackupsRequest(environment),
                                        directory(),
                                        BuildVariables.of(directory(), io().environment()),
                                        List.of(),
                                        Optional.empty(),
                                        console));
        print((BackupsResult) result, console);
        return Shown.of(result);
    }

    private static void print(BackupsResult result, Console console) {
        if (result.backups().isEmpty()) {
            console.info(word("backups.none"));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Backup one : result.backups()) {
            rows.add(
                    List.of(
                            one.created(),
                            one.id(),
                            one.release(),
                            Long.toString(one.bytes()),
                            Long.toString(one.items())));
        }
        Table.print(
                console,
                List.of(
                        word("column.when"),
                        word("column.backup"),
                        word("column.release"),
                        word("column.bytes"),
                        word("column.items")),
                rows);
    }

    private static String word(String key) {
        return Messages.of(RestoreCommand.class, key);
    }
}
