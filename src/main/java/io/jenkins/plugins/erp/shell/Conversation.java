package io.jenkins.plugins.erp.shell;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A process that stays and is talked with over its three streams, as they are: nothing is masked,
 * decoded or limited in time. What its owner hands on from it passes through {@link #masker()}.
 * Ends when it is closed, or by itself, which its output streams tell by their end.
 */
public interface Conversation extends AutoCloseable {

    /** What is written here, once flushed, reaches the process; closing it tells it the end. */
    OutputStream stdin();

    /** What the process prints. */
    InputStream stdout();

    /** What the process prints to standard error. */
    InputStream stderr();

    /** What the shell masks at this moment in all that its commands print. */
    SecretMasker masker();

    /** Waits for its end, once its output has been read, and tells its exit code. */
    int exitCode() throws InterruptedException;

    /** Ends the process; returns at once, never throws, may be called again. */
    @Override
    void close();
}
