/** Executes a declarative or scripted Jenkinsfile on this machine, without Jenkins. */
package io.jenkins.plugins.erp.runner.jenkinsfile;
