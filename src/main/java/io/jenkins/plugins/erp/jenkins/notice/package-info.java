/** Whom this Jenkins tells of deploys and rollbacks: targets, their forms, and who tells them. */
package io.jenkins.plugins.erp.jenkins.notice;
