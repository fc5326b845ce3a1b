package io.jenkins.plugins.erp.operation;

import java.util.Map;

/** What an operation gives back to a Pipeline, to {@code --json} and to reports. */
public interface OperationResult {

    /** How it ended. */
    Outcome outcome();

    /** One line for people: what was done, with the figures that matter. */
    String summary();

    /**
     * The whole result as maps, lists, strings, numbers and booleans only, so that Pipeline code
     * can hold it across a restart and JSON can show it. Never a secret.
     */
    Map<String, Object> toMap();
}
