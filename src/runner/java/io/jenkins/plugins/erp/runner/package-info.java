/** The {@code erp} command line. */
package io.jenkins.plugins.erp.runner;
