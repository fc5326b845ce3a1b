package io.jenkins.plugins.erp.operation;

import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import io.jenkins.plugins.erp.shell.SshOptions;
import io.jenkins.plugins.erp.shell.SshShell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hosts over SSH: one connection for each, opened when first asked for, kept until this is closed.
 */
public final class HostConnections implements Hosts, AutoCloseable {
    private final Shell local;
    private final String workspace;
    private final Map<SshOptions, Slot> slots = new LinkedHashMap<>();

    /** One host's connection; its lock lets several hosts be opened side by side. */
    private static final class Slot {
        private SshShell shell;
    }

    /**
     * Opens nothing yet.
     *
     * @param local where the SSH client runs
     * @param workspace absolute path that relative paths of key files are taken from
     */
    public HostConnections(Shell local, String workspace) {
        this.local = local;
        this.workspace = workspace;
    }

    @Override
    public Shell connect(EnvironmentConfig environment, HostAddress host)
            throws ShellException, InterruptedException {
        SshOptions options = options(environment, host);
        Slot slot;
        synchronized (slots) {
            slot = slots.computeIfAbsent(options, o -> new Slot());
        }
        synchronized (slot) {
            if (slot.shell == null) {
                slot.shell = SshShell.open(local, options);
            }
            return slot.shell;
        }
    }

    /** How many connections were opened so far, on all hosts together. */
    public int connections() {
        return shells().stream().mapToInt(SshShell::connections).sum();
    }

    /** How many commands were run so far, on all hosts together. */
    public int commands() {
        return shells().stream().mapToInt(SshShell::commands).sum();
    }

    /** Closes every connection. */
    @Override
    public void close() {
        shells().forEach(SshShell::close);
    }

    private List<SshShell> shells() {
        List<SshShell> all = new ArrayList<>();
        synchronized (slots) {
            for (Slot slot : slots.values()) {
                synchronized (slot) {
                    if (slot.shell != null) {
                        all.add(slot.shell);
                    }
                }
            }
        }
        return all;
    }

    private SshOptions options(EnvironmentConfig environment, HostAddress host)
            throws ShellException {
        try {
            return new SshOptions(
                    host.user(),
                    host.host(),
                    host.port(),
                    environment.knownHosts().map(this::absolute),
                    environment.acceptNewHostKey(),
                    environment.sshKey().map(this::absolute),
                    SshOptions.DEFAULT_CONNECT_TIMEOUT);
        } catch (IllegalArgumentException e) {
            throw new ShellException(
                    "environment " + environment.name() + ", host " + host + ": " + e.getMessage());
        }
    }

    private String absolute(String path) {
        return path.startsWith("/") || path.startsWith("~/") ? path : workspace + "/" + path;
    }
}
