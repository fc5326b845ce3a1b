package io.jenkins.plugins.erp.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PipeTest {
    private static final Shell SHELL = new LocalShell();

    private static CommandResult pipe(Command source, Command sink) throws Exception {
        return Pipe.run(SHELL, source, SHELL, sink, InputStream::transferTo, Output.NONE);
    }

    private static Command sh(String script) {
        return Command.of("sh", "-c", script);
    }

    @Test
    void allBytesArriveAfterTheSinksOwnInput() throws Exception {
        CommandResult result =
                pipe(sh("head -c 3000000 /dev/zero"), Command.of("wc", "-c").withStdin("abc"));
        assertThat(result.stdout().trim()).isEqualTo("3000003");
    }

    @Test
    void theFirstsFailureIsToldWithItsLastLinesAndTheSecondSeesNoEnd() throws Exception {
        assertThatThrownBy(
                        () ->
                                pipe(
                                        sh("echo part; echo no such image >&2; exit 3"),
                                        sh("cat >/dev/null; echo took it")))
                .isInstanceOf(FeedFailedException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("| no such image");
    }

    @Test
    void theSecondsFailureIsItsResultAndEndsTheFirst() throws Exception {
        CommandResult result = pipe(sh("exec yes"), sh("echo disk full >&2; exit 4"));
        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.tail()).containsExactly("disk full");
    }

    @Test
    void anInterruptionEndsBoth() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                pipe(sh("exec yes erp-pipe-test"), sh("exec sleep 600"));
                            } catch (Exception e) {
                                thrown.set(e);
                            }
                        });
        thread.start();
        while (!runs("erp-pipe-test")) {
            Thread.sleep(20);
        }
        thread.interrupt();
        thread.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        while (runs("erp-pipe-test")) {
            Thread.sleep(20);
        }
    }

    private static boolean runs(String word) {
        return ProcessHandle.current()
                .descendants()
                .anyMatch(p -> p.info().commandLine().orElse("").contains("yes " + word));
    }

    @Test
    void whatCannotBeReadIsAFailure() {
        assertThatThrownBy(
                        () ->
                                Pipe.read(
                                        SHELL,
                                        sh("echo x"),
                                        in -> {
                                            throw new IOException("not an archive");
                                        }))
                .isInstanceOf(ShellException.class)
                .hasMessage("not an archive");
    }
}
