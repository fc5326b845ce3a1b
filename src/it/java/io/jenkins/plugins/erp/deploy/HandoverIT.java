package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.shell.Command;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a deploy does to work in the background, and what blueGreen keeps, on the real engine. */
class HandoverIT {
    private static final String ONE = "erp-it-deploy:1";
    private static final String TWO = "erp-it-deploy:2";

    @TempDir Path workspace;
    @TempDir Path second;

    /**
     * A task of 20 seconds that has begun before the deploy is finished by the worker that began
     * it, once; beat is never there twice.
     */
    @Test
    void aRunningTaskIsFinishedAndBeatIsNeverDoubled() throws Exception {
        try (RealHost host = new RealHost("handover-it", workspace)) {
            OperationContext context = prepare(host, "    drain: 60s\n");
            assertThat(host.deploy(ONE, context).outcome()).isEqualTo(Outcome.DONE);
            ask(host, "from invoices.tasks import check_ledger; check_ledger.delay(20)");
            for (int i = 0; i < 100 && !ask(host, RUNS).contains("[("); i++) {
                Thread.sleep(200);
            }
            assertThat(ask(host, RUNS)).as("begun, not ended").contains("False)]");

            AtomicBoolean over = new AtomicBoolean();
            List<Integer> beats = Collections.synchronizedList(new ArrayList<>());
            ExecutorService watch = Executors.newSingleThreadExecutor();
            try {
                Future<?> watching =
                        watch.submit(
                                () -> {
                                    while (!over.get()) {
                                        beats.add(host.containers("celery_beat").size());
                                        Thread.sleep(50);
                                    }
                                    return null;
                                });
                DeployResult newer = host.deploy(TWO, context);
                over.set(true);
                watching.get();
                assertThat(newer.outcome()).isEqualTo(Outcome.DONE);
                assertThat(ask(host, RUNS)).as("ended, once").contains("[(20, True)]");
            } finally {
                over.set(true);
                watch.shutdownNow();
            }
            assertThat(beats).as("beats at once").contains(1).allMatch(n -> n <= 1);
            long without = beats.stream().filter(n -> n == 0).count();
            System.out.println(
                    "beat: looked " + beats.size() + " times, none " + without + " times");
        }
    }

    /** The old web keeps running, and going back to it starts no web container. */
    @Test
    void blueGreenGoesBackToTheVeryContainersThatServedBefore() throws Exception {
        try (RealHost host = new RealHost("warm-it", workspace)) {
            OperationContext context =
                    prepare(host, "    strategy: blueGreen\n    warm: 10m\n    drain: 20s\n");
            DeployResult first = host.deploy(ONE, context);
            assertThat(first.outcome()).isEqualTo(Outcome.DONE);
            List<String> before = host.containers("web");
            try (Load load = host.load(40, Duration.ofMinutes(10))) {
                assertThat(host.deploy(TWO, context).outcome()).isEqualTo(Outcome.DONE);
                assertThat(host.containers("web")).containsAll(before).hasSize(2);
                DeployResult back = host.back(context);
                assertThat(back.outcome()).isEqualTo(Outcome.DONE);
                assertThat(back.current()).isEqualTo(first.release());
                assertThat(host.containers("web")).containsAll(before);
                RealHost.nothingFailed(load);
            }
        }
    }

    /** With recreate nobody is refused or gets a 502: all who come meanwhile get a 503. */
    @Test
    void whileNeitherReleaseRunsClientsAreToldToComeAgain() throws Exception {
        try (RealHost host = new RealHost("page-it", workspace)) {
            OperationContext context = prepare(host, "    strategy: recreate\n    drain: 20s\n");
            DeployResult first = host.deploy(ONE, context);
            assertThat(first.outcome()).isEqualTo(Outcome.DONE);
            URI health = URI.create("http://127.0.0.1:" + host.port + "/api/health/");
            AtomicBoolean over = new AtomicBoolean();
            List<Told> told = Collections.synchronizedList(new ArrayList<>());
            ExecutorService clients = Executors.newFixedThreadPool(4);
            try {
                List<Future<?>> asking = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    asking.add(
                            clients.submit(
                                    () -> {
                                        while (!over.get()) {
                                            told.add(Told.by(health));
                                            Thread.sleep(50);
                                        }
                                        return null;
                                    }));
                }
                assertThat(host.deploy(TWO, context).outcome()).isEqualTo(Outcome.DONE);
                over.set(true);
                for (Future<?> one : asking) {
                    one.get();
                }
            } finally {
                over.set(true);
                clients.shutdownNow();
            }
            List<Told> others = told.stream().filter(t -> !t.equals(Told.SERVED)).toList();
            assertThat(others)
                    .as("not served")
                    .isNotEmpty()
                    .allMatch(t -> t.status() == 503 && t.retryAfter().equals("10"));
            System.out.println(
                    "recreate: asked "
                            + told.size()
                            + " times, told to come again "
                            + others.size()
                            + " times, for "
                            + (others.get(others.size() - 1).at() - others.get(0).at())
                            + " ms");
            String left =
                    host.shell()
                            .run(
                                    Command.of(
                                            "docker",
                                            "ps",
                                            "-aq",
                                            "--filter",
                                            "name=" + host.project + "-maintenance"))
                            .orThrow()
                            .stdout();
            assertThat(left).as("maintenance containers").isBlank();
        }
    }

    /**
     * What a client was told.
     *
     * @param status of HTTP; 0: nothing
     * @param retryAfter header, or why there was no answer
     * @param at in ms since the epoch; 0 where it was served
     */
    private record Told(int status, String retryAfter, long at) {
        static final Told SERVED = new Told(200, "", 0);

        /* over a connection of its own each time */
        static Told by(URI address) {
            long now = System.currentTimeMillis();
            try {
                HttpURLConnection asked = (HttpURLConnection) address.toURL().openConnection();
                asked.setRequestProperty("Connection", "close");
                asked.setConnectTimeout(5_000);
                asked.setReadTimeout(30_000);
                int status = asked.getResponseCode();
                String retry = String.valueOf(asked.getHeaderField("Retry-After"));
                return status == 200 ? SERVED : new Told(status, retry, now);
            } catch (IOException e) {
                return new Told(0, e.toString(), now);
            }
        }
    }

    private static final String RUNS =
            "from invoices.models import LedgerRun; "
                    + "print([(r.steps, r.finished_at is not None) for r in LedgerRun.objects.all()])";

    private OperationContext prepare(RealHost host, String more) throws Exception {
        RealHost.build(workspace, ONE);
        RealHost.build(second, TWO, "v2");
        return host.context(
                Collections.synchronizedList(new ArrayList<>()), "docker-compose.prod.yml", more);
    }

    /** Runs a line of Python in the system's own Django. */
    private static String ask(RealHost host, String python) throws Exception {
        return host.manage("shell", "-c", python);
    }
}
