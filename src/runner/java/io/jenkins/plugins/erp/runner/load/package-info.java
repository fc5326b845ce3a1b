/**
 * One client that asks a server of this machine at a steady rate, for demo, benchmark and tests.
 */
package io.jenkins.plugins.erp.runner.load;
