/** Texts for people in English and Simplified Chinese. */
package io.jenkins.plugins.erp.text;
