package io.jenkins.plugins.erp.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * What an answer with status 2xx means.
 *
 * @param taken whether the receiver took the notice
 * @param again whether it may take it when asked again
 * @param code the receiver's own, as a short number; or empty
 */
record Verdict(boolean taken, boolean again, String code) {
    static final Verdict TAKEN = new Verdict(true, false, "");
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Of a receiver that answers with a number in a field, 0 for well.
     *
     * @param busy the number that means "try again"
     */
    static Verdict ofCode(String body, String field, Optional<Integer> busy) {
        try {
            JsonNode node = JSON.readTree(body);
            JsonNode code = node == null ? null : node.get(field);
            if (code == null || !code.canConvertToInt()) {
                return new Verdict(false, false, "no " + field);
            }
            return code.asInt() == 0
                    ? TAKEN
                    : new Verdict(
                            false,
                            busy.filter(b -> b == code.asInt()).isPresent(),
                            field + " " + code.asInt());
        } catch (JsonProcessingException e) {
            return new Verdict(false, false, "no JSON");
        }
    }
}
