/** What operations came to, as kept by whoever ran them: one line of JSON for each. */
package io.jenkins.plugins.erp.history;
