package io.jenkins.plugins.erp.docker;

/**
 * A login at an image registry; the password travels by standard input only.
 *
 * @param server such as registry.example.com:5000; empty for Docker Hub
 * @param username not secret
 * @param password secret
 */
public record RegistryLogin(String server, String username, String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return username + "@" + (server.isEmpty() ? "docker.io" : server);
    }
}
