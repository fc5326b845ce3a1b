/** What operations came to in this Jenkins: with their builds, and as one index over all. */
package io.jenkins.plugins.erp.jenkins.record;
