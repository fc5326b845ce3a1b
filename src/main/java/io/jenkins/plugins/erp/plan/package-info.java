/**
 * A plan of phases, the executor that runs it, and the journal that is written ahead.
 *
 * <p>What to do next is decided by a pure function ({@link io.jenkins.plugins.erp.plan.Decision})
 * over the journal's entries, so that a run that ended anywhere is picked up by whoever comes next
 * from the journal alone.
 */
package io.jenkins.plugins.erp.plan;
