/**
 * A real host on this machine for the demo and the integration tests: a Docker engine, an image
 * registry and an SSH server on loopback ports. {@link io.jenkins.plugins.erp.runner.host.HostPlan}
 * decides from facts what is missing; the other classes do it, remember what they did, and take it
 * away again.
 */
package io.jenkins.plugins.erp.runner.host;
