/** What the six operations share: request, context, result. */
package io.jenkins.plugins.erp.operation;
