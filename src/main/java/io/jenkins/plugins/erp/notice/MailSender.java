package io.jenkins.plugins.erp.notice;

import java.util.Locale;
import java.util.Optional;

/** Sends notices by mail, where Jakarta Mail is at hand; it comes with a plugin of its own. */
public final class MailSender {
    private final Tries tries;

    /** With what is used in tests. */
    MailSender(Tries tries) {
        this.tries = tries;
    }

    /** The real one, that tries so often at most. */
    public static MailSender of(int tries) {
        return new MailSender(Tries.real(tries));
    }

    /** Sends, and tries again where that may help. Never throws. */
    public Delivery send(
            MailServer server, Notice notice, Optional<Template> template, Locale locale) {
        MailText text = MailText.of(notice, template, locale);
        return tries.run(
                () -> {
                    try {
                        return JakartaMail.send(server, text);
                    } catch (NoClassDefFoundError e) {
                        return Attempt.refused("mail.plugin");
                    }
                });
    }
}
