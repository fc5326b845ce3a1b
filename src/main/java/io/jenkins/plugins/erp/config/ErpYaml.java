package io.jenkins.plugins.erp.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.jenkins.plugins.erp.report.Severity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads the text of one erp.yaml into {@link ErpFile} and its environments, with the place of every
 * mistake.
 */
final class ErpYaml {
    private static final int MAX_CHARACTERS = 1 << 20;
    private static final ObjectMapper MAPPER = mapper();

    private final String file;
    private final String text;
    private final Map<String, String> variables;
    private final Map<String, JsonLocation> keys = new HashMap<>();

    ErpYaml(String file, String text, Map<String, String> variables) {
        this.file = file;
        this.text = text;
        this.variables = Map.copyOf(variables);
    }

    /**
     * Everything but the environments, which stay as raw nodes: their variables may be set on
     * another machine only.
     */
    ErpFile root() throws ConfigException {
        if (text.length() > MAX_CHARACTERS) {
            throw new ConfigException(file + ": larger than 1 MiB, this is no erp.yaml");
        }
        refuseAliases();
        try (JsonParser parser = open()) {
            if (parser.nextToken() == null) {
                return MAPPER.readValue("{}", ErpFile.class);
            }
            ErpFile read = MAPPER.readValue(parser, ErpFile.class);
            if (parser.nextToken() != null) {
                throw new ConfigException(
                        at(parser.currentTokenLocation()) + "a second document; one is expected");
            }
            return read == null ? MAPPER.readValue("{}", ErpFile.class) : read;
        } catch (IOException e) {
            throw explain(e);
        }
    }

    /** One environment, its variables replaced. */
    ErpFile.EnvironmentSection environment(String name) throws ConfigException {
        try (JsonParser parser = open()) {
            String path = "/environments/" + name.replace("~", "~0").replace("/", "~1");
            for (JsonToken t = parser.nextToken(); t != null; t = parser.nextToken()) {
                boolean value = t != JsonToken.FIELD_NAME && !t.isStructEnd();
                if (value && parser.getParsingContext().pathAsPointer().toString().equals(path)) {
                    // nothing after the colon is read as a null or as an empty text
                    if (t == JsonToken.VALUE_NULL
                            || (t == JsonToken.VALUE_STRING && parser.getText().isEmpty())) {
                        return ErpFile.EnvironmentSection.EMPTY;
                    }
                    ((Interpolating) parser).interpolateEnvironments = true;
                    return MAPPER.readValue(parser, ErpFile.EnvironmentSection.class);
                }
            }
            throw new IllegalStateException(
                    "no environment " + name + " in the file it was read from");
        } catch (IOException e) {
            throw explain(e);
        }
    }

    private JsonParser open() throws IOException {
        return new Interpolating(MAPPER.createParser(text), variables, keys);
    }

