package io.jenkins.plugins.erp.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The argv of each OpenSSH call; see ssh(1) and ssh_config(5). */
final class SshCommands {
    /** An idle connection is kept so long, so that none outlives a process that died. */
    private static final Duration PERSIST = Duration.ofMinutes(3);

    private SshCommands() {}

    /**
     * Opens the connection that the others share and leaves it in the background.
     *
     * @param socket path of the control socket, under 100 bytes
     */
    static List<String> open(SshOptions options, String socket) {
        List<String> argv = base(options, socket);
        argv.add("-n");
        option(argv, "ControlMaster=yes");
        option(argv, "ControlPersist=" + PERSIST.toSeconds());
        option(argv, "ConnectTimeout=" + options.connectTimeout().toSeconds());
        // a dead network is noticed after 15 s
        option(argv, "ServerAliveInterval=5");
        option(argv, "ServerAliveCountMax=3");
        option(argv, "StrictHostKeyChecking=" + (options.acceptNew() ? "accept-new" : "yes"));
        option(argv, "UpdateHostKeys=no");
        option(argv, "NumberOfPasswordPrompts=0");
        options.knownHosts()
                .ifPresent(
                        file -> {
                            option(argv, "UserKnownHostsFile=" + path(file));
                            option(argv, "GlobalKnownHostsFile=/dev/null");
                        });
        options.identityFile()
                .ifPresent(
                        file -> {
                            option(argv, "IdentityFile=" + path(file));
                            option(argv, "IdentitiesOnly=yes");
                        });
        return target(argv, options, "exit 0");
    }

    /** Runs a command line over the open connection, and never over one of its own. */
    static List<String> run(SshOptions options, String socket, String line) {
        List<String> argv = base(options, socket);
        option(argv, "ControlMaster=no");
        // only reached when the shared connection is gone: then it shall fail, not connect anew
        option(argv, "ProxyCommand=false");
        return target(argv, options, line);
    }

    /** Asks about or ends the shared connection: {@code check}, {@code exit}. */
    static List<String> control(SshOptions options, String socket, String what) {
        List<String> argv = base(options, socket);
        argv.add("-O");
        argv.add(what);
        return target(argv, options, null);
    }

    private static List<String> base(SshOptions options, String socket) {
        List<String> argv = new ArrayList<>(List.of("ssh", "-T", "-a", "-x", "-S", socket));
        option(argv, "BatchMode=yes");
        option(argv, "LogLevel=ERROR");
        // what a person's own configuration may say for logins by hand
        option(argv, "RemoteCommand=none");
        option(argv, "PermitLocalCommand=no");
        option(argv, "ClearAllForwardings=yes");
        argv.add("-p");
        argv.add(String.valueOf(options.port()));
        options.user()
                .ifPresent(
                        user -> {
                            argv.add("-l");
                            argv.add(user);
                        });
        return argv;
    }

    private static List<String> target(List<String> argv, SshOptions options, String line) {
        argv.add("--");
        argv.add(options.host());
        Optional.ofNullable(line).ifPresent(argv::add);
        return List.copyOf(argv);
    }

    private static void option(List<String> argv, String setting) {
        argv.add("-o");
        argv.add(setting);
    }

    /** A path inside a setting: quoted, its percent signs no tokens. */
    private static String path(String file) {
        return '"' + file.replace("%", "%%") + '"';
    }
}
