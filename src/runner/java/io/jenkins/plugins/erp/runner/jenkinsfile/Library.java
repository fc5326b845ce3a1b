package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** {@code @Library('name') _} of a Jenkinsfile; here the library is always the one at hand. */
@Retention(RetentionPolicy.SOURCE)
public @interface Library {
    /** Names with versions. */
    String[] value();
}
