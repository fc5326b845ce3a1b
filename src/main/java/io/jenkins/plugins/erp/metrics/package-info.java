/** Figures over many operations: how often, how long, how well; and as text for Prometheus. */
package io.jenkins.plugins.erp.metrics;
