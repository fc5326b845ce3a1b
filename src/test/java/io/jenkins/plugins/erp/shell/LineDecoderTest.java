package io.jenkins.plugins.erp.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineDecoderTest {
    private static final String LONG = "x".repeat(LineDecoder.LONGEST + 5);
    private static final String TEXT =
            "one\n\ntwo\r\nthree\rfour äö€😀\n\r\n" + LONG + "\n" + "no end";

    /* In portions of any size, also such as end within a character or between CR and LF. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 4096, 1 << 20})
    void findsTheSameLinesInAnyPortions(int portion) {
        List<String> lines = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        LineDecoder decoder = new LineDecoder(SecretMasker.NONE, lines::add, all::append);
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        byte[] buffer = new byte[portion];
        for (int at = 0; at < bytes.length; at += portion) {
            int length = Math.min(portion, bytes.length - at);
            // the same array each time, as a reader of a stream has it
            System.arraycopy(bytes, at, buffer, 0, length);
            decoder.feed(buffer, 0, length);
        }
        decoder.end();
        assertThat(all).hasToString(TEXT);
        assertThat(lines)
                .containsExactly(
                        "one",
                        "",
                        "two",
                        "three",
                        "four äö€😀",
                        "",
                        LONG.substring(0, LineDecoder.LONGEST),
                        LONG.substring(LineDecoder.LONGEST),
                        "no end");
    }
}
