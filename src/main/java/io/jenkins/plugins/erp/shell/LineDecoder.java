package io.jenkins.plugins.erp.shell;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Bytes in any portions to lines: UTF-8, what is not becomes U+FFFD; a line ends with LF, CR LF or
 * a lone CR (progress displays); a line that is too long comes in pieces that cut no secret.
 */
final class LineDecoder {
    /** Characters of a line, at most: even at three bytes each under 64 KiB. */
    static final int LONGEST = 21_000;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SecretMasker masker;
    private final Consumer<String> lines;
    private final Consumer<String> text;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final StringBuilder line = new StringBuilder();
    private ByteBuffer rest = NOTHING;
    private boolean carriageReturn;

    LineDecoder(SecretMasker masker, Consumer<String> lines, Consumer<String> text) {
        this.masker = masker;
        this.lines = lines;
        this.text = text;
    }

    synchronized void feed(byte[] bytes, int offset, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        if (rest.hasRemaining()) {
            in = ByteBuffer.allocate(rest.remaining() + length);
            in.put(rest).put(bytes, offset, length).flip();
        }
        decode(in, false);
        // the caller's array is the caller's: what is left of it is copied
        rest = in.hasRemaining() ? ByteBuffer.allocate(in.remaining()).put(in).flip() : NOTHING;
    }

    synchronized void end() {
        decode(rest, true);
        rest = NOTHING;
        if (line.length() > 0) {
            emit();
        }
    }

    private void decode(ByteBuffer in, boolean last) {
        CharBuffer chars = CharBuffer.allocate(in.remaining() + 4);
        decoder.decode(in, chars, last);
        if (last) {
            decoder.flush(chars);
            decoder.reset();
        }
        chars.flip();
        if (!chars.hasRemaining()) {
            return;
        }
        String more = chars.toString();
        text.accept(more);
        int at = 0;
        while (at < more.length()) {
            char c = more.charAt(at);
            if (ends(c)) {
                if (c == '\r' || !carriageReturn) {
                    emit();
                }
                carriageReturn = c == '\r';
                at++;
            } else {
                at = take(more, at);
            }
        }
    }

    /** Takes what belongs to the line, as far as it may become long, or one that is all there. */
    private int take(String more, int from) {
        int room = LONGEST + masker.longest() - line.length();
        int end = from;
        while (end < more.length() && end - from < room && !ends(more.charAt(end))) {
            end++;
        }
        boolean whole = end < more.length() && ends(more.charAt(end));
        if (whole && line.length() == 0 && end - from <= LONGEST) {
            lines.accept(more.substring(from, end));
            carriageReturn = more.charAt(end) == '\r';
            return end + 1;
        }
        carriageReturn = false;
        line.append(more, from, end);
        if (end - from >= room) {
            int cut = masker.cut(line, LONGEST);
            String piece = line.substring(0, cut);
            line.delete(0, cut);
            lines.accept(piece);
        }
        return end;
    }

    private static boolean ends(char c) {
        return c == '\n' || c == '\r';
    }

    private void emit() {
        String whole = line.toString();
        line.setLength(0);
        int start = 0;
        while (whole.length() - start > LONGEST) {
            int cut = masker.cut(whole.substring(start), LONGEST);
            lines.accept(whole.substring(start, start + cut));
            start += cut;
        }
        if (start == 0 || start < whole.length()) {
            lines.accept(whole.substring(start));
        }
    }
}
