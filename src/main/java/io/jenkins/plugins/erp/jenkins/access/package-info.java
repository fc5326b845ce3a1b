/** Who may do what, and the record of who did. */
package io.jenkins.plugins.erp.jenkins.access;
