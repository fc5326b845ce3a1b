package io.jenkins.plugins.erp.jenkins.pages;

import io.jenkins.plugins.erp.jenkins.form.Texts;
import java.time.Instant;
import java.util.Date;
import java.util.MissingResourceException;

/** Texts and times for the views, in the language of whoever looks. */
public final class Labels {
    Labels() {}

    /** The text of a key. */
    public String of(String key) {
        return Texts.of(Labels.class, key);
    }

    /** The text of a key with something in it. */
    public String of(String key, Object one) {
        return Texts.of(Labels.class, key, one);
    }

    /** The text of a key with two things in it. */
    public String of(String key, Object one, Object two) {
        return Texts.of(Labels.class, key, one, two);
    }

    /** The text of a word that a result holds, such as an outcome; the word itself for others. */
    public String word(String group, String word) {
        try {
            return word.isEmpty() ? "" : Texts.of(Labels.class, group + "." + word);
        } catch (MissingResourceException e) {
            return word;
        }
    }

    /** For the tags that write times in the user's own zone. */
    public Date date(Instant instant) {
        return Date.from(instant);
    }

    /** The first characters of a commit's name. */
    public String commit(String commit) {
        return commit.length() > 8 ? commit.substring(0, 8) : commit;
    }
}
