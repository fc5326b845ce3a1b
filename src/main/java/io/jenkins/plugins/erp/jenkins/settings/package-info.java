/** What administrators and owners of jobs set up, in forms or as code. */
package io.jenkins.plugins.erp.jenkins.settings;
