package io.jenkins.plugins.erp.jenkins;

import hudson.model.Run;
import io.jenkins.plugins.erp.build.Source;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.ErpConfig;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.history.OperationEntry;
import io.jenkins.plugins.erp.jenkins.access.Actors;
import io.jenkins.plugins.erp.jenkins.record.OperationHistory;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.operation.Workspace;
import io.jenkins.plugins.erp.shell.SecretMasker;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Writes down what one run of a step came to, for pages, figures and notices. That it cannot be
 * written never fails the step.
 */
final class Recording {
    private static final Logger LOGGER = Logger.getLogger(Recording.class.getName());

    /** Kind of a deploy or rollback that was only shown. */
    private static final String PLAN = "plan";

    private final OperationEntry begun;
    private final StepPlace place;
    private final SecretBox secrets;
    private boolean ended;

    private Recording(OperationEntry begun, StepPlace place, SecretBox secrets) {
        this.begun = begun;
        this.place = place;
        this.secrets = secrets;
    }

    /** Notes that it begins. */
    static Recording begin(ErpStep step, ErpConfig config, StepPlace place, SecretBox secrets) {
        Recording recording =
                new Recording(begun(step, config, place, Instant.now()), place, secrets);
        recording.keep(recording.begun);
        return recording;
    }

    /** The entry of one that begins now. */
    static OperationEntry begun(ErpStep step, ErpConfig config, StepPlace place, Instant now) {
        String environment = step.onEnvironment().map(EnvironmentStep::getEnvironment).orElse("");
        EnvironmentConfig known =
                environment == null ? null : config.environments().get(environment);
        Run<?, ?> run = place.run();
        return new OperationEntry(
                run.getExternalizableId() + ":" + place.mark(),
                step.onlyShows() ? PLAN : step.kind(),
                config.app(),
                environment,
                known == null
                        ? List.of()
                        : known.hosts().stream().map(HostAddress::toString).toList(),
                run.getParent().getFullName(),
                run.getNumber(),
                Actors.of(run),
                now.toString(),
                0,
                OperationEntry.RUNNING,
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                Map.of());
    }

    /** Notes a result. */
    void end(OperationResult result, Shell shell, Workspace workspace) {
        Map<String, Object> map = Lists.plain(result.toMap());
        String commit = text(map, "commit");
        keep(
                ended(
                        result.outcome().name(),
                        result.summary(),
                        text(map, "failure"),
                        map,
                        begun.kind().equals("deploy") ? committed(shell, workspace, commit) : ""));
    }

    /** Notes that there is no result. */
    void end(Throwable failure) {
        if (ended) {
            return;
        }
        String outcome =
                failure instanceof InterruptedException
                        ? OperationEntry.ABORTED
                        : failure instanceof ConfigException
                                ? Outcome.REFUSED.name()
                                : failure instanceof OperationException known
                                        ? known.outcome().name()
                                        : Outcome.FAILED.name();
        boolean interrupted = Thread.interrupted();
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (Jenkins.getInstanceOrNull() == null || !Jenkins.get().isTerminating()) {
            keep(ended(outcome, firstLine(message), message, Map.of(), ""));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private OperationEntry ended(
            String outcome,
            String summary,
            String failure,
            Map<String, Object> result,
            String committed) {
        SecretMasker masker = secrets.masker();
        Map<String, Object> masked = new LinkedHashMap<>();
        result.forEach((key, value) -> masked.put(key, masked(masker, value)));
        double seconds = Duration.between(begun.begin(), Instant.now()).toMillis() / 1000.0;
        return new OperationEntry(
                begun.id(),
                begun.kind(),
                begun.app(),
                begun.environment(),
                begun.hosts(),
                begun.job(),
                begun.build(),
                begun.actor(),
                begun.started(),
                seconds,
                outcome,
                masker.mask(summary),
                masker.mask(failure),
                text(result, "release"),
                text(result, "previous"),
                text(result, "current"),
                text(result, "commit"),
                committed,
                masked);
    }

    private void keep(OperationEntry entry) {
        if (Jenkins.getInstanceOrNull() == null) {
            return;
        }
        try {
            if (entry.ended()) {
                ended = true;
                OperationHistory.get().end(entry, place.run(), place.listener());
            } else {
                OperationHistory.get().begin(entry, place.run(), place.listener());
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> entry.id() + " could not be written down");
        }
    }

    private static String committed(Shell shell, Workspace workspace, String commit) {
        if (commit.isEmpty()) {
            return "";
        }
        try {
            Optional<String> time = Source.timeOf(shell, workspace.path(), commit);
            return time.orElse("");
        } catch (ShellException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static Object masked(SecretMasker masker, Object value) {
        if (value instanceof String text) {
            return masker.mask(text);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, inner) -> copy.put(String.valueOf(key), masked(masker, inner)));
            return copy;
        }
        if (value instanceof List<?> many) {
            return many.stream().map(inner -> masked(masker, inner)).toList();
        }
        return value;
    }

    private static String text(Map<String, Object> map, String key) {
        Object value = map.get(key);
        return value == null ? "" : String.valueOf(value);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
