package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.plan.HostJournal;
import io.jenkins.plugins.erp.plan.Journal;
import io.jenkins.plugins.erp.plan.JournalEntry;
import io.jenkins.plugins.erp.plan.StoppedException;
import io.jenkins.plugins.erp.release.Lease;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.util.List;

/** A lease while it is worked under: its heartbeat, and a journal that stops when it is lost. */
final class HeldLease implements AutoCloseable {
    private final Lease lease;
    private final Console console;
    private final Heart.Beating beating;
    private volatile boolean lost;
    private volatile long lastBeat = System.nanoTime();

    HeldLease(Lease lease, Console console, Heart heart) {
        this.lease = lease;
        this.console = console;
        this.beating = heart.start(this::beat, Lease.HEARTBEAT);
    }

    private void beat() {
        try {
            long now = System.nanoTime();
            if (lease.renew()) {
                lastBeat = now;
            } else {
                lost = true;
                console.error("the lease was taken by somebody else: this run stops where it is");
            }
        } catch (ShellException e) {
            console.detail("heartbeat not written: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same journal, stopping the run once the lease is lost. */
    Journal guard(HostJournal journal) {
        return new Journal() {
            @Override
            public List<JournalEntry> entries() {
                return journal.entries();
            }

            @Override
            public void append(String phase, JournalEntry.Event event, String detail)
                    throws IOException, InterruptedException {
                stopWhenLost();
                journal.append(phase, event, detail);
            }

            @Override
            public void append(List<Line> lines) throws IOException, InterruptedException {
                stopWhenLost();
                journal.append(lines);
            }
        };
    }

    private void stopWhenLost() {
        if (System.nanoTime() - lastBeat > Lease.HEARTBEAT.multipliedBy(3).toNanos()) {
            // this machine slept, or the heartbeats do not get through: ask before going on
            beat();
        }
        if (lost) {
            throw new StoppedException(
                    "the lease was lost to somebody else, who takes this run back or finishes it");
        }
    }

    @Override
    public void close() {
        beating.close();
        boolean interrupted = Thread.interrupted();
        try {
            lease.release();
        } catch (ShellException e) {
            lease.abandon();
            console.warn(
                    "the lease could not be given back ("
                            + e.getMessage()
                            + "); it frees itself after "
                            + Lease.SILENCE.toSeconds()
                            + " s");
        } catch (InterruptedException e) {
            lease.abandon();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
