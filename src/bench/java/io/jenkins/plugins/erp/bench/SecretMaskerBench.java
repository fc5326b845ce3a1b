package io.jenkins.plugins.erp.bench;

import io.jenkins.plugins.erp.shell.SecretMasker;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Masking runs over every line of every command: one line with n secrets known, against a plain
 * copy of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SecretMaskerBench {
    private static final String LINE =
            "#12 4.210 Collecting django==5.2 from index, 8.3 MB at 2.1 MB/s, cached wheel used for psycopg ";

    @Param({"1", "10", "50"})
    int secrets;

    private SecretMasker masker;

    /** Knows secrets of 24 characters, none of which is in the line. */
    @Setup
    public void know() {
        List<String> known =
                IntStream.range(0, secrets)
                        .mapToObj(i -> "s3cret-Vk8qQ2xZ7wLm-" + (1000 + i))
                        .toList();
        masker = SecretMasker.of(known);
    }

    /** A line without a secret, which is nearly every line. */
    @Benchmark
    public String mask() {
        return masker.mask(LINE);
    }

    /** The floor: the line copied once. */
    @Benchmark
    public String copy() {
        return new StringBuilder(LINE).toString();
    }
}
