/** The records of {@code erp.yaml}, and how they are read. */
package io.jenkins.plugins.erp.config;
