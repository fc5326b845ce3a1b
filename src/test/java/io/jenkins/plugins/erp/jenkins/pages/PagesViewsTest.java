package io.jenkins.plugins.erp.jenkins.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/** What holds for every view and every method of the pages that the web reaches. */
class PagesViewsTest {
    private static final Path VIEWS =
            Path.of("src/main/resources/io/jenkins/plugins/erp/jenkins/pages");
    private static final Pattern KEY = Pattern.compile("\\.of\\(([^)]*)");
    private static final Pattern LITERAL = Pattern.compile("'([a-zA-Z]+\\.[a-zA-Z_.]+)'");

    @Test
    void everyTextThatAViewNamesIsThere() throws IOException {
        Properties texts = texts();
        Set<String> missing = new TreeSet<>();
        int found = 0;
        for (Path view : views(".jelly")) {
            Matcher calls = KEY.matcher(Files.readString(view));
            while (calls.find()) {
                Matcher keys = LITERAL.matcher(calls.group(1));
                while (keys.find()) {
                    found++;
                    if (!texts.containsKey(keys.group(1))) {
                        missing.add(view.getFileName() + ": " + keys.group(1));
                    }
                }
            }
        }

        assertThat(found).isGreaterThan(60);
        assertThat(missing).isEmpty();
    }

    @Test
    void everyStateAndFactHasAText() throws IOException {
        Properties texts = texts();
        for (io.jenkins.plugins.erp.plan.PhaseState state :
                io.jenkins.plugins.erp.plan.PhaseState.values()) {
            assertThat(texts)
                    .containsKey("phase." + state.name().toLowerCase(java.util.Locale.ROOT));
        }
        for (io.jenkins.plugins.erp.operation.Outcome outcome :
                io.jenkins.plugins.erp.operation.Outcome.values()) {
            assertThat(texts).containsKey("outcome." + outcome.name());
        }
        for (String policy : RollbackOrder.MIGRATIONS) {
            assertThat(texts).containsKey("rollback.migrations." + policy);
        }
    }

    @Test
    void noViewHasAScriptAStyleOrAHandlerInIt() throws IOException {
        Pattern inline =
                Pattern.compile("<script|<style|\\sstyle=|\\son[a-z]+=|javascript:|<j:out");
        for (Path view : views(".jelly")) {
            String text = Files.readString(view);
            assertThat(text).as(view.toString()).startsWith("<?jelly escape-by-default='true'?>");
            assertThat(inline.matcher(text).find()).as(view.toString()).isFalse();
        }
        for (Path script : views(".js")) {
            assertThat(Files.readString(script))
                    .doesNotContain("eval(")
                    .doesNotContain("innerHTML =");
        }
    }

    @Test
    void everyTableHasACaptionAndEveryHeadAScope() throws IOException {
        for (Path view : views(".jelly")) {
            String text = Files.readString(view);
            assertThat(count(text, "<caption>"))
                    .as(view.toString())
                    .isEqualTo(count(text, "<table"));
            assertThat(count(text, "<th "))
                    .as(view.toString())
                    .isEqualTo(count(text, "<th scope=\""));
            assertThat(text).doesNotContain("<th>");
        }
    }

    @Test
    void whatChangesAnythingTakesPostAndTheRestOnlyGet() {
        Set<String> posts = new HashSet<>();
        Set<String> gets = new HashSet<>();
        for (Class<?> page :
                List.of(RunPage.class, JobPage.class, FolderPage.class, Dashboard.class)) {
            assertThat(page).isAssignableTo(StaplerProxy.class);
            for (Method method : page.getMethods()) {
                if (method.getName().startsWith("do")) {
                    (method.isAnnotationPresent(POST.class) ? posts : gets).add(method.getName());
                    assertThat(
                                    method.isAnnotationPresent(POST.class)
                                            || method.isAnnotationPresent(GET.class))
                            .as(method.toString())
                            .isTrue();
                }
            }
        }

        assertThat(posts).containsExactly("doRollback");
        assertThat(gets).containsExactlyInAnyOrder("doConfirmRollback", "doPrometheus");
    }

    @Test
    void theRestViewTellsWhatItsPageSays() {
        assertThat(Dashboard.class).hasAnnotation(ExportedBean.class);
        assertThat(exported(Dashboard.class)).containsExactly("getEnvironments", "getOperations");
        assertThat(exported(RestEnvironment.class))
                .containsExactly(
                        "app",
                        "commit",
                        "environment",
                        "hosts",
                        "last",
                        "live",
                        "release",
                        "running",
                        "since",
                        "state");
        assertThat(exported(RestOperation.class))
                .contains("kind", "outcome", "seconds", "job", "build", "release")
                .doesNotContain("failure", "result");

        RestEnvironment environment =
                RestEnvironment.of(
                        EnvironmentView.of(
                                        List.of(
                                                Operations.deploy(1, Operations.FIRST, ""),
                                                Operations.failed(
                                                        2, Operations.SECOND, Operations.FIRST)))
                                .get(0));
        assertThat(environment.state()).isEqualTo("failed");
        assertThat(environment.release()).isEqualTo(Operations.FIRST);
        assertThat(environment.since()).isEqualTo("2026-11-02T09:00:11Z");
        assertThat(environment.live().build()).isEqualTo(1);
        assertThat(environment.last().outcome()).isEqualTo("FAILED");
        assertThat(environment.running()).isNull();
    }

    @Test
    void aFolderHasWhatIsBelowItAndEachJobIsAskedOnce() {
        assertThat(VisibleHistory.isBelow("team", "team/shop")).isTrue();
        assertThat(VisibleHistory.isBelow("team", "team2/shop")).isFalse();
        assertThat(VisibleHistory.isBelow("team", "team")).isFalse();
        assertThat(VisibleHistory.isBelow("", "team/shop")).isTrue();

        int[] asked = new int[1];
        var once =
                VisibleHistory.once(
                        name -> {
                            asked[0]++;
                            return name.equals("mine");
                        });
        assertThat(once.test("mine")).isTrue();
        assertThat(once.test("mine")).isTrue();
        assertThat(once.test("secret")).isFalse();
        assertThat(once.test("secret")).isFalse();
        assertThat(asked[0]).isEqualTo(2);
    }

    @Test
    void whatStandsInAnAddressIsWrittenSafely() {
        assertThat(Board.query(List.of("app", "a&b=c", "environment", "x y<z>")))
                .isEqualTo("app=a%26b%3Dc&environment=x+y%3Cz%3E");
    }

    private static Set<String> exported(Class<?> type) {
        Set<String> names = new TreeSet<>();
        for (Method method : type.getMethods()) {
            if (method.isAnnotationPresent(Exported.class)) {
                names.add(method.getName());
            }
        }
        return names;
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static Properties texts() throws IOException {
        Properties properties = new Properties();
        try (Reader reader =
                Files.newBufferedReader(
                        VIEWS.resolve("Messages.properties"), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }

    private static List<Path> views(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(VIEWS)) {
            return files.filter(f -> f.toString().endsWith(ending)).toList();
        }
    }
}
