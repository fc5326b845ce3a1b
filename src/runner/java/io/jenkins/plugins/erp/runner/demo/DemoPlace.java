package io.jenkins.plugins.erp.runner.demo;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.runner.Operations;
import io.jenkins.plugins.erp.runner.Platform;
import io.jenkins.plugins.erp.runner.load.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a demo runs: a real engine with a real SSH host on this machine, or a simulation. */
public interface DemoPlace {

    /** Lines for the top of console and report; empty on a real engine. */
    Optional<String> banner();

    /** What will be installed and started, one line each; asked before {@link #up}. */
    List<String> announce() throws InterruptedException;

    /** Brings up what is missing; does nothing a second time. */
    void up(Console console) throws OperationException, InterruptedException;

    /** Directory for everything that the demo keeps. */
    Path state();

    /** Variables that the sample's erp.yaml reads. */
    Map<String, String> variables();

    /** Lines of the env file that depend on the place, such as the published port. */
    Map<String, String> envFile();

    /** Files of the working copy that depend on the place, by relative path. */
    default Map<String, byte[]> files() throws IOException {
        return Map.of();
    }

    /** Machine and hosts. */
    Platform platform();

    /** Says that the next release is a bad one, for a place that has no real image to find out. */
    default void breaking(String kind) {}

    /** What carries out requests here. */
    Operations operations();

    /**
     * A client that keeps asking the deployed system, not yet started; called once it serves.
     *
     * @param console for what it could not prepare
     */
    Traffic traffic(Console console) throws InterruptedException;

    /** Whether the system answers its health path right now, and with what. */
    String answer() throws InterruptedException;

    /** Stops what {@link #up} started; images and data are kept. */
    void stop(Console console) throws OperationException, InterruptedException;

    /** Removes every trace, {@link #state} too. */
    void down(Console console) throws OperationException, InterruptedException;
}
