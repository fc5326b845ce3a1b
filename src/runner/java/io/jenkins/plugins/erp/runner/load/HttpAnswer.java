package io.jenkins.plugins.erp.runner.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One HTTP/1.1 answer, read as its bytes come (RFC 9112). */
final class HttpAnswer {
    private static final int LARGEST = 4 * 1024 * 1024;

    private final ByteArrayOutputStream raw = new ByteArrayOutputStream(512);
    private Map<String, String> headers = Map.of();
    private int status;
    private int bodyAt = -1;
    private boolean complete;
    private String body = "";

    /** Takes what came; true when the answer is whole. */
    boolean take(ByteBuffer bytes) throws IOException {
        byte[] some = new byte[bytes.remaining()];
        bytes.get(some);
        raw.writeBytes(some);
        if (raw.size() > LARGEST) {
            throw new IOException("an answer of more than 4 MiB");
        }
        look(false);
        return complete;
    }

    /** The server has closed its side; true when the answer is whole by that. */
    boolean closed() throws IOException {
        look(true);
        return complete;
    }

    boolean begun() {
        return raw.size() > 0;
    }

    int status() {
        return status;
    }

    String body() {
        return body;
    }

    /** Whether the connection may carry another request. */
    boolean keeps() {
        return complete
                && !headers.getOrDefault("connection", "").equalsIgnoreCase("close")
                && (headers.containsKey("content-length")
                        || headers.containsKey("transfer-encoding")
                        || status == 204
                        || status == 304);
    }

    private void look(boolean end) throws IOException {
        if (complete) {
            return;
        }
        String all = raw.toString(StandardCharsets.ISO_8859_1);
        if (bodyAt < 0 && !head(all)) {
            return;
        }
        String rest = all.substring(bodyAt);
        String length = headers.get("content-length");
        if (status == 204 || status == 304) {
            done("");
        } else if (headers.getOrDefault("transfer-encoding", "").contains("chunked")) {
            chunks(rest);
        } else if (length != null) {
            int wanted = number(length, 10);
            if (rest.length() >= wanted) {
                done(rest.substring(0, wanted));
            }
        } else if (end) {
            done(rest);
        }
    }

    private boolean head(String all) throws IOException {
        int from = 0;
        while (true) {
            int end = all.indexOf("\r\n\r\n", from);
            if (end < 0) {
                return false;
            }
            String[] lines = all.substring(from, end).split("\r\n");
            String[] first = lines[0].split(" ", 3);
            if (first.length < 2 || !first[0].startsWith("HTTP/1.")) {
                throw new IOException("not an HTTP answer: " + lines[0]);
            }
            status = number(first[1], 10);
            if (status >= 200) {
                headers = new TreeMap<>();
                for (int i = 1; i < lines.length; i++) {
                    int colon = lines[i].indexOf(':');
                    if (colon > 0) {
                        headers.put(
                                lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                                lines[i].substring(colon + 1).strip());
                    }
                }
                bodyAt = end + 4;
                return true;
            }
            // 1xx come before the answer proper
            from = end + 4;
        }
    }

    private void chunks(String rest) throws IOException {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (true) {
            int line = rest.indexOf("\r\n", at);
            if (line < 0) {
                return;
            }
            int size = number(rest.substring(at, line).split(";", 2)[0].strip(), 16);
            if (size == 0) {
                if (rest.startsWith("\r\n", line + 2) || rest.indexOf("\r\n\r\n", line) >= 0) {
                    done(text.toString());
                }
                return;
            }
            if (rest.length() < line + 2 + size + 2) {
                return;
            }
            text.append(rest, line + 2, line + 2 + size);
            at = line + 2 + size + 2;
        }
    }

    private void done(String bytes) {
        body = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        complete = true;
    }

    private static int number(String text, int radix) throws IOException {
        try {
            return Integer.parseInt(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("not an HTTP answer: a number is " + text, e);
        }
    }
}
