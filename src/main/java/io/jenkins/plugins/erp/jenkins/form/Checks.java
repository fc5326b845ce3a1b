package io.jenkins.plugins.erp.jenkins.form;

import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.erp.docker.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What the forms say about a value before a Pipeline is run with it. */
public final class Checks {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private static final Pattern KNOWN_HOST =
            Pattern.compile("(@\\S+\\s+)?\\S+\\s+[a-z0-9@.-]+\\s+[A-Za-z0-9+/=]{16,}(\\s.*)?");

    private Checks() {}

    /** A name of an environment: required, a plain word. */
    public static FormValidation environment(String value) {
        String name = Util.fixEmptyAndTrim(value);
        if (name == null) {
            return FormValidation.error(Texts.of(Checks.class, "check.environment.missing"));
        }
        return NAME.matcher(name).matches()
                ? FormValidation.ok()
                : FormValidation.error(Texts.of(Checks.class, "check.environment.syntax"));
    }

    /** A reference of an image, or nothing. */
    public static FormValidation image(String value) {
        String image = Util.fixEmptyAndTrim(value);
        if (image == null) {
            return FormValidation.ok();
        }
        try {
            ImageReference.parse(image);
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** A number between two others, or nothing. */
    public static FormValidation number(String value, double least, double most) {
        String number = Util.fixEmptyAndTrim(value);
        if (number == null) {
            return FormValidation.ok();
        }
        try {
            double given = Double.parseDouble(number);
            if (given >= least && given <= most) {
                return FormValidation.ok();
            }
        } catch (NumberFormatException e) {
            // said below
        }
        return FormValidation.error(
                Texts.of(
                        Checks.class,
                        "check.number",
                        String.valueOf((long) least),
                        String.valueOf((long) most)));
    }

    /** Lines of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"), or nothing. */
    public static FormValidation knownHosts(String value) {
        String text = Util.fixEmptyAndTrim(value);
        if (text == null) {
            return FormValidation.ok();
        }
        for (String line : text.split("\\R")) {
            boolean comment = line.isBlank() || line.startsWith("#");
            if (!comment && !KNOWN_HOST.matcher(line.trim()).matches()) {
                return FormValidation.error(
                        Texts.of(
                                Checks.class,
                                "check.knownHosts",
                                line.length() > 60 ? line.substring(0, 60) + "..." : line));
            }
        }
        return FormValidation.ok();
    }

    /** Words separated by white space or commas, as forms give them, one by one. */
    public static List<String> words(List<String> given) {
        List<String> words = new ArrayList<>();
        if (given != null) {
            for (String text : given) {
                for (String word : text.split("[\\s,]+")) {
                    if (!word.isEmpty()) {
                        words.add(word);
                    }
                }
            }
        }
        return words;
    }
}
