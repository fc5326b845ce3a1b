package io.jenkins.plugins.erp.config;

import java.io.IOException;

/** The few things the loader asks of the place a project is checked out at. */
public interface ConfigSource {

    /** Whether there is a file of that name, relative to the project. */
    boolean exists(String relative) throws IOException, InterruptedException;

    /** A file's text. */
    String read(String relative) throws IOException, InterruptedException;
}
