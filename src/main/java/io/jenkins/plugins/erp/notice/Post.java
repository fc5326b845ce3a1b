package io.jenkins.plugins.erp.notice;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is sent to a target's address.
 *
 * @param query to add to the address, already encoded; or empty
 * @param headers beside Content-Type
 * @param body JSON
 */
public record Post(String query, Map<String, String> headers, String body) {

    /** Copies. */
    public Post {
        headers = new LinkedHashMap<>(headers);
    }

    static Post of(String body) {
        return new Post("", Map.of(), body);
    }
}
