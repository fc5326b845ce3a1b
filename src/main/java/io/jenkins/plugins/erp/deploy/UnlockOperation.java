package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.operation.Operation;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Lease;
import io.jenkins.plugins.erp.release.LedgerEntry;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Frees hosts from a holder that does not free them itself, says who that was, and writes it to the
 * ledger. One who is alive keeps them unless that is asked for.
 */
public final class UnlockOperation implements Operation<UnlockRequest, UnlockResult> {

    @Override
    public UnlockResult run(UnlockRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        EnvironmentConfig environment = context.config().environment(request.environment());
        try {
            Map<HostState, Lease.Seen> held = new LinkedHashMap<>();
            StringBuilder alive = new StringBuilder();
            for (HostAddress address : environment.hosts()) {
                HostState host =
                        new HostState(
                                context.hosts().connect(environment, address), environment.path());
                Optional<Lease.Seen> seen = Lease.look(host);
                if (seen.isPresent()) {
                    String line = host.files().where() + " is held by " + describe(seen.get());
                    context.console().info(line);
                    held.put(host, seen.get());
                    alive.append(seen.get().gone() ? "" : line + "\n");
                }
            }
            if (!alive.isEmpty() && !request.force()) {
                throw new ConfigException(
                        alive
                                + "It is alive: wait for it, or end it where it runs. With --force it"
                                + " loses the host and stops at its next step; ./erp resume "
                                + environment.name()
                                + " then goes on with what it left. Nothing was changed.");
            }
            Map<String, String> freed = new LinkedHashMap<>();
            for (Map.Entry<HostState, Lease.Seen> one : held.entrySet()) {
                HostState host = one.getKey();
                if (Lease.breakOpen(host, one.getValue().owner())) {
                    String who = describe(one.getValue());
                    host.appendToLedger(audit(context, who, host.current().orElse("")));
                    freed.put(host.files().where(), who);
                }
            }
            UnlockResult result = new UnlockResult(environment.name(), freed);
            context.console().good(result.summary());
            return result;
        } catch (ShellException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
    }

    private static String describe(Lease.Seen seen) {
        return seen.owner().actor()
                + " ("
                + seen.owner().operation()
                + ") since "
                + Instant.ofEpochSecond(seen.owner().since())
                + ", "
                + seen.heldSeconds()
                + " s"
                + (seen.gone() ? ", gone or silent" : ", alive");
    }

    private static LedgerEntry audit(OperationContext context, String who, String current) {
        Instant now = context.clock().instant();
        String id = Release.newId(now, "unlock");
        return LedgerEntry.note(
                id,
                "unlock",
                current.isEmpty() ? id : current,
                "FREED",
                "from " + who,
                context.actor(),
                context.environment().getOrDefault("BUILD_URL", ""),
                now.toString());
    }
}