    private void refuseAliases() throws ConfigException {
        try (YAMLParser parser = (YAMLParser) MAPPER.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias()) {
                    throw new ConfigException(
                            at(parser.currentTokenLocation())
                                    + "YAML aliases are not read here; write the value out, or put it under \"deploy\","
                                    + " which every environment starts from");
                }
            }
        } catch (IOException e) {
            throw explain(e);
        }
    }

    private String at(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? file + ": "
                : file + ":" + location.getLineNr() + ":" + location.getColumnNr() + ": ";
    }

    private ConfigException explain(IOException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            Collection<String> known =
                    unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
            return new ConfigException(
                    at(keyLocation(unknown))
                            + "unknown key \""
                            + unknown.getPropertyName()
                            + "\""
                            + under(unknown)
                            + NearestWord.hint(unknown.getPropertyName(), known)
                            + " Known keys: "
                            + String.join(", ", known));
        }
        Throwable cause = rootCause(e);
        JsonLocation location =
                e instanceof JsonProcessingException json ? json.getLocation() : null;
        if (cause instanceof Interpolation.UnsetException unset) {
            return new ConfigException(at(location) + under(e) + unset.getMessage(), unset);
        }
        if (cause instanceof IllegalArgumentException illegal && illegal.getMessage() != null) {
            return new ConfigException(at(location) + key(e) + illegal.getMessage(), e);
        }
        if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
            List<String> known = enumNames(format.getTargetType());
            return new ConfigException(
                    at(location)
                            + key(e)
                            + "\""
                            + format.getValue()
                            + "\" is not one of "
                            + String.join(", ", known),
                    e);
        }
        if (e instanceof MismatchedInputException mismatch) {
            return new ConfigException(
                    at(location) + key(e) + "expected " + shape(mismatch.getTargetType()) + " here",
                    e);
        }
        String message =
                e instanceof JsonProcessingException json
                        ? json.getOriginalMessage()
                        : e.getMessage();
        return new ConfigException(at(location) + firstLines(message), e);
    }

    /** Where the key stands: Jackson itself knows only how far it has read. */
    private JsonLocation keyLocation(UnrecognizedPropertyException unknown) {
        String end =
                unknown.getPath().stream()
                        .map(
                                r ->
                                        "/"
                                                + (r.getFieldName() != null
                                                        ? r.getFieldName()
                                                        : r.getIndex()))
                        .collect(Collectors.joining());
        return keys.entrySet().stream()
                .filter(e -> e.getKey().endsWith(end))
                .min(Comparator.comparingInt(e -> e.getKey().length()))
                .map(Map.Entry::getValue)
                .orElse(unknown.getLocation());
    }

    private static Throwable rootCause(Throwable e) {
        Throwable last = e;
        while (last.getCause() != null && last.getCause() != last) {
            last = last.getCause();
        }
        return last;
    }

    private static String firstLines(String message) {
        return message == null
                ? "cannot be read"
                : message.lines().limit(2).map(String::trim).collect(Collectors.joining(" "));
    }

    private static String path(IOException e) {
        return e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(
                                r ->
                                        r.getFieldName() != null
                                                ? r.getFieldName()
                                                : "[" + r.getIndex() + "]")
                        .collect(Collectors.joining("."))
                        .replace(".[", "[")
                : "";
    }

    private static String key(IOException e) {
        String path = path(e);
        return path.isEmpty() ? "" : path + ": ";
    }

    private static String under(IOException e) {
        String path = path(e);
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "" : " under " + path.substring(0, dot);
    }

    private static String shape(Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "keys and values";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        return Number.class.isAssignableFrom(type) ? "a number" : "a text";
    }

    private static List<String> enumNames(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> MAPPER.convertValue(constant, String.class))
                .map(name -> type == Severity.class ? name.toLowerCase(Locale.ROOT) : name)
                .toList();
    }

    private static ObjectMapper mapper() {
        LoaderOptions limits = new LoaderOptions();
        limits.setMaxAliasesForCollections(0);
        limits.setNestingDepthLimit(30);
        limits.setCodePointLimit(MAX_CHARACTERS);
        SimpleModule values = new SimpleModule();
        text(values, Duration.class, Durations::parse);
        text(values, ErpFile.ByteSize.class, size -> new ErpFile.ByteSize(ByteSizes.parse(size)));
        values.addDeserializer(ErpFile.WordList.class, new WordListReader());
        return YAMLMapper.builder(YAMLFactory.builder().loaderOptions(limits).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .addModule(values)
                .build();
    }

    private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> read) {
        module.addDeserializer(
                type,
                new StdDeserializer<T>(type) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public T deserialize(JsonParser p, DeserializationContext context)
                            throws IOException {
                        if (!p.currentToken().isScalarValue()) {
                            return type.cast(context.handleUnexpectedToken(type, p));
                        }
                        return located(p, () -> read.apply(p.getText()));
                    }
                });
    }

    private interface Reading<T> {
        T get() throws IOException;
    }

    private static <T> T located(JsonParser p, Reading<T> reading) throws IOException {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw JsonMappingException.from(p, e.getMessage(), e);
        }
    }

    private static final class WordListReader extends StdDeserializer<ErpFile.WordList> {
        private static final long serialVersionUID = 1L;

        WordListReader() {
            super(ErpFile.WordList.class);
        }

        @Override
        public ErpFile.WordList deserialize(JsonParser p, DeserializationContext context)
                throws IOException {
            if (p.currentToken() != JsonToken.START_ARRAY) {
                return located(p, () -> new ErpFile.WordList(Words.split(p.getText())));
            }
            List<String> words = new ArrayList<>();
            while (p.nextToken() != JsonToken.END_ARRAY) {
                words.add(p.getText());
            }
            return new ErpFile.WordList(List.copyOf(words));
        }
    }

    /**
     * Replaces variables in values as they are read, so that every mistake keeps its line and
     * column.
     */
    private static final class Interpolating extends JsonParserDelegate {
        private final Map<String, String> variables;
        private boolean interpolateEnvironments;
        private final Map<String, JsonLocation> keys;

        Interpolating(
                JsonParser parser, Map<String, String> variables, Map<String, JsonLocation> keys) {
            super(parser);
            this.variables = variables;
            this.keys = keys;
        }

        @Override
        public JsonToken nextToken() throws IOException {
            JsonToken token = super.nextToken();
            if (token == JsonToken.FIELD_NAME) {
                keys.put(getParsingContext().pathAsPointer().toString(), currentTokenLocation());
            }
            return token;
        }

        @Override
        public String getText() throws IOException {
            String raw = super.getText();
            boolean wanted =
                    currentToken() == JsonToken.VALUE_STRING
                            && (interpolateEnvironments
                                    || !getParsingContext()
                                            .pathAsPointer()
                                            .toString()
                                            .startsWith("/environments/"));
            return wanted ? located(this, () -> Interpolation.apply(raw, variables)) : raw;
        }

        @Override
        public String getValueAsString() throws IOException {
            return currentToken() == JsonToken.VALUE_STRING ? getText() : super.getValueAsString();
        }

        @Override
        public String getValueAsString(String otherwise) throws IOException {
            return currentToken() == JsonToken.VALUE_STRING
                    ? getText()
                    : super.getValueAsString(otherwise);
        }

        @Override
        public boolean hasTextCharacters() {
            return false;
        }
    }
}
