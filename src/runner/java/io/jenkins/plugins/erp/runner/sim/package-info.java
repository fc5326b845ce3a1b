/**
 * A host, its Docker engine and a build machine that exist in memory only: for the demo without
 * Docker and for tests that let every command fail once. Only the commands that this product runs
 * are known; any other is an error that names it.
 */
package io.jenkins.plugins.erp.runner.sim;
