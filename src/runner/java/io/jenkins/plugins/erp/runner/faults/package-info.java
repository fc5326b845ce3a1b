/**
 * {@code erp bench faults}: real faults on a real stack under load. {@link
 * io.jenkins.plugins.erp.runner.faults.Faults} lists them, {@link
 * io.jenkins.plugins.erp.runner.faults.FaultBench} has them happen, and {@link
 * io.jenkins.plugins.erp.runner.faults.Seen} says what has to hold when each is over.
 */
package io.jenkins.plugins.erp.runner.faults;
