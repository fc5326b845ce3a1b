package io.jenkins.plugins.erp.shell;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The standing sessions of one host: opened when needed, lent to one command at a time, used again.
 * One that ended, or may no more be trusted, is replaced by a new one.
 */
final class StandingSessions implements AutoCloseable {
    private static final Duration GREETING = Duration.ofSeconds(20);

    /** Attempts in a row after which a host is taken for one that cannot. */
    private static final int FAILURES = 3;

    /** Sessions that are read on for what something left running still prints. */
    private static final int RETIRED = 2;

    /** Starts the loop on the host. */
    @FunctionalInterface
    interface Opener {
        /**
         * With the word for the loop's first line.
         *
         * @return empty where there is no holding a conversation
         */
        Optional<Conversation> open(String nonce) throws ShellException, InterruptedException;
    }

    private final Opener opener;
    private final Runnable impossible;
    private final Deque<StandingSession> idle = new ArrayDeque<>();
    private final Deque<StandingSession> retired = new ArrayDeque<>();
    private int most;
    private int open;
    private int failures;
    private boolean over;

    /**
     * Opens nothing yet.
     *
     * @param most at once
     * @param impossible told once, when there will never be any
     */
    StandingSessions(int most, Opener opener, Runnable impossible) {
        this.most = most;
        this.opener = opener;
        this.impossible = impossible;
    }

    /** A session for one command, to be given back; empty when there is none to be had now. */
    Optional<StandingSession> take() throws InterruptedException {
        synchronized (this) {
            while (!idle.isEmpty()) {
                StandingSession session = idle.pop();
                if (session.usable()) {
                    return Optional.of(session);
                }
                remove(session);
            }
            if (over || open >= most) {
                return Optional.empty();
            }
            open++;
        }
        Optional<StandingSession> session = Optional.empty();
        try {
            session = begin();
        } finally {
            if (session.isEmpty()) {
                synchronized (this) {
                    open--;
                }
            }
        }
        return session;
    }

    /** Takes a session back. */
    synchronized void give(StandingSession session) {
        if (!session.usable()) {
            remove(session);
        } else if (over || open > most) {
            open--;
            session.close();
        } else {
            idle.push(session);
        }
    }

    /** Has fewer from now on: the host does not have room for so many beside the commands alone. */
    synchronized void shrink() {
        most = Math.max(0, most - 1);
        while (!idle.isEmpty()) {
            open--;
            idle.pop().close();
        }
    }

    /** Ends all. */
    @Override
    public synchronized void close() {
        over = true;
        idle.forEach(StandingSession::close);
        idle.clear();
        retired.forEach(StandingSession::close);
        retired.clear();
    }

    private Optional<StandingSession> begin() throws InterruptedException {
        String nonce = RemoteCommand.nonce();
        StandingSession.Greeting greeting = StandingSession.Greeting.FAILED;
        try {
            Optional<Conversation> conversation = opener.open(nonce);
            if (conversation.isEmpty()) {
                greeting = StandingSession.Greeting.IMPOSSIBLE;
            } else {
                StandingSession session = new StandingSession(conversation.get());
                greeting = session.greet(nonce, GREETING);
                if (greeting == StandingSession.Greeting.READY) {
                    ready();
                    return Optional.of(session);
                }
            }
        } catch (ShellException e) {
            // the way without a session says it better; says nothing about what the host can
            return Optional.empty();
        }
        failed(greeting);
        return Optional.empty();
    }

    private synchronized void ready() {
        failures = 0;
    }

    private synchronized void failed(StandingSession.Greeting greeting) {
        failures++;
        boolean never = greeting == StandingSession.Greeting.IMPOSSIBLE || failures >= FAILURES;
        if (never && !over) {
            over = true;
            impossible.run();
        }
    }

    private void remove(StandingSession session) {
        open--;
        session.retire();
        retired.add(session);
        if (retired.size() > RETIRED) {
            retired.remove().close();
        }
    }
}
