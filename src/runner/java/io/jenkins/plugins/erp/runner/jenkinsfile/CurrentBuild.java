package io.jenkins.plugins.erp.runner.jenkinsfile;

import groovy.lang.GroovyObjectSupport;

/** {@code currentBuild}: the part of it that makes sense without a server. */
public final class CurrentBuild extends GroovyObjectSupport {
    private final Build build;

    CurrentBuild(Build build) {
        this.build = build;
    }

    /** Null until something made it other than a success. */
    public String getResult() {
        return build.result() == BuildResult.SUCCESS ? null : build.result().name();
    }

    /** A result can only get worse. */
    public void setResult(String result) {
        build.atLeast(BuildResult.parse(result));
    }

    /** The result, SUCCESS until something made it worse. */
    public String getCurrentResult() {
        return build.result().name();
    }

    /** Whether the current result is this or better. */
    public boolean resultIsBetterOrEqualTo(String other) {
        return build.result().compareTo(BuildResult.parse(other)) <= 0;
    }

    /** Whether the current result is this or worse. */
    public boolean resultIsWorseOrEqualTo(String other) {
        return build.result().compareTo(BuildResult.parse(other)) >= 0;
    }

    /** The build's number. */
    public int getNumber() {
        return Integer.parseInt(build.request().environment().getOrDefault("BUILD_NUMBER", "1"));
    }

    /** Such as {@code #3}. */
    public String getDisplayName() {
        return "#" + getNumber();
    }

    /** Taken, and shown nowhere. */
    public void setDisplayName(String name) {
        build.setVariable("BUILD_DISPLAY_NAME", name);
    }

    /** What the Jenkinsfile said of this build. */
    public String getDescription() {
        return build.description();
    }

    /** What the Jenkinsfile says of this build. */
    public void setDescription(String text) {
        build.describe(text);
    }

    /** Milliseconds since the build began. */
    public long getDuration() {
        return build.elapsed().toMillis();
    }

    /** The same for people. */
    public String getDurationString() {
        return StageRun.Seconds.of(build.elapsed());
    }

    /** There is no server that keeps builds. */
    public Object getPreviousBuild() {
        return null;
    }
}
