package io.jenkins.plugins.erp.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Locale before = Locale.getDefault();

    @BeforeEach
    void english() {
        Locale.setDefault(Locale.ENGLISH);
    }

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    private int erp(String... args) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("PATH", System.getenv("PATH"));
        return Main.execute(
                new Io(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        false),
                args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String[] here(String... args) {
        String[] all = new String[args.length + 2];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "-C";
        all[args.length + 1] = directory.toString();
        return all;
    }

    @Test
    void withoutAJenkinsTheCommandSaysHowToGetOneAndStartsNothing() {
        assertThat(erp(here("jenkins", "--build"))).isEqualTo(2);
        assertThat(out()).contains("JENKINS_WAR is not set", "https://www.jenkins.io/download/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "jenkins",
                "run",
                "build",
                "test",
                "scan",
                "deploy",
                "rollback",
                "resume",
                "unlock",
                "health",
                "releases",
                "validate",
                "doctor"
            })
    void everyOptionOfEveryCommandIsExplainedInBothLanguages(String command) {
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE}) {
            Locale.setDefault(locale);
            out.reset();
            assertThat(erp(command, "--help")).isZero();
            assertThat(out()).contains("erp " + command, "--json");
            // an option without a text would stand alone on its line
            assertThat(out().lines().filter(l -> l.matches(" +(-., |    )--[a-z-]+(=\\S+)?")))
                    .allSatisfy(l -> assertThat(l.length()).isGreaterThan(26));
            assertThat(out().contains("选项")).isEqualTo(locale.equals(Locale.SIMPLIFIED_CHINESE));
        }
    }

    @Test
    void bothLanguagesHaveTheSameTexts() {
        for (String bundle : new String[] {"runner.Messages", "runner.jenkinsfile.Messages"}) {
            String name = "io.jenkins.plugins.erp." + bundle;
            assertThat(ResourceBundle.getBundle(name, Locale.SIMPLIFIED_CHINESE).keySet())
                    .isEqualTo(ResourceBundle.getBundle(name, Locale.ROOT).keySet());
            assertThat(keys(name + "_zh_CN")).isEqualTo(keys(name));
        }
    }

    private static java.util.Set<String> keys(String name) {
        java.util.Properties p = new java.util.Properties();
        try (java.io.InputStream in =
                MainTest.class.getResourceAsStream("/" + name.replace('.', '/') + ".properties")) {
            p.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return p.stringPropertyNames();
    }

    @Test
    void languageComesFromTheOptionThenFromTheEnvironment() {
        assertThat(
                        Main.language(
                                new String[] {"run", "--lang", "zh_CN"},
                                Map.of("LANG", "en_US.UTF-8")))
                .isEqualTo(Locale.SIMPLIFIED_CHINESE);
        assertThat(Main.language(new String[0], Map.of("LANG", "zh_CN.UTF-8")))
                .isEqualTo(Locale.SIMPLIFIED_CHINESE);
        assertThat(Main.language(new String[] {"--lang=en"}, Map.of("LANG", "zh_CN.UTF-8")))
                .isEqualTo(Locale.ENGLISH);
        assertThat(Main.language(new String[0], Map.of())).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void usageMistakesExitWithTwoAndHelp() {
        assertThat(erp("dpeloy")).isEqualTo(2);
        assertThat(err()).contains("deploy", "--help");
        assertThat(erp("deploy")).isEqualTo(2);
        assertThat(err()).contains("ENVIRONMENT");
        assertThat(erp("scan", "--fail-on", "bad")).isEqualTo(2);
    }

    @Test
    void jsonIsAllThatStandardOutputGets() throws Exception {
        Files.writeString(directory.resolve("Jenkinsfile"), "node { stage('A') { echo 'hello' } }");
        assertThat(erp(here("run", "--json"))).isZero();
        JsonNode json = new ObjectMapper().readTree(out());
        assertThat(json.path("result").asText()).isEqualTo("SUCCESS");
        assertThat(json.path("stages").path(0).path("name").asText()).isEqualTo("A");
        assertThat(err()).contains("hello");
    }

    @Test
    void jenkinsfileThatCannotBeRunIsAUsageMistake() {
        assertThat(erp(here("run", "nope"))).isEqualTo(2);
        assertThat(err() + out()).contains("nope");
    }

    @Test
    void failedPipelineExitsWithOneAndNamesTheLog() throws Exception {
        Files.writeString(directory.resolve("Jenkinsfile"), "node {\n  error 'planned'\n}");
        assertThat(erp(here("run"))).isEqualTo(1);
        assertThat(out()).contains("Jenkinsfile:2: planned");
        assertThat(err()).contains("Full log: ");
        assertThat(directory.resolve(".erp/logs/.gitignore")).hasContent("*");
    }

    @Test
    void inputIsRefusedWhereNobodySitsUnlessAnsweredBeforehand() throws Exception {
        Files.writeString(directory.resolve("Jenkinsfile"), "node { input 'Go?' }");
        assertThat(erp(here("run"))).isEqualTo(1);
        assertThat(out()).contains("--approve");
        assertThat(erp(here("run", "--approve"))).isZero();
    }

    @Test
    void aMistakeInErpYamlIsSaidWithItsPlaceAndNothingIsDone() throws Exception {
        Files.writeString(directory.resolve("erp.yaml"), "app: x\nimgae: y\n");
        assertThat(erp(here("validate"))).isEqualTo(2);
        assertThat(out()).contains("erp.yaml:2:1", "image");
        assertThat(erp(here("deploy", "production"))).isEqualTo(2);
        out.reset();
        assertThat(erp(here("health", "production", "--json"))).isEqualTo(2);
        assertThat(new ObjectMapper().readTree(out()).path("outcome").asText())
                .isEqualTo("REFUSED");
    }

    @Test
    void registryPasswordIsNeverAnArgument() throws Exception {
        Files.writeString(directory.resolve("erp.yaml"), "app: x\n");
        assertThat(erp(here("build", "--registry-user", "bob"))).isEqualTo(2);
        assertThat(out()).contains("ERP_REGISTRY_PASSWORD");
    }

    @Test
    void workspaceRefusesWhatLeadsOutOfIt() throws Exception {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Path root = Files.createDirectories(directory.resolve("root"));
        Files.createSymbolicLink(root.resolve("link"), outside);
        LocalWorkspace workspace = new LocalWorkspace(root);
        for (String path : new String[] {"../outside/x", "link/x", "/etc/passwd"}) {
            try {
                workspace.write(path, "x");
                throw new AssertionError(path + " was written");
            } catch (java.io.IOException e) {
                assertThat(e).hasMessageContaining(path);
            }
        }
        workspace.write("a/b.xml", "x");
        assertThat(workspace.find("**/*.xml")).containsExactly("a/b.xml");
    }
}
