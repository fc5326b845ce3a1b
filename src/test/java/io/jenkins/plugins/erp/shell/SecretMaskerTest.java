package io.jenkins.plugins.erp.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SecretMaskerTest {
    private static final String ODD = "p@ss w/ö\"rd'+\\$1~end";

    @Test
    void everyPrintedFormIsMasked() {
        SecretMasker masker = SecretMasker.of(List.of(ODD));
        List<String> forms =
                List.of(
                        ODD,
                        URLEncoder.encode(ODD, StandardCharsets.UTF_8),
                        URLEncoder.encode(ODD, StandardCharsets.UTF_8).replace("+", "%20"),
                        "p%40ss%20w/%c3%b6%22rd%27%2b%5c%241~end",
                        "p@ss w/ö\\\"rd'+\\\\$1~end",
                        "p@ss w/\\u00f6\\\"rd'+\\\\$1~end",
                        Quoting.quote(ODD).substring(1, Quoting.quote(ODD).length() - 1),
                        "p@ss w/ö\\\"rd'+\\\\\\$1~end",
                        "p@ss w/ö&quot;rd&#39;+\\$1~end");
        for (String form : forms) {
            assertThat(masker.mask("<" + form + ">")).isEqualTo("<****>");
        }
    }

    @Test
    void base64IsMaskedAtEachAlignment() {
        SecretMasker masker = SecretMasker.of(List.of("correct horse"));
        for (String before : List.of("", "u:", "us:", "user:", "someone:")) {
            for (String after : List.of("", "\n", "@h", "abc")) {
                for (Base64.Encoder encoder :
                        List.of(
                                Base64.getEncoder(),
                                Base64.getUrlEncoder(),
                                Base64.getEncoder().withoutPadding())) {
                    String text =
                            encoder.encodeToString(
                                    (before + "correct horse" + after)
                                            .getBytes(StandardCharsets.UTF_8));
                    String masked = masker.mask(text);
                    assertThat(masked).contains("****");
                    // at most the few bits shared with the neighbours are left
                    assertThat(masked.length())
                            .isLessThanOrEqualTo(4 + (before.length() + after.length()) * 2 + 8);
                }
            }
        }
    }

    @Test
    void eachLineOfALongSecretIsMaskedAndItsWrappedBase64Too() {
        String key =
                "-----BEGIN KEY-----\nQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo\nb3RoZXI\n}\n-----END KEY-----\n";
        SecretMasker masker = SecretMasker.of(List.of(key));
        assertThat(masker.mask("got QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo here"))
                .isEqualTo("got **** here");
        assertThat(masker.mask("b3RoZXI")).isEqualTo("****");
        // a line of one character is no secret
        assertThat(masker.mask("{}")).isEqualTo("{}");
        String wrapped =
                Base64.getMimeEncoder(76, new byte[] {'\n'})
                        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
        for (String line : wrapped.split("\n")) {
            assertThat(masker.mask(line)).matches("\\*{4}=*");
        }
    }

    @Test
    void longestFirstAndOverlapsTogether() {
        assertThat(SecretMasker.of(List.of("abc", "abcdef")).mask("abcdef abc"))
                .isEqualTo("**** ****");
        assertThat(SecretMasker.of(List.of("abcd", "cdefgh")).mask("xabcdefghx"))
                .isEqualTo("x****x");
    }

    @Test
    void shortOnesAreLeftAlone() {
        assertThat(SecretMasker.of(List.of("", " ", "ab", " a ")).mask("ab a  b"))
                .isEqualTo("ab a  b");
        assertThat(SecretMasker.of(List.of("abc")).mask("ab")).isEqualTo("ab");
    }

    @Test
    void aSecretOverTheCutOfALongLineIsNotTornApart() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 60; i++) {
            StringBuilder line =
                    new StringBuilder("x".repeat(LineDecoder.LONGEST - random.nextInt(40)));
            line.append("topsecretvalue").append("y".repeat(random.nextInt(50_000)));
            List<String> pieces = new ArrayList<>();
            try (OutputCollector collector =
                    new OutputCollector(
                            SecretMasker.of(List.of("topsecretvalue", "etvaluey")),
                            (stream, piece) -> pieces.add(piece))) {
                try (OutputStream out = collector.stdout()) {
                    out.write(line.toString().getBytes(StandardCharsets.UTF_8));
                }
            }
            String all = String.join("", pieces);
            assertThat(all).contains("****").doesNotContain("topse").doesNotContain("value");
            assertThat(pieces).allSatisfy(p -> assertThat(p.length()).isLessThan(65536));
        }
    }
}
