package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.deploy.ReleasesRequest;
import io.jenkins.plugins.erp.deploy.ReleasesResult;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.release.LedgerEntry;
import io.jenkins.plugins.erp.runner.jenkinsfile.ErpRunner;
import io.jenkins.plugins.erp.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code erp releases}. */
@Command(name = "releases")
public final class ReleasesCommand extends BaseCommand {
    @Parameters(index = "0", paramLabel = "ENVIRONMENT", descriptionKey = "environment")
    private String environment;

    ReleasesCommand(Io io) {
        super(io);
    }

    @Override
    Shown run(TerminalConsole console)
            throws ConfigException, OperationException, InterruptedException {
        OperationResult result =
                new Session(Platform.real(), Operations.standard())
                        .run(
                                new ErpRunner.Call(
                                        new ReleasesRequest(environment),
                                        directory(),
                                        BuildVariables.of(directory(), io().environment()),
                                        List.of(),
                                        Optional.empty(),
                                        console));
        print((ReleasesResult) result, console);
        return Shown.of(result);
    }

    /** The ledger as a table. */
    public static void print(ReleasesResult releases, Console console) {
        if (releases.entries().isEmpty()) {
            console.info(word("releases.none"));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (LedgerEntry entry : releases.entries()) {
            boolean current = entry.release().equals(releases.current());
            rows.add(
                    List.of(
                            entry.started(),
                            entry.kind(),
                            entry.release() + (current ? " " + word("releases.current") : ""),
                            entry.outcome(),
                            brief(entry.digest()),
                            StageView.seconds(Math.round(entry.seconds() * 1000)),
                            entry.actor()));
        }
        Table.print(
                console,
                List.of(
                        word("column.when"),
                        word("column.operation"),
                        word("column.release"),
                        word("column.result"),
                        word("column.digest"),
                        word("column.seconds"),
                        word("column.actor")),
                rows);
        if (!releases.workInProgress().isEmpty()) {
            console.warn(
                    Messages.of(ReleasesCommand.class, "releases.busy", releases.workInProgress()));
        }
    }

    private static String brief(String digest) {
        String hex = digest.substring(digest.indexOf(':') + 1);
        return hex.substring(0, Math.min(12, hex.length()));
    }

    private static String word(String key) {
        return Messages.of(ReleasesCommand.class, key);
    }
}
