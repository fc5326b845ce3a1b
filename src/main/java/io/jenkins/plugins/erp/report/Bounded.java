package io.jenkins.plugins.erp.report;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Limits that keep a hostile or broken report from filling memory or disk. */
final class Bounded {
    /** Bytes of one report: 256 MiB. */
    static final long MAX_BYTES = 256L * 1024 * 1024;

    /** Nesting of elements or objects. */
    static final int MAX_DEPTH = 64;

    /** Characters kept of a message. */
    static final int MAX_MESSAGE = 1_000;

    /** Characters kept of a trace. */
    static final int MAX_DETAILS = 16_000;

    /** Failures, findings or files kept one by one; further ones are counted only or refused. */
    static final int MAX_ITEMS = 50_000;

    private Bounded() {}

    /** The text, or its first characters and a note of how much was left out. */
    static String cut(String text, int limit) {
        if (text == null) {
            return "";
        }
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end) + "... (" + (text.length() - end) + " more characters)";
    }

    /** A stream that fails beyond {@link #MAX_BYTES}. */
    static InputStream limit(InputStream in) {
        return limit(in, MAX_BYTES);
    }

    static InputStream limit(InputStream in, long bytes) {
        return new FilterInputStream(in) {
            private long left = bytes;

            @Override
            public int read() throws IOException {
                int got = super.read();
                count(got < 0 ? 0 : 1);
                return got;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int got = super.read(buffer, offset, length);
                count(Math.max(0, got));
                return got;
            }

            private void count(int got) throws IOException {
                left -= got;
                if (left < 0) {
                    throw new IOException("the report is larger than " + bytes + " bytes");
                }
            }
        };
    }
}
