package io.jenkins.plugins.erp.shell;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One output stream of a standing session, in any portions: the bytes of the command that is under
 * way, between and before marked lines. What comes while none is under way is thrown away.
 */
final class MarkedStream {

    /** Whom the bytes and marks of one command go to. */
    interface Receiver {
        /** Bytes that the program printed, handed on as soon as they can be no mark. */
        void bytes(byte[] bytes, int offset, int length);

        /**
         * A marked line, without marker and line end.
         *
         * @return whether more is to come for this receiver
         */
        boolean mark(String mark);

        /** The stream ended before a mark that was the last. */
        void ended();
    }

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private byte[] marker = {};
    private Receiver receiver;
    private boolean ended;

    /** From now on the stream belongs to this receiver. */
    synchronized void expect(String begin, Receiver next) {
        marker = begin.getBytes(StandardCharsets.US_ASCII);
        held.reset();
        receiver = next;
        if (ended) {
            finish();
        }
    }

    synchronized void feed(byte[] portion, int length) {
        if (receiver == null) {
            return;
        }
        byte[] all = portion;
        int size = length;
        if (held.size() > 0) {
            held.write(portion, 0, length);
            all = held.toByteArray();
            size = all.length;
            held.reset();
        }
        int from = 0;
        while (receiver != null) {
            int at = find(all, from, size);
            hand(all, from, at);
            from = at;
            int end = at + marker.length <= size ? lineEnd(all, at, size) : -1;
            if (end < 0) {
                held.write(all, from, size - from);
                return;
            }
            int text = at + marker.length;
            from = end + 1;
            if (!receiver.mark(new String(all, text, end - text, StandardCharsets.UTF_8))) {
                receiver = null;
            }
        }
    }

    /** There is no more. */
    synchronized void end() {
        ended = true;
        finish();
    }

    private void finish() {
        if (receiver != null) {
            byte[] rest = held.toByteArray();
            hand(rest, 0, rest.length);
            receiver.ended();
            receiver = null;
        }
    }

    private void hand(byte[] bytes, int from, int to) {
        if (to > from) {
            receiver.bytes(bytes, from, to - from);
        }
    }

    /** Where the marker begins, or what may become one when more has come, or the end. */
    private int find(byte[] in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (in[i] != marker[0]) {
                continue;
            }
            int n = 1;
            while (n < marker.length && i + n < to && in[i + n] == marker[n]) {
                n++;
            }
            if (n == marker.length || i + n == to) {
                return i;
            }
        }
        return to;
    }

    private static int lineEnd(byte[] in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (in[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
