package io.jenkins.plugins.erp.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One place the system runs at: everything that deploy, rollback and health need to know, with
 * nothing left to look up.
 *
 * @param name such as production
 * @param production whether the rules for production apply (insecure defaults are errors)
 * @param hosts at least one
 * @param path directory on each host, absolute
 * @param project Compose project name on the hosts
 * @param compose Compose files, relative to the workspace
 * @param envFile file of variables in the workspace, used where the step or command gives none
 * @param requiredEnv variables that have to be there and not empty
 * @param knownHosts known_hosts file in the workspace; empty: the SSH client's own
 * @param acceptNewHostKey whether a host never seen is trusted at its first connection
 * @param sshKey private key file for the SSH client; empty: its agent and own configuration
 * @param health the gate
 * @param strategy how web is moved
 * @param warm how long blueGreen keeps the old web running, so that a rollback is a move of the
 *     proxy
 * @param backup whether the database is saved first
 * @param migrate whether migrations run
 * @param collectstatic whether static files are collected
 * @param superuser whether DJANGO_SUPERUSER_* of the env file makes a superuser
 * @param observe how long the health gate has to hold after the switch
 * @param drain how long old web replicas may finish requests and workers their tasks
 * @param migrateTimeout for migrate
 * @param lockTimeout PostgreSQL's lock_timeout while migrating
 * @param lockWait how long to wait for another deploy's lease; zero: not at all
 * @param maxParallel hosts worked on side by side
 * @param keepReleases releases kept on a host with their images
 * @param minimumFreeDisk in bytes, asked for on the host before anything is written
 * @param migrations what is done about migrations that break the release that serves
 * @param codeMounts what becomes of mounts over the image's code
 * @param transfer how the image comes to the hosts
 * @param target what runs the services
 */
public record EnvironmentConfig(
        String name,
        boolean production,
        List<HostAddress> hosts,
        String path,
        String project,
        List<String> compose,
        Optional<String> envFile,
        List<String> requiredEnv,
        Optional<String> knownHosts,
        boolean acceptNewHostKey,
        Optional<String> sshKey,
        HealthConfig health,
        Strategy strategy,
        Duration warm,
        boolean backup,
        boolean migrate,
        boolean collectstatic,
        boolean superuser,
        Duration observe,
        Duration drain,
        Duration migrateTimeout,
        Duration lockTimeout,
        Duration lockWait,
        int maxParallel,
        int keepReleases,
        long minimumFreeDisk,
        MigrationsConfig migrations,
        CodeMounts codeMounts,
        Transfer transfer,
        Target target) {

    /** The same, trusting the host keys of another file, and only those. */
    public EnvironmentConfig withKnownHosts(String file) {
        return reachedBy(Optional.of(file), false, sshKey);
    }

    /** The same, logging in with another private key file. */
    public EnvironmentConfig withSshKey(String file) {
        return reachedBy(knownHosts, acceptNewHostKey, Optional.of(file));
    }

    private EnvironmentConfig reachedBy(
            Optional<String> hostKeys, boolean acceptNew, Optional<String> key) {
        return new EnvironmentConfig(
                name,
                production,
                hosts,
                path,
                project,
                compose,
                envFile,
                requiredEnv,
                hostKeys,
                acceptNew,
                key,
                health,
                strategy,
                warm,
                backup,
                migrate,
                collectstatic,
                superuser,
                observe,
                drain,
                migrateTimeout,
                lockTimeout,
                lockWait,
                maxParallel,
                keepReleases,
                minimumFreeDisk,
                migrations,
                codeMounts,
                transfer,
                target);
    }
}
