/**
 * {@code erp bench}: this product and what people do by hand, measured side by side on one stack
 * under load. {@link io.jenkins.plugins.erp.runner.bench.Contestant} is one way of deploying;
 * {@link io.jenkins.plugins.erp.runner.bench.DeployBench} runs them.
 */
package io.jenkins.plugins.erp.runner.bench;
