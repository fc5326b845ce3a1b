package io.jenkins.plugins.erp.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
    @TempDir Path directory;
    private HostState host;

    @BeforeEach
    void prepare() throws Exception {
        host = new HostState(new ProcessShell(), directory.toString());
        host.prepare();
    }

    @Test
    void theSecondLearnsWhoHoldsIt() throws Exception {
        Lease first = Lease.tryAcquire(host, "build 7", "deploy").lease().orElseThrow();
        Lease.Attempt second = Lease.tryAcquire(host, "build 8", "deploy");
        assertThat(second.lease()).isEmpty();
        assertThat(second.holder().orElseThrow().actor()).isEqualTo("build 7");
        first.release();
        assertThat(Lease.tryAcquire(host, "build 8", "deploy").lease()).isPresent();
        assertThat(names()).containsExactly("lease");
    }

    @Test
    void neverTwoAtOnceUnderContention() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger got = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(6);
        List<Future<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String actor = "build " + i;
            Callable<Boolean> one =
                    () -> {
                        boolean alone = true;
                        for (int round = 0; round < 6; round++) {
                            Lease.Attempt attempt = Lease.tryAcquire(host, actor, "deploy");
                            if (attempt.lease().isPresent()) {
                                got.incrementAndGet();
                                alone &= inside.incrementAndGet() == 1;
                                Thread.sleep(3);
                                alone &= attempt.lease().get().holds();
                                inside.decrementAndGet();
                                attempt.lease().get().release();
                            }
                        }
                        return alone;
                    };
            all.add(pool.submit(one));
        }
        for (Future<Boolean> one : all) {
            assertThat(one.get()).isTrue();
        }
        pool.shutdown();
        assertThat(got.get()).isPositive();
        assertThat(Lease.holder(host)).isEmpty();
        assertThat(names()).containsExactly("lease");
    }

    @Test
    void aSilentOwnerLosesItAndItsLateHeartbeatChangesNothing() throws Exception {
        Lease silent = Lease.tryAcquire(host, "build 7", "deploy").lease().orElseThrow();
        Path beat = directory.resolve(".erp/beat." + silent.owner().token());
        Files.writeString(beat, "1000");
        Lease.Attempt next = Lease.tryAcquire(host, "build 8", "deploy");
        assertThat(next.lease()).isPresent();
        assertThat(next.freedFrom().orElseThrow().actor()).isEqualTo("build 7");
        assertThat(silent.renew()).isFalse();
        silent.release();
        assertThat(next.lease().get().holds()).isTrue();
    }

    @Test
    void anOwnerOfThisMachineWhoseProcessIsGoneLosesItAtOnce() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        String ours = LeaseOwner.thisProcess();
        String process = gone.pid() + ours.substring(ours.indexOf('@'));
        replaceOwner(process);
        assertThat(Lease.tryAcquire(host, "build 8", "deploy").lease()).isPresent();
    }

    @Test
    void aClockThatIsSetNeitherTakesItFromTheLivingNorKeepsItForTheDead() throws Exception {
        replaceOwner("1@elsewhere/5");
        for (long jump : new long[] {-100_000, 100_000}) {
            HostState there = new HostState(new Jumped(new ProcessShell(), jump), root());
            assertThat(Lease.tryAcquire(there, "build 8", "deploy").lease()).isEmpty();
        }
        assertThat(Lease.silent(new HostFiles.Uptime("b", 5), new HostFiles.Uptime("b", 90)))
                .isFalse();
        assertThat(Lease.silent(new HostFiles.Uptime("b", 5), new HostFiles.Uptime("b", 96)))
                .isTrue();
        // the host was started anew: the holder has its time to be heard again
        assertThat(Lease.silent(new HostFiles.Uptime("b", 5000), new HostFiles.Uptime("c", 60)))
                .isFalse();
        assertThat(Lease.silent(new HostFiles.Uptime("b", 5000), new HostFiles.Uptime("c", 91)))
                .isTrue();
    }

    private String root() {
        return directory.toString();
    }

    /** A host whose clock was set. */
    private record Jumped(Shell inner, long seconds) implements Shell {
        @Override
        public String where() {
            return inner.where();
        }

        @Override
        public CommandResult run(Command command, Output output)
                throws ShellException, InterruptedException {
            CommandResult real = inner.run(command, output);
            if (!command.argv().equals(List.of("date", "+%s"))) {
                return real;
            }
            long set = Long.parseLong(real.stdout().trim()) + seconds;
            return new CommandResult(command, where(), 0, set + "\n", List.of(), Duration.ZERO);
        }
    }

    @Test
    void anOwnerOnAnotherMachineKeepsItWhileItBeats() throws Exception {
        replaceOwner("1@elsewhere/5");
        assertThat(Lease.tryAcquire(host, "build 8", "deploy").lease()).isEmpty();
    }

    private void replaceOwner(String process) throws Exception {
        Lease lease = Lease.tryAcquire(host, "build 7", "deploy").lease().orElseThrow();
        LeaseOwner owner = lease.owner();
        Files.writeString(
                directory.resolve(".erp/lease/" + owner.token() + "/owner.json"),
                new LeaseOwner(
                                owner.actor(),
                                owner.operation(),
                                owner.token(),
                                owner.since(),
                                process)
                        .toJson());
    }

    private List<String> names() throws Exception {
        return host.files().list(directory.resolve(".erp").toString()).stream()
                .filter(n -> n.startsWith("lease"))
                .toList();
    }
}
