/** What forms and pages share: checks of values, who may ask for them, texts. */
package io.jenkins.plugins.erp.jenkins.form;
