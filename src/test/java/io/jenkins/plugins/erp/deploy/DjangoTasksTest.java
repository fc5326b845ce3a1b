package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.MigrationsConfig;
import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DjangoTasksTest {
    private static final ComposeCommands COMPOSE =
            new ComposeCommands(
                    "erp", List.of("/opt/erp/c.json"), Optional.empty(), Optional.of("/opt/erp"));
    private static final DjangoTasks.Wish ALL =
            new DjangoTasks.Wish(
                    true,
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(15),
                    new MigrationsConfig(
                            MigrationsConfig.Policy.REFUSE, List.of("orders.0002_channel")),
                    true,
                    Map.of("DJANGO_SUPERUSER_PASSWORD", "correct-horse"));

    private static CommandResult result(int code, String stdout, String... tail) {
        return new CommandResult(
                Command.of("docker"), "erp1", code, stdout, List.of(tail), Duration.ZERO);
    }

    private static DjangoTasks.Ran ran(int code, String stdout, String... tail) {
        return new DjangoTasks.Ran(TasksTold.parse(stdout), result(code, stdout, tail));
    }

    @Test
    void oneContainerAndWhatIsSecretByStandardInputOnly() {
        Command command =
                DjangoTasks.command(
                        COMPOSE, "erp-tasks-1", "web", ALL.given(), Duration.ofMinutes(25));

        assertThat(command.argv())
                .containsExactly(
                        "docker",
                        "compose",
                        "-p",
                        "erp",
                        "-f",
                        "/opt/erp/c.json",
                        "--project-directory",
                        "/opt/erp",
                        "run",
                        "--rm",
                        "--no-deps",
                        "--no-TTY",
                        "--name",
                        "erp-tasks-1",
                        "web",
                        "python3",
                        "manage.py",
                        "shell",
                        "-c",
                        "import json, sys; given = json.load(sys.stdin);"
                                + " exec(compile(given.pop(\"script\"), \"release.py\", \"exec\"),"
                                + " {\"given\": given, \"__name__\": \"erp_release\"})");
        assertThat(new String(command.stdin(), StandardCharsets.UTF_8))
                .startsWith(
                        "{\"mode\":\"release\",\"migrate\":true,\"lockMillis\":10000,"
                                + "\"policy\":\"refuse\",\"allow\":[\"orders.0002_channel\"],"
                                + "\"static\":true,\"superuser\":{\"DJANGO_SUPERUSER_PASSWORD\":"
                                + "\"correct-horse\"},\"script\":\"");
        assertThat(command.toString() + ALL).doesNotContain("correct-horse");
    }

    @Test
    void whatItToldIsReadPartByPart() {
        TasksTold told =
                TasksTold.parse(
                        """
                        3 objects imported automatically

                        erp-release {"part":"before","ok":true,"heads":{"orders":["0001_initial"]}}

                        erp-release {"part":"plan","ok":true,"plan":["orders.0002_x"],"hazards":[{"migration":"orders.0002_x","operation":"RemoveField: Remove field a from order","kind":"drop-column","what":"orders_order.a"}]}
                          Applying orders.0002_x... OK

                        erp-release {"part":"migrate","ok":true,"seconds":0.25,"after":{"orders":["0002_x"]}}

                        erp-release {"part":"static","ok":true,"seconds":1.5,"said":"3 static files copied"}
                        erp-release {"part":"superuser","ok":true,"seconds":0.01,"made":false}
                        erp-release {"part":"cut o\
                        """);

        assertThat(told.before()).contains(Map.of("orders", List.of("0001_initial")));
        assertThat(told.after()).contains(Map.of("orders", List.of("0002_x")));
        assertThat(told.hazards())
                .containsExactly(
                        new Hazard(
                                "orders.0002_x",
                                "RemoveField: Remove field a from order",
                                "drop-column",
                                "orders_order.a"));
        assertThat(told.failed()).isEmpty();
        // an older script, or another command than Django's, does not say
        assertThat(told.staticChanged()).isTrue();
        assertThat(MigratePhase.said(told))
                .isEqualTo(
                        "applied orders.0002_x (0.25 s); 3 static files copied (1.50 s);"
                                + " superuser exists (0.01 s)");
    }

    @Test
    void collectedFilesAreRightForThoseWhoseCollectingChangedNothing() {
        List<String> before = List.of("one", "two");
        assertThat(CollectedFiles.now(before, "three", collected(true, false)))
                .containsExactly("one", "two", "three");
        assertThat(CollectedFiles.now(before, "one", collected(true, false)))
                .containsExactly("two", "one");
        assertThat(CollectedFiles.now(before, "three", collected(true, true)))
                .containsExactly("three");
        assertThat(CollectedFiles.now(before, "three", collected(false, false))).isEmpty();
        assertThat(CollectedFiles.now(before, "three", TasksTold.parse(""))).isEmpty();
        assertThat(
                        CollectedFiles.now(
                                before,
                                "three",
                                TasksTold.parse("erp-release {\"part\":\"migrate\",\"ok\":false}")))
                .isEqualTo(before);
    }

    private static TasksTold collected(boolean ok, boolean changed) {
        return TasksTold.parse(
                "erp-release {\"part\":\"static\",\"ok\":" + ok + ",\"changed\":" + changed + "}");
    }

    @Test
    void aFailureNamesItsPartWithTheLastLines() {
        String migrated =
                "erp-release {\"part\":\"migrate\",\"ok\":true}\n"
                        + "erp-release {\"part\":\"static\",\"ok\":false}\n";
        assertThatThrownBy(
                        () ->
                                DjangoTasks.check(
                                        ran(1, migrated, "PermissionError: /app/staticfiles"),
                                        Duration.ofSeconds(10)))
                .isInstanceOf(PhaseException.class)
                .hasMessage(
                        "collecting static files ended with exit code 1:\n"
                                + "    | PermissionError: /app/staticfiles");
        assertThatThrownBy(
                        () ->
                                DjangoTasks.check(
                                        ran(
                                                1,
                                                "erp-release"
                                                        + " {\"part\":\"migrate\",\"ok\":false,\"locked\":true}"),
                                        Duration.ofSeconds(10)))
                .hasMessageContaining("migrating ended")
                .hasMessageContaining("longer than lockTimeout (10 s)");
        assertThatThrownBy(() -> DjangoTasks.check(ran(137, "", "Killed"), Duration.ofSeconds(10)))
                .hasMessageStartingWith("the container of the release tasks ended");
    }

    /** Cut off without a word, a part may have begun; only its own word says that it had not. */
    @Test
    void whatHadNotBegunIsKnownOnlyFromItsOwnWord() {
        TasksTold cut = TasksTold.parse("erp-release {\"part\":\"before\",\"ok\":true}\n");
        assertThat(cut.notBegun(TasksTold.MIGRATE)).isFalse();
        TasksTold failed = TasksTold.parse("erp-release {\"part\":\"migrate\",\"ok\":false}\n");
        assertThat(failed.notBegun(TasksTold.MIGRATE)).isFalse();
        assertThat(failed.notBegun(TasksTold.STATIC)).isTrue();
        TasksTold refused = TasksTold.parse("erp-release {\"part\":\"refused\"}\n");
        assertThat(refused.notBegun(TasksTold.MIGRATE)).isTrue();
    }

    @Test
    void everyKindOfHazardSaysWhyAndWhatToDoInstead() {
        for (String kind : Hazard.KINDS) {
            assertThat(new Hazard("a.0002_b", "X: y", kind, "t.c").text().lines())
                    .as(kind)
                    .hasSize(3);
            for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
                assertThat(
                                io.jenkins.plugins.erp.text.Messages.of(
                                        locale, Hazard.class, "hazard." + kind))
                        .isNotBlank();
            }
        }
        // one that this version does not know is told as one that cannot be judged
        assertThat(new Hazard("a.0002_b", "X: y", "new", "").text()).contains("cannot be judged");
        List<Hazard> all =
                List.of(
                        new Hazard("a.0002_b", "X", "unique", ""),
                        new Hazard("a.0003_c", "X", "unique", ""),
                        new Hazard("a.0004_d", "X", "irreversible", ""));
        assertThat(Hazard.stopping(all, List.of("a.0002_b"))).containsExactly(all.get(1));
    }
}
