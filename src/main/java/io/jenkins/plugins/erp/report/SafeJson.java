package io.jenkins.plugins.erp.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;

/**
 * Jackson's streaming reader with limits on depth, sizes and repeated keys. Reports are read as a
 * stream; one element of a list at a time becomes a tree.
 */
final class SafeJson implements AutoCloseable {
    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxNestingDepth(Bounded.MAX_DEPTH)
                                            .maxStringLength(4 * 1024 * 1024)
                                            .maxNameLength(8_192)
                                            .maxNumberLength(100)
                                            .maxDocumentLength(Bounded.MAX_BYTES)
                                            .build())
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                            .build());

    private final String file;
    private final JsonParser parser;

    SafeJson(String file, InputStream in) throws ReportException {
        this.file = file;
        try {
            parser = MAPPER.getFactory().createParser(Bounded.limit(in));
            parser.setCodec(MAPPER);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Reads a list element or a field's value. */
    interface Reader {
        /**
         * The parser stands at the value's first token and has to be left at its last.
         *
         * @param name of the field, or "" in a list
         */
        void read(String name) throws ReportException;
    }

    /** The document's first token: an object or a list. */
    JsonToken first() throws ReportException {
        JsonToken token = token();
        if (token == null) {
            throw new ReportException(file, 1, 1, "the report is empty");
        }
        if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
            throw error("neither an object nor a list");
        }
        return token;
    }

    /** Walks the fields of the object that the parser stands at. */
    void fields(String what, Reader reader) throws ReportException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw error(what + " is not an object");
        }
        JsonToken token = needed();
        while (token != JsonToken.END_OBJECT) {
            String name = text();
            needed();
            reader.read(name);
            token = needed();
        }
    }

    /** Walks the elements of the list that the parser stands at. */
    void elements(String what, Reader reader) throws ReportException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw error(what + " is not a list");
        }
        int count = 0;
        while (needed() != JsonToken.END_ARRAY) {
            if (++count > Bounded.MAX_ITEMS) {
                throw error(what + " holds more than " + Bounded.MAX_ITEMS + " elements");
            }
            reader.read("");
        }
    }

    /** The value that the parser stands at, as a tree. */
    JsonNode tree() throws ReportException {
        try {
            JsonNode node = parser.readValueAsTree();
            return node == null ? MAPPER.nullNode() : node;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Leaves out the value that the parser stands at. */
    void skip() throws ReportException {
        try {
            parser.skipChildren();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Checks that nothing follows the document. */
    void last() throws ReportException {
        if (token() != null) {
            throw error("something follows the end of the report");
        }
    }

    JsonToken current() {
        return parser.currentToken();
    }

    ReportException error(String message) {
        JsonLocation at = parser.currentTokenLocation();
        return new ReportException(file, at.getLineNr(), at.getColumnNr(), message);
    }

    /** A field that has to be there as text. */
    String text(JsonNode node, String field) throws ReportException {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw error("\"" + field + "\" is missing or not a text");
        }
        return value.textValue();
    }

    private String text() throws ReportException {
        try {
            return parser.currentName();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private JsonToken needed() throws ReportException {
        JsonToken token = token();
        if (token == null) {
            throw error("the report is cut off");
        }
        return token;
    }

    private JsonToken token() throws ReportException {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private ReportException broken(IOException e) {
        if (e instanceof JsonProcessingException) {
            JsonProcessingException json = (JsonProcessingException) e;
            JsonLocation at = json.getLocation();
            return new ReportException(
                    file,
                    at == null ? 0 : at.getLineNr(),
                    at == null ? 0 : at.getColumnNr(),
                    "not readable as JSON (cut off or malformed): " + json.getOriginalMessage(),
                    e);
        }
        return new ReportException(file, 0, 0, "not readable: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            // the stream is the caller's, there is nothing held here
        }
    }
}
