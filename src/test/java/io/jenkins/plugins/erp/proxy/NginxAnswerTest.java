package io.jenkins.plugins.erp.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.proxy.NginxAnswer.Outcome;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NginxAnswerTest {

    @Test
    void theLastWordCounts() {
        assertThat(answer(0, "erp-proxy waiting 2\nerp-proxy moved\n").outcome())
                .isEqualTo(Outcome.MOVED);
        assertThat(answer(0, "erp-proxy waiting 2\nerp-proxy late\n").outcome())
                .isEqualTo(Outcome.LATE);
    }

    @Test
    void aRefusalCarriesNginxOwnLines() {
        NginxAnswer answer = answer(4, "erp-proxy refused\nnginx: [emerg] unknown directive\n");
        assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer.lines()).containsExactly("nginx: [emerg] unknown directive");
    }

    @Test
    void aContainerWithoutShellIsKnownByTheEnginesWords() {
        String docker =
                "OCI runtime exec failed: exec failed: unable to start container process: exec:"
                        + " \"sh\": executable file not found in $PATH: unknown";
        assertThat(failed(127, docker).outcome()).isEqualTo(Outcome.NO_SHELL);
        assertThat(failed(126, docker).outcome()).isEqualTo(Outcome.NO_SHELL);
        assertThat(failed(1, "Error response from daemon: No such container: c1").outcome())
                .isEqualTo(Outcome.FAILED);
    }

    @Test
    void countsTheWorkersThatAreWaitedFor() {
        assertThat(NginxAnswer.waiting("erp-proxy waiting 3")).contains("3");
        assertThat(NginxAnswer.waiting("erp-proxy moved")).isEmpty();
    }

    private static NginxAnswer answer(int code, String stdout) {
        return NginxAnswer.of(
                new CommandResult(
                        Command.of("docker"), "here", code, stdout, List.of(), Duration.ZERO));
    }

    private static NginxAnswer failed(int code, String line) {
        return NginxAnswer.of(
                new CommandResult(
                        Command.of("docker"), "here", code, "", List.of(line), Duration.ZERO));
    }
}
