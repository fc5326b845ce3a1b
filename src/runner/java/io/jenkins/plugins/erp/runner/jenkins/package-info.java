/**
 * A real Jenkins of one's own on loopback with the built archive: {@code erp jenkins} and the
 * acceptance tests start it here. Knows Jenkins by its war, its plugins and its web address only.
 */
package io.jenkins.plugins.erp.runner.jenkins;
