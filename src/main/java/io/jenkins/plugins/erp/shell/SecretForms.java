package io.jenkins.plugins.erp.shell;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The ways in which a secret may show up in what a program prints. */
final class SecretForms {
    /** A shorter secret is no secret, and would blank out ordinary text. */
    static final int SHORTEST = 3;

    /** A shorter line or encoding of a secret is too likely to be something else. */
    private static final int SHORTEST_PART = 4;

    private static final int SHORTEST_ALIGNED = 6;
    private static final String HEX = "0123456789ABCDEF";
    private static final Pattern PERCENT = Pattern.compile("%[0-9A-F]{2}");

    private SecretForms() {}

    /** All forms of a secret that are long enough to be looked for. */
    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        if (secret.strip().length() < SHORTEST) {
            return forms;
        }
        forms.add(secret);
        forms.add(secret.strip());
        addEncodings(forms, secret);
        addEncodings(forms, secret.strip());
        if (secret.indexOf('\n') >= 0 || secret.indexOf('\r') >= 0) {
            for (String line : secret.split("[\r\n]+")) {
                String text = line.strip();
                if (text.length() >= SHORTEST_PART) {
                    forms.add(text);
                    addEncodings(forms, text);
                }
            }
        }
        return forms;
    }

    private static void addEncodings(Set<String> forms, String text) {
        List<String> encoded = new ArrayList<>();
        for (String unreserved : List.of("-_.~", "-_.~/", "-_.~!*'()", "*-_.")) {
            encoded.add(percent(text, unreserved));
        }
        encoded.add(URLEncoder.encode(text, StandardCharsets.UTF_8));
        for (String form : List.copyOf(encoded)) {
            encoded.add(PERCENT.matcher(form).replaceAll(m -> m.group().toLowerCase(Locale.ROOT)));
        }
        String json = json(text, false);
        encoded.add(json);
        encoded.add(json.replace("/", "\\/"));
        encoded.add(json(text, true));
        encoded.add(text.replace("'", "'\\''"));
        encoded.add(text.replace("'", "'\"'\"'"));
        encoded.add(text.replaceAll("([\\\\\"$`])", "\\\\$1"));
        encoded.add(text.replaceAll("([^A-Za-z0-9_./:@%+,=-])", "\\\\$1"));
        encoded.add(
                text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&#39;"));
        addBase64(encoded, text);
        for (String form : encoded) {
            if (form.length() >= SHORTEST_PART) {
                forms.add(form);
            }
        }
    }

    /**
     * Base64 of the text itself, and what stays the same of it when other bytes stand before and
     * after it (in {@code user:password}, say): three alignments.
     */
    private static void addBase64(List<String> forms, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            String whole = encoder.withoutPadding().encodeToString(bytes);
            forms.add(whole);
            for (int width : new int[] {64, 76}) {
                for (int i = 0; whole.length() > width && i < whole.length(); i += width) {
                    String piece = whole.substring(i, Math.min(whole.length(), i + width));
                    if (piece.length() >= SHORTEST_ALIGNED) {
                        forms.add(piece);
                    }
                }
            }
            for (int before = 0; before < 3; before++) {
                byte[] shifted = new byte[before + bytes.length];
                System.arraycopy(bytes, 0, shifted, before, bytes.length);
                String form = encoder.withoutPadding().encodeToString(shifted);
                // the characters that hold bits of what stands before and after are not the
                // secret's
                int start = before == 0 ? 0 : before + 1;
                int end = shifted.length * 8 / 6;
                if (end - start >= SHORTEST_ALIGNED) {
                    forms.add(form.substring(start, end));
                }
            }
        }
    }

    private static String percent(String text, String unreserved) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (letter || unreserved.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }

    private static String json(String text, boolean asciiOnly) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20 || asciiOnly && c > 0x7e) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }
}
