/** {@code erp demo}: the whole job on the bundled sample ERP. */
package io.jenkins.plugins.erp.runner.demo;
