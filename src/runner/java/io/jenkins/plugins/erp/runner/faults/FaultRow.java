package io.jenkins.plugins.erp.runner.faults;

import java.util.List;

/**
 * How one fault went.
 *
 * @param name of the fault
 * @param what went wrong
 * @param phase in which
 * @param did what the product did about it
 * @param exits exit codes of its processes, in order
 * @param failed requests
 * @param asked requests
 * @param gapMillis longest time without a good answer
 * @param seconds from the fault until all was as it has to be
 * @param load of the machine in the last minute
 * @param wrong what was not
 */
public record FaultRow(
        String name,
        String what,
        String phase,
        String did,
        String exits,
        int failed,
        int asked,
        long gapMillis,
        double seconds,
        double load,
        List<String> wrong) {

    /** Copies. */
    public FaultRow {
        wrong = List.copyOf(wrong);
    }
}
