package io.jenkins.plugins.erp.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.AbortException;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ErpStepExecutionTest {
    private final RecordingContext context = new RecordingContext();

    @Test
    void theValueComesLaterAndNotOnThePipelinesThread() throws Exception {
        Thread pipeline = Thread.currentThread();
        ErpStepExecution execution =
                execution(
                        resumed -> {
                            assertThat(Thread.currentThread()).isNotSameAs(pipeline);
                            return Map.of("outcome", "done");
                        });

        assertThat(execution.start()).isFalse();

        assertThat(context.value()).isEqualTo(Map.of("outcome", "done"));
    }

    @Test
    void aFailureOfTheOperationIsItsMessageWithoutAStackTrace() throws Exception {
        execution(
                        resumed -> {
                            throw new OperationException(
                                    Outcome.FAILED, "phase migrate failed on erp1");
                        })
                .start();

        assertThat(context.failure())
                .isInstanceOf(AbortException.class)
                .hasMessage("erpHealth: phase migrate failed on erp1");
    }

    @Test
    void anErrorOfOursKeepsItsStackTrace() throws Exception {
        IllegalStateException bug = new IllegalStateException("a bug");
        execution(
                        resumed -> {
                            throw bug;
                        })
                .start();

        assertThat(context.failure()).isSameAs(bug);
    }

    @Test
    void abortingInterruptsTheWorkAndWaitsForItsCleaningUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cleaning = new CountDownLatch(1);
        CountDownLatch clean = new CountDownLatch(1);
        ErpStepExecution execution =
                execution(
                        resumed -> {
                            begun.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                cleaning.countDown();
                                clean.await();
                                throw e;
                            }
                            return Map.of();
                        });
        execution.start();
        begun.await();
        Exception cause = new Exception("aborted by a person");

        execution.stop(cause);
        cleaning.await();
        assertThat(context.isDone()).isFalse();
        clean.countDown();

        assertThat(context.failure()).isSameAs(cause);
    }

    @Test
    void abortingAgainDoesNotWait() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        ErpStepExecution execution =
                execution(
                        resumed -> {
                            begun.countDown();
                            while (never.getCount() > 0) {
                                try {
                                    never.await();
                                } catch (InterruptedException e) {
                                    // hangs
                                }
                            }
                            return Map.of();
                        });
        execution.start();
        begun.await();

        execution.stop(new Exception("first"));
        Exception second = new Exception("second");
        execution.stop(second);

        assertThat(context.failure()).isSameAs(second);
        never.countDown();
    }

    @Test
    void aSavedExecutionGoesOnFromItsArguments() throws Exception {
        Saved execution = new Saved(new RecordingContext());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(execution);
        }
        Saved loaded;
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            loaded = (Saved) in.readObject();
        }

        assertThat(loaded.getStatus()).isEqualTo("not running");
        loaded.onResume();

        assertThat(((RecordingContext) loaded.getContext()).value())
                .isEqualTo(Map.of("resumed", true));
    }

    private ErpStepExecution execution(Work work) {
        return new ErpStepExecution(context, new ErpHealthStep("production")) {
            private static final long serialVersionUID = 1L;

            @Override
            Map<String, Object> perform(boolean resumed)
                    throws OperationException, InterruptedException {
                return work.perform(resumed);
            }
        };
    }

    private interface Work {
        Map<String, Object> perform(boolean resumed)
                throws OperationException, InterruptedException;
    }

    private static final class Saved extends ErpStepExecution {
        private static final long serialVersionUID = 1L;

        Saved(RecordingContext context) {
            super(context, new ErpDeployStep("production"));
        }

        @Override
        Map<String, Object> perform(boolean resumed) {
            return Map.of("resumed", resumed);
        }
    }
}
