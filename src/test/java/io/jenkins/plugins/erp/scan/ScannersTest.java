package io.jenkins.plugins.erp.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.report.ReportException;
import io.jenkins.plugins.erp.scan.Scanner.Answer;
import io.jenkins.plugins.erp.scan.Scanner.Execution;
import io.jenkins.plugins.erp.scan.Scanner.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScannersTest {
    private static final Target IMAGE =
            new Target(List.of("orders", "config"), true, true, List.of("requirements.txt"));
    private static final Target AGENT =
            new Target(List.of("."), false, false, List.of("requirements.txt"));

    private static Scanner scanner(String name) throws ConfigException {
        return Scanners.named(List.of(name)).get(0);
    }

    @Test
    void exactCalls() throws Exception {
        assertThat(scanner("flake8").argv(AGENT))
                .containsExactly(
                        "flake8",
                        "--format=%(path)s:%(row)d:%(col)d: %(code)s %(text)s",
                        "--extend-exclude=.venv,venv,node_modules",
                        ".");
        assertThat(scanner("black").argv(IMAGE))
                .containsExactly("black", "--check", "--no-color", "orders", "config");
        assertThat(scanner("isort").argv(AGENT)).containsExactly("isort", "--check-only", ".");
        assertThat(scanner("bandit").argv(IMAGE))
                .containsExactly(
                        "bandit",
                        "--recursive",
                        "--format",
                        "json",
                        "--quiet",
                        "--exclude",
                        "/.git/,/__pycache__/,/.tox/,/.eggs/,/.venv/,/venv/,/node_modules/",
                        "--configfile",
                        "pyproject.toml",
                        "orders",
                        "config");
        assertThat(scanner("pip-audit").argv(IMAGE))
                .containsExactly("pip-audit", "--format", "json", "--progress-spinner", "off");
        assertThat(scanner("pip-audit").argv(AGENT))
                .containsExactly(
                        "pip-audit",
                        "--format",
                        "json",
                        "--progress-spinner",
                        "off",
                        "--requirement",
                        "requirements.txt");
        assertThat(scanner("safety").argv(AGENT))
                .containsExactly("safety", "check", "--json", "--file", "requirements.txt");
    }

    @Test
    void anUnknownToolIsRefusedNamingTheKnown() {
        assertThatThrownBy(() -> Scanners.named(List.of("--help")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("flake8, black, isort, bandit, pip-audit, safety");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flake8", "black", "isort", "bandit", "pip-audit", "safety"})
    void noEndOfACrashIsClean(String tool) throws Exception {
        for (int code : new int[] {1, 2, 3, 64, 65, 66, 67, 68, 69, 70, 123, 126, 134, 137, 139}) {
            Execution crash =
                    new Execution(
                            code,
                            "",
                            "Traceback (most recent call last):\n  File \"x.py\", line 1\nOSError");
            try {
                Answer answer = scanner(tool).judge(crash);
                assertThat(answer.trouble()).as("%s with %s", tool, code).isPresent();
            } catch (ReportException e) {
                assertThat(e).hasMessageContaining(tool);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bandit", "pip-audit", "safety"})
    void aReportIsNeededToBeClean(String tool) {
        for (String output : List.of("", "No issues.", "{}", "[", "{\"results\": [")) {
            assertThatThrownBy(() -> scanner(tool).judge(new Execution(0, output, "")))
                    .as(output)
                    .isInstanceOf(ReportException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"flake8", "black", "isort"})
    void silenceWithExitZeroIsClean(String tool) throws Exception {
        Answer answer = scanner(tool).judge(new Execution(0, "", ""));

        assertThat(answer.trouble()).isEmpty();
        assertThat(answer.findings().found()).isEmpty();
    }

    @Test
    void findingsAreNoTrouble() throws Exception {
        Answer flake8 = scanner("flake8").judge(new Execution(1, "a.py:1:2: F401 unused\n", ""));
        Answer black =
                scanner("black").judge(new Execution(1, "", "would reformat a.py\nOh no!\n"));
        Answer safety =
                scanner("safety")
                        .judge(
                                new Execution(
                                        64,
                                        "+====+\nDEPRECATED\n+====+\n[{\"package_name\":\"a\",\"version\":\"1\",\"vulnerability_id\":\"7\"}]\n+===+\n",
                                        ""));

        for (Answer one : List.of(flake8, black, safety)) {
            assertThat(one.trouble()).isEmpty();
            assertThat(one.findings().found()).hasSize(1);
        }
    }

    @Test
    void aFileThatBlackCannotParseIsTrouble() throws Exception {
        Answer answer =
                scanner("black")
                        .judge(
                                new Execution(
                                        123,
                                        "",
                                        "would reformat b.py\nerror: cannot format a.py: Cannot"
                                                + " parse: 1:4: def (:\n"));

        assertThat(answer.trouble()).hasValueSatisfying(t -> assertThat(t).contains("a.py"));
        assertThat(answer.findings().found()).hasSize(1);
    }
}
