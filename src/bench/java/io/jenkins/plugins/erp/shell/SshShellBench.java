package io.jenkins.plugins.erp.shell;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a command on a host costs beside its own work, over a standing session and with a process of
 * the SSH client of its own, against a throw-away sshd (needs root); and what opening costs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class SshShellBench {
    /** The way a command goes. */
    public enum Way {
        STANDING,
        ALONE
    }

    @Param Way way;

    private ThrowAwaySshd sshd;
    private Shell local;
    private SshShell shell;

    /** Starts the server and opens the connection. */
    @Setup
    public void open() throws Exception {
        sshd = new ThrowAwaySshd();
        LocalShell here = new LocalShell();
        local = way == Way.STANDING ? here : new NoConversation(here);
        shell = SshShell.open(local, sshd.options());
    }

    /** Stops both. */
    @TearDown
    public void close() throws Exception {
        shell.close();
        sshd.close();
    }

    /** The floor: a command that does nothing. */
    @Benchmark
    public CommandResult nothing() throws Exception {
        return shell.run(Command.of("true"));
    }

    /** Four kilobytes of standard input, and a variable. */
    @Benchmark
    public CommandResult input() throws Exception {
        return shell.run(
                Command.of("sha256sum")
                        .withEnv("A", "b")
                        .withStdin("0123456789abcdef".repeat(256)));
    }

    /** A connection opened, used once and closed. */
    @Benchmark
    public CommandResult opening() throws Exception {
        try (SshShell another = SshShell.open(local, sshd.options())) {
            return another.run(Command.of("true"));
        }
    }

    /** A shell such as an agent's. */
    private record NoConversation(Shell inner) implements Shell {
        @Override
        public String where() {
            return inner.where();
        }

        @Override
        public CommandResult run(Command command, Output output)
                throws ShellException, InterruptedException {
            return inner.run(command, output);
        }
    }
}
