package io.jenkins.plugins.erp.operation;

import io.jenkins.plugins.erp.config.ConfigException;

/**
 * One of the six operations.
 *
 * @param <Q> what is asked for
 * @param <R> what comes back
 */
@FunctionalInterface
public interface Operation<Q, R extends OperationResult> {

    /**
     * Does the work, reporting to the context's console.
     *
     * @return a result whose outcome is done, unstable, or failed by a gate (failing tests,
     *     findings, ill health)
     * @throws ConfigException when what was given cannot be worked with; nothing has been done
     * @throws OperationException when it could not be done, saying what state things are in
     * @throws InterruptedException when it was aborted; what had been started has been stopped
     */
    R run(Q request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException;
}
