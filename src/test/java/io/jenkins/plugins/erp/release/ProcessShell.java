package io.jenkins.plugins.erp.release;

import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Real coreutils in a process each: what is tested is what a host does. */
public final class ProcessShell implements Shell {
    private final AtomicInteger count = new AtomicInteger();
    private volatile Predicate<Integer> lost = n -> false;

    /** From that command on the way to the machine is lost. */
    public void loseFrom(int command) {
        lost = n -> n >= command;
    }

    /** Commands so far. */
    public int count() {
        return count.get();
    }

    @Override
    public String where() {
        return "test host";
    }

    @Override
    public CommandResult run(Command command, Output output)
            throws ShellException, InterruptedException {
        if (lost.test(count.incrementAndGet())) {
            throw new ShellException("connection lost");
        }
        try {
            ProcessBuilder builder = new ProcessBuilder(command.argv()).redirectErrorStream(false);
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            try (var in = process.getOutputStream()) {
                in.write(command.stdin());
            } catch (IOException e) {
                // a program that does not read its input
            }
            byte[] out = process.getInputStream().readAllBytes();
            byte[] err = process.getErrorStream().readAllBytes();
            List<String> tail = new ArrayList<>();
            new String(err, StandardCharsets.UTF_8).lines().forEach(tail::add);
            return new CommandResult(
                    command,
                    where(),
                    process.waitFor(),
                    new String(out, StandardCharsets.UTF_8),
                    tail,
                    Duration.ZERO);
        } catch (IOException e) {
            throw new ShellException(e.getMessage(), e);
        }
    }
}
