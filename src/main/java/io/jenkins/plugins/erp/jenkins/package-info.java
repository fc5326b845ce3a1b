/**
 * The plugin's face to Jenkins: steps, their execution, and the ports of the rooms below over
 * agents, workspaces and credentials. The only package that sees the Jenkins API.
 */
package io.jenkins.plugins.erp.jenkins;
