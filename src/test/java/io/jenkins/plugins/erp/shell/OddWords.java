package io.jenkins.plugins.erp.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Words that break careless quoting. */
final class OddWords {
    private static final String[] PIECES = {
        "'", "\"", "\\", "$", "`", "$(id)", "${x}", "\n", "\t", " ", "*", "?", "[a]", "~", "-",
        "--", "=", "!", "!!", "#", "&", ";", "|", "<", ">", "(", ")", "{a,b}", "%s", "%%", "\r",
        "é", "中文", "🚢", "\u0001", "\u007f", "a", "B", "0", "/", ".", ":", ",", "@", "A=b", "exit",
        "'\\''"
    };

    private OddWords() {}

    static List<String> random(Random random, int count) {
        List<String> words = new ArrayList<>(List.of("", "-n", "--", "'", "\n", "~root", "a=b"));
        while (words.size() < count) {
            StringBuilder word = new StringBuilder();
            int pieces = random.nextInt(8);
            for (int i = 0; i < pieces; i++) {
                word.append(PIECES[random.nextInt(PIECES.length)]);
            }
            words.add(word.toString());
        }
        return words;
    }
}
