/**
 * What people see: pages of builds, jobs and folders, the dashboard, and rolling back from them.
 */
package io.jenkins.plugins.erp.jenkins.pages;
