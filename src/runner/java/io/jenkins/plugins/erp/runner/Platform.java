package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.operation.HostConnections;
import io.jenkins.plugins.erp.operation.Hosts;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.SecretMasker;
import io.jenkins.plugins.erp.shell.Shell;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/** Where operations happen: this machine and real hosts, or a simulation of both. */
public interface Platform {

    /** Where builds, tests and scans run. */
    Shell shell(Path directory, Map<String, String> environment, Supplier<SecretMasker> secrets);

    /** The way to the hosts; closed by whoever asked when it can be closed. */
    Hosts hosts(Shell shell, Path directory);

    /** The time. */
    Clock clock();

    /** This machine, and hosts over SSH. */
    static Platform real() {
        return new Platform() {
            @Override
            public Shell shell(
                    Path directory,
                    Map<String, String> environment,
                    Supplier<SecretMasker> secrets) {
                return new LocalShell().in(directory).withEnvironment(environment).masking(secrets);
            }

            @Override
            public Hosts hosts(Shell shell, Path directory) {
                return new HostConnections(shell, directory.toString());
            }

            @Override
            public Clock clock() {
                return Clock.systemUTC();
            }
        };
    }
}
