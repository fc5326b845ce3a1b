/** Docker and Compose: references, command builders, the parsed model, and what stands on it. */
package io.jenkins.plugins.erp.docker;
