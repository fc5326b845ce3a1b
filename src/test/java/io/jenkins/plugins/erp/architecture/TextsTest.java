package io.jenkins.plugins.erp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people read is there in English and in Chinese, with the same places for arguments. */
class TextsTest {
    private static final List<Path> ROOTS =
            List.of(Path.of("src/main/resources"), Path.of("src/runner/resources"));
    private static final List<Path> SOURCES =
            List.of(Path.of("src/main/java"), Path.of("src/runner/java"));
    private static final Path STEPS = Path.of("src/main/resources/io/jenkins/plugins/erp/jenkins");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)[^}]*}");
    private static final Pattern LABEL = Pattern.compile("\\$\\{%([^}]+)}");
    private static final Pattern FIELD = Pattern.compile("field=\"(\\w+)\"");

    @Test
    void everyBundleHasTheSameKeysAndPlacesInBothLanguages() throws IOException {
        List<Path> bundles = files("Messages.properties");

        assertThat(bundles).isNotEmpty();
        for (Path english : bundles) {
            Path chinese = english.resolveSibling("Messages_zh_CN.properties");
            assertThat(chinese).exists();
            Properties one = read(english);
            Properties other = read(chinese);
            assertThat(other.stringPropertyNames())
                    .as(chinese.toString())
                    .isEqualTo(one.stringPropertyNames());
            for (String key : one.stringPropertyNames()) {
                assertThat(places(other.getProperty(key)))
                        .as(chinese + ": " + key)
                        .isEqualTo(places(one.getProperty(key)));
                if (!places(one.getProperty(key)).isEmpty()) {
                    new MessageFormat(one.getProperty(key));
                    new MessageFormat(other.getProperty(key));
                }
            }
        }
    }

    @Test
    void everyHelpTextHasItsTwin() throws IOException {
        List<Path> helps =
                all().filter(f -> name(f).startsWith("help") && name(f).endsWith(".html")).toList();

        assertThat(helps).isNotEmpty();
        for (Path help : helps) {
            String name = name(help);
            Path twin =
                    name.endsWith("_zh_CN.html")
                            ? help.resolveSibling(name.replace("_zh_CN.html", ".html"))
                            : help.resolveSibling(name.replace(".html", "_zh_CN.html"));
            assertThat(twin).exists();
        }
    }

    @Test
    void everyFieldOfAFormHasHelpAndEveryLabelIsTranslated() throws IOException {
        List<Path> forms = files("config.jelly");

        assertThat(forms).hasSizeGreaterThanOrEqualTo(7);
        for (Path form : forms) {
            String text = Files.readString(form);
            assertThat(text).as(form.toString()).contains("escape-by-default='true'");
            for (String field : found(FIELD, text)) {
                assertThat(form.resolveSibling("help-" + field + ".html")).exists();
            }
            Properties chinese = read(form.resolveSibling("config_zh_CN.properties"));
            assertThat(chinese.stringPropertyNames())
                    .as(form.toString())
                    .isEqualTo(found(LABEL, text));
        }
    }

    @Test
    void everyStepHasAFormAndHelp() throws IOException {
        List<String> steps = new ArrayList<>();
        try (Stream<Path> sources =
                Files.list(SOURCES.get(0).resolve("io/jenkins/plugins/erp/jenkins"))) {
            sources.map(TextsTest::name)
                    .filter(n -> n.matches("Erp(?!Step)\\w+Step\\.java"))
                    .forEach(n -> steps.add(n.replace(".java", "")));
        }

        assertThat(steps).hasSize(6);
        for (String step : steps) {
            assertThat(STEPS.resolve(step).resolve("config.jelly")).exists();
            assertThat(STEPS.resolve(step).resolve("help.html")).exists();
        }
    }

    @Test
    void everySetterOfAStepHasItsFieldInTheForm() throws IOException {
        Pattern setter = Pattern.compile("@DataBoundSetter\\s+public void set(\\w)(\\w*)\\(");
        Path root = SOURCES.get(0);
        try (Stream<Path> sources = Files.walk(root.resolve("io/jenkins/plugins/erp/jenkins"))) {
            for (Path source : sources.filter(s -> name(s).endsWith(".java")).toList()) {
                Matcher matcher = setter.matcher(Files.readString(source));
                Path form =
                        ROOTS.get(0)
                                .resolve(root.relativize(source).toString().replace(".java", ""))
                                .resolve("config.jelly");
                while (matcher.find()) {
                    String field = matcher.group(1).toLowerCase(Locale.ROOT) + matcher.group(2);
                    assertThat(form.resolveSibling("help-" + field + ".html")).exists();
                    if (!field.equals("args")) {
                        // a map has no field in a form; its help stands in the steps' reference
                        assertThat(found(FIELD, Files.readString(form))).contains(field);
                    }
                }
            }
        }
    }

    private static Set<String> places(String pattern) {
        return found(PLACE, pattern);
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }

    private static List<Path> files(String name) throws IOException {
        return all().filter(f -> name(f).equals(name)).toList();
    }

    private static Stream<Path> all() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path root : ROOTS) {
            if (Files.isDirectory(root)) {
                try (Stream<Path> files = Files.walk(root)) {
                    files.filter(Files::isRegularFile).forEach(found::add);
                }
            }
        }
        return found.stream();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
