package io.jenkins.plugins.erp.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.ConfigLoader;
import io.jenkins.plugins.erp.config.ConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/security.md}: every row names tests, and every test that it names is there. */
class SecurityChecklistTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void everyRowNamesTestsThatAreThere() throws IOException {
        List<String> rows =
                Files.readAllLines(Path.of("docs/security.md")).stream()
                        .filter(l -> l.startsWith("| ") && !l.startsWith("| What went"))
                        .toList();

        assertThat(rows).hasSizeGreaterThanOrEqualTo(12);
        for (String row : rows) {
            Matcher matcher = NAMED.matcher(row);
            int found = 0;
            while (matcher.find()) {
                found++;
                assertThat(source(matcher.group(1)))
                        .as(matcher.group())
                        .containsPattern("(void|ArchRule) " + matcher.group(2) + "\\b");
            }
            assertThat(found).as(row).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/latest/", "@elsewhere/", "x"})
    void aHealthCheckAsksItsOwnHostWhateverItsPathIs(String path) {
        assertThatThrownBy(() -> load("health: {path: '" + path + "'}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("path");
    }

    private static void load(String text) throws Exception {
        ConfigSource source =
                new ConfigSource() {
                    @Override
                    public boolean exists(String relative) {
                        return relative.equals(ConfigLoader.FILE);
                    }

                    @Override
                    public String read(String relative) {
                        return text;
                    }
                };
        ConfigLoader.load(source, "erp", Map.of());
    }

    private static String source(String test) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            Path file =
                    files.filter(f -> f.getFileName().toString().equals(test + ".java"))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("there is no " + test));
            return Files.readString(file);
        }
    }
}
