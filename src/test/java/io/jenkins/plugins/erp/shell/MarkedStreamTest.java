package io.jenkins.plugins.erp.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkedStreamTest {
    private static final String MARKER = "erp-0123456789abcdef ";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<String> marks = new ArrayList<>();
    private final MarkedStream stream = new MarkedStream();

    @Test
    void whateverThePortionsTheBytesAreWhatThePrinterWrote() {
        String printed = "erp-0123 almost\nerp-erp-0123456789abcdeX e\u4e2d\u0001 no end";
        byte[] all =
                ("before" + MARKER + "pid 7\n" + printed + MARKER + "end 3\nerp- not for anyone")
                        .getBytes(StandardCharsets.UTF_8);
        for (int size = 1; size <= all.length; size++) {
            bytes.reset();
            marks.clear();
            stream.expect(MARKER, receiver());
            feed(all, size);
            assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("before" + printed);
            assertThat(marks).containsExactly("pid 7", "end 3");
        }
    }

    @Test
    void aLineIsHandedOnBeforeTheNextComes() {
        stream.expect(MARKER, receiver());
        byte[] line = "working e\n".getBytes(StandardCharsets.UTF_8);
        stream.feed(line, line.length);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("working e\n");
    }

    @Test
    void anEndInTheMiddleLosesNothing() {
        stream.expect(MARKER, receiver());
        byte[] line = "x\nerp-01234".getBytes(StandardCharsets.UTF_8);
        stream.feed(line, line.length);
        stream.end();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("x\nerp-01234");
        assertThat(marks).containsExactly("ended");
        marks.clear();
        stream.expect(MARKER, receiver());
        assertThat(marks).containsExactly("ended");
    }

    private void feed(byte[] all, int size) {
        for (int at = 0; at < all.length; at += size) {
            byte[] portion = Arrays.copyOfRange(all, at, Math.min(all.length, at + size));
            stream.feed(portion, portion.length);
        }
    }

    private MarkedStream.Receiver receiver() {
        return new MarkedStream.Receiver() {
            @Override
            public void bytes(byte[] from, int offset, int length) {
                bytes.write(from, offset, length);
            }

            @Override
            public boolean mark(String mark) {
                marks.add(mark);
                return !mark.startsWith("end");
            }

            @Override
            public void ended() {
                marks.add("ended");
            }
        };
    }
}
