package io.jenkins.plugins.erp.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published JSON Schema and the records that are read say the same. */
class SchemaTest {
    private static final JsonNode SCHEMA = schema();

    private static JsonNode schema() {
        try (InputStream in = ErpConfig.class.getResourceAsStream("erp.schema.json")) {
            return new ObjectMapper().readTree(in);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everyKeyOfTheRecordsIsInTheSchemaWithItsTypeAndNoOther() {
        compare(SCHEMA, ErpFile.class, "erp.yaml");
    }

    private static void compare(JsonNode node, Class<?> record, String at) {
        assertThat(node.path("additionalProperties").asBoolean(true)).as(at).isFalse();
        JsonNode properties = node.path("properties");
        List<String> keys =
                Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName).toList();
        assertThat(properties.fieldNames())
                .toIterable()
                .as(at)
                .containsExactlyInAnyOrderElementsOf(keys);
        for (RecordComponent c : record.getRecordComponents()) {
            compare(
                    resolve(properties.path(c.getName())),
                    c.getGenericType(),
                    at + "." + c.getName());
        }
    }

    private static void compare(JsonNode node, Type type, String at) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            assertThat(node.path("type").asText()).as(at).isEqualTo("object");
            Type value = generic.getActualTypeArguments()[1];
            if (value == JsonNode.class) {
                compare(valueOf(node), ErpFile.EnvironmentSection.class, at + ".*");
            } else if (value instanceof Class<?> record && record.isRecord()) {
                compare(valueOf(node), record, at + ".*");
            }
        } else if (type instanceof Class<?> record && isSection(record)) {
            compare(node, record, at);
        } else if (type instanceof Class<?> constants && constants.isEnum()) {
            assertThat(node.path("enum"))
                    .as(at)
                    .extracting(JsonNode::asText)
                    .containsExactly(written(constants));
        } else {
            String wanted =
                    type == Boolean.class
                            ? "boolean"
                            : type == Integer.class
                                    ? "integer"
                                    : type == Double.class ? "number" : "string";
            List<String> types =
                    node.path("type").isArray()
                            ? List.of(
                                    node.path("type").get(0).asText(),
                                    node.path("type").get(1).asText())
                            : List.of(node.path("type").asText());
            assertThat(types).as(at).contains(wanted);
        }
    }

    private static boolean isSection(Class<?> type) {
        return type.isRecord() && type.getSimpleName().endsWith("Section");
    }

    private static String[] written(Class<?> constants) {
        return Arrays.stream(constants.getEnumConstants())
                .map(c -> new ObjectMapper().convertValue(c, String.class))
                .map(s -> s.equals(s.toUpperCase(Locale.ROOT)) ? s.toLowerCase(Locale.ROOT) : s)
                .toArray(String[]::new);
    }

    private static JsonNode valueOf(JsonNode map) {
        return resolve(map.path("additionalProperties").path("oneOf").path(1));
    }

    private static JsonNode resolve(JsonNode node) {
        String ref = node.path("$ref").asText("");
        return ref.isEmpty() ? node : SCHEMA.at(ref.substring(1));
    }

    private static List<String> problems(String yaml) throws Exception {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(SCHEMA);
        return schema.validate(new YAMLMapper().readTree(yaml)).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void aWholeFilePasses() throws Exception {
        assertThat(problems(ConfigLoaderTest.WHOLE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "helth: {path: /x/}",
                "health: {timeout: 60}",
                "environments: {production: {hosts: [a], stratgy: rolling}}",
                "environments: {production: {strategy: roling}}",
                "scan: {failOn: horrible}",
                "test: {coverage: {minimum: 180}}",
                "health: {consecutive: 0}",
                "roles: {wbe: web}"
            })
    void whatTheLoaderRefusesAnEditorShowsToo(String yaml) throws Exception {
        assertThat(problems(yaml)).isNotEmpty();
    }
}
