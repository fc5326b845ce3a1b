package io.jenkins.plugins.erp.runner.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FaultReportTest {

    private static FaultRow row(String name, int failed, String... wrong) {
        return new FaultRow(
                name,
                "a | b",
                "switch",
                "did",
                "137, 0",
                failed,
                400,
                120,
                8.25,
                1,
                List.of(wrong));
    }

    @Test
    void aLineForEachFaultSaysWhatDidNotHold() {
        String text =
                FaultReport.markdown(
                        "2026-01-01T00:00:00Z",
                        "2 processors",
                        20,
                        7,
                        List.of(row("good", 3), row("bad", 0, "no release is current")),
                        List.of("good"),
                        List.of("good", "bad", "other"));

        assertThat(text)
                .contains("1 of 2 faults ended well")
                .contains(
                        "| a \\| b (`good`) | switch | did | 137, 0 | 3 / 400 † | 120 | 8.3 | 1 |"
                                + " yes |")
                .contains("| 0 / 400 | 120 | 8.3 | 1 | **no**: no release is current |")
                .endsWith("\nNot in this run: `other`.\n");
    }

    @Test
    void laterRowsTakeTheirPlaces() {
        List<FaultRow> all =
                FaultReport.merged(
                        List.of("a", "b", "c"),
                        List.of(row("c", 1), row("a", 1)),
                        List.of(row("c", 2), row("b", 2)));

        assertThat(all).extracting(FaultRow::name).containsExactly("a", "b", "c");
        assertThat(all).extracting(FaultRow::failed).containsExactly(1, 2, 2);
    }

    @Test
    void everyFaultHasANameOfItsOwn() {
        List<String> names = Faults.all().stream().map(Fault::name).toList();

        assertThat(names).doesNotHaveDuplicates().contains("kill-switch", "ssh-check", "dies");
    }

    @Test
    void everyPhaseOfAFaultIsOneThatAPersonSees() {
        assertThat(Faults.all().stream().map(Fault::phase).filter(p -> !p.isEmpty()))
                .allSatisfy(p -> assertThat(ErpProcess.title(p)).isNotBlank());
    }

    @Test
    void thoseChosenAreHadInTheOrderInWhichTheyAreNamed() {
        FaultOptions options =
                new FaultOptions(
                        Path.of("/h"),
                        Map.of(),
                        20,
                        List.of("kill-switch", "ssh-", "dies"),
                        1,
                        Optional.empty(),
                        false);

        assertThat(options.place("kill-switch")).isLessThan(options.place("ssh-stage"));
        assertThat(options.place("ssh-stage")).isLessThan(options.place("dies"));
        assertThat(options.wants("dies")).isTrue();
        assertThat(options.wants("dies-later")).isFalse();
    }

    @Test
    void theProductIsAProcessOfItsOwn() {
        List<String> argv =
                ErpProcess.argv(
                        Path.of("/home/x"), Path.of("/w"), "a:b", List.of("resume", "production"));

        assertThat(argv.subList(argv.size() - 9, argv.size()))
                .containsExactly(
                        "-cp",
                        "a:b",
                        "io.jenkins.plugins.erp.runner.Main",
                        "resume",
                        "-C",
                        "/w",
                        "--lang",
                        "en",
                        "production");
    }

    @Test
    void aPhaseIsSeenByTheTitleThatItHasOnTheConsole() {
        assertThat(ErpProcess.phaseOf("[15/19] " + ErpProcess.title("switch")))
                .contains("Switch web");
        assertThat(ErpProcess.phaseOf("    ok, 1.0 s")).isEmpty();
    }

    @Test
    void anEndIsToldInAFewWords() {
        assertThat(Telling.of("resume", 0, List.of("production: no run was left unfinished")))
                .isEqualTo("resume found nothing left");
        assertThat(
                        Telling.of(
                                "deploy",
                                1,
                                List.of(
                                        "    FAILED after 3.0 s: deploy@127.0.0.1:2222 is held by"
                                                + " me@there (deploy of 127.0.0.1:5000/a:1)"
                                                + " since 2026-01-01T00:00:00Z, 5 s. Wait")))
                .isEqualTo("deploy failed before it changed anything (HOST is held by SOMEBODY)");
        assertThat(
                        Telling.of(
                                "deploy",
                                1,
                                List.of(
                                        "    FAILED after 3.0 s: web ended with exit code 3 and was"
                                                + " restarted 1 times. Its last lines:",
                                        "        | oops",
                                        "    taking back: Start the new release")))
                .isEqualTo(
                        "deploy failed and was taken back (web ended with exit code 3 and was"
                                + " restarted 1 times)");
    }

    @Test
    void aReasonIsOnePhraseOrNone() {
        assertThat(Telling.phrase("migrate ended with exit code 1:"))
                .isEqualTo("migrate ended with exit code 1");
        assertThat(
                        Telling.phrase(
                                "could not write /opt/demo/stack/.erp/current on"
                                        + " deploy@127.0.0.1:2222: the disk is full. Free some"))
                .isEqualTo("could not write STACK/.erp/current on HOST: the disk is full");
        assertThat(
                        Telling.phrase(
                                "the connection to deploy@127.0.0.1:2222 (port 2222) was lost"
                                        + " during: docker ps -a"))
                .isEqualTo("the connection to HOST was lost");
        assertThat(Telling.phrase("word ".repeat(50))).isEmpty();
    }
}
