package io.jenkins.plugins.erp.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuotingTest {
    @Test
    void aRealShellReadsTheWordsBack() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            List<String> words = OddWords.random(new Random(seed), 80);
            String line = "printf '%s\\0' " + Quoting.join(words);
            String out = new LocalShell().run(Command.of("sh", "-c", line)).orThrow().stdout();
            List<String> expected = new ArrayList<>(words);
            expected.add("");
            assertThat(out.split("\0", -1)).as("seed " + seed).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void harmlessWordsStayReadable() {
        assertThat(Quoting.join(List.of("docker", "ps", "-a", "app:1.0", "--f=x", "it's", "A=b")))
                .isEqualTo("docker ps -a app:1.0 --f=x 'it'\\''s' 'A=b'");
    }

    @Test
    void nulIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Quoting.quote("a\0b"));
    }
}
