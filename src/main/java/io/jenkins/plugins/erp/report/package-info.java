/** What tools report: tests, coverage, findings; parsers and writers. */
package io.jenkins.plugins.erp.report;
