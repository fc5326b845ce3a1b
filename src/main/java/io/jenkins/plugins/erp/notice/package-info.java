/**
 * What is told to people about an operation: events, texts, one format a kind of target, sending.
 */
package io.jenkins.plugins.erp.notice;
