/** The built archive in a real Jenkins; skipped, saying why, where there is none. */
package io.jenkins.plugins.erp.acceptance;
