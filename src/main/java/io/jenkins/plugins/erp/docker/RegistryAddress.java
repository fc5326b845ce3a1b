package io.jenkins.plugins.erp.docker;

import java.net.URI;

/** Host and port of a registry, as an image's name begins with them. */
public final class RegistryAddress {
    private RegistryAddress() {}

    /**
     * From the registry's URL.
     *
     * @param url such as {@code https://registry.example.com:5000}; https where no scheme is given
     * @throws IllegalArgumentException when it is none; a login in it is not repeated
     */
    public static String ofUrl(String url) {
        URI parsed;
        try {
            parsed = URI.create(url.contains("://") ? url : "https://" + url);
        } catch (IllegalArgumentException e) {
            throw wrong(url);
        }
        if (parsed.getHost() == null || parsed.getUserInfo() != null) {
            throw wrong(url);
        }
        return parsed.getPort() < 0 ? parsed.getHost() : parsed.getHost() + ":" + parsed.getPort();
    }

    private static IllegalArgumentException wrong(String url) {
        return new IllegalArgumentException(
                "registry: \""
                        + url.replaceFirst("[^/@]*@", "")
                        + "\" is not the URL of a registry, such as https://registry.example.com");
    }
}
