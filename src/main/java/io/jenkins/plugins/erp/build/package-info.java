/** The build operation: an image from a checked-out commit, tagged, labelled and pushed. */
package io.jenkins.plugins.erp.build;
