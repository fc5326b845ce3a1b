package io.jenkins.plugins.erp.runner.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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
                        List.of("good"));

        assertThat(text)
                .contains("1 of 2 faults ended well")
                .contains(
                        "| a \\| b (`good`) | switch | did | 137, 0 | 3 / 400 † | 120 | 8.3 | 1 |"
                                + " yes |")
                .contains("| 0 / 400 | 120 | 8.3 | 1 | **no**: no release is current |");
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
                                        "    FAILED after 3.0 s: deploy@127.0.0.1:2222 is held by x"
                                                + " (deploy of 127.0.0.1:5000/a:1)")))
                .isEqualTo(
                        "deploy failed, changed nothing or took it back: HOST is held by x (deploy"
                                + " of REGISTRY/a:1)");
    }
}
