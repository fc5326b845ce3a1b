/** What a person reads while an operation runs. */
package io.jenkins.plugins.erp.console;
