/** Texts for people in English and Simplified Chinese, tables of them, and their digests. */
package io.jenkins.plugins.erp.text;
