package io.jenkins.plugins.erp.operation;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The checked-out project's files, here or on an agent. Every path is relative with {@code /}; one
 * that leaves the workspace, by {@code ..} or by a symbolic link, is refused with an {@link
 * IOException}.
 */
public interface Workspace {

    /** The absolute path on the machine it is on. */
    String path();

    /** Whether there is a file. */
    boolean exists(String relative) throws IOException, InterruptedException;

    /** A file's text (UTF-8), of at most 16 MiB. */
    String read(String relative) throws IOException, InterruptedException;

    /** A file's bytes as a stream; the caller closes it. */
    InputStream open(String relative) throws IOException, InterruptedException;

    /** Writes a text file (UTF-8) whole, making its directories. */
    void write(String relative, String text) throws IOException, InterruptedException;

    /**
     * Files that match an Ant-style pattern such as {@code reports/**}{@code /*.xml}, sorted,
     * relative.
     */
    List<String> find(String pattern) throws IOException, InterruptedException;

    /** Removes a file or a directory with all in it; does nothing when it is not there. */
    void delete(String relative) throws IOException, InterruptedException;
}
