package io.jenkins.plugins.erp.notice;

import io.jenkins.plugins.erp.text.Messages;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * The address of a webhook. It is a secret: whoever knows it can write to the group. So it shows
 * itself to nobody, and no message of an exception here holds it.
 */
public final class NoticeUrl {
    /** Where Alibaba Cloud answers about a machine; other clouds use link-local addresses. */
    private static final String CLOUD = "100.100.100.200";

    private final URI uri;

    private NoticeUrl(URI uri) {
        this.uri = uri;
    }

    /**
     * Reads one.
     *
     * @param http whether an address without TLS is allowed
     * @throws IllegalArgumentException when it is not one to send to; the message is for people and
     *     does not hold it
     */
    public static NoticeUrl parse(String text, boolean http) {
        if (text == null || text.isBlank()) {
            throw refused("url.empty");
        }
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw refused("url.syntax");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(http && scheme.equals("http"))) {
            throw refused(scheme.equals("http") ? "url.http" : "url.scheme");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw refused("url.syntax");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused("url.user");
        }
        return new NoticeUrl(uri);
    }

    /** With more in its query. */
    URI with(String query) {
        String text = uri.toString();
        int fragment = text.indexOf('#');
        String whole = fragment < 0 ? text : text.substring(0, fragment);
        if (query.isEmpty()) {
            return URI.create(whole);
        }
        return URI.create(whole + (uri.getRawQuery() == null ? "?" : "&") + query);
    }

    /**
     * Whether it leads to a place of a network that no receiver of notices is at: a link-local
     * address, where clouds answer their machines about themselves, or none of one host. An address
     * of the own network is none of them: a chat server may well stand there.
     */
    boolean misplaced() {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(uri.getHost());
        } catch (UnknownHostException e) {
            // a proxy may know it
            return false;
        }
        for (InetAddress address : addresses) {
            if (address.isLinkLocalAddress()
                    || address.isAnyLocalAddress()
                    || address.isMulticastAddress()
                    || address.getHostAddress().equals(CLOUD)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "****";
    }

    private static IllegalArgumentException refused(String key) {
        return new IllegalArgumentException(Messages.of(NoticeUrl.class, key));
    }
}
