/** Running one command somewhere: the port, this machine, SSH, quoting and masking. */
package io.jenkins.plugins.erp.shell;
