package io.jenkins.plugins.erp.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How one kind of receiver wants a notice. */
public interface NoticeFormat {

    /**
     * What is sent.
     *
     * @param template of the administrator's; empty: the text of the product
     * @param secret to sign with, or empty
     */
    Post post(
            Notice notice, Optional<Template> template, Locale locale, String secret, Instant now);

    /** What an answer with status 2xx means; some tell failures in it. */
    default Verdict verdict(String body) {
        return Verdict.TAKEN;
    }

    /** Maps, lists, texts and numbers as JSON. */
    static String json(Map<String, ?> map) {
        try {
            return Json.MAPPER.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a notice could not be written as JSON", e);
        }
    }

    /** Holds the one mapper. */
    final class Json {
        private static final ObjectMapper MAPPER = new ObjectMapper();

        private Json() {}
    }
}
