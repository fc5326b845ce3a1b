package io.jenkins.plugins.erp.jenkins;

import io.jenkins.plugins.erp.text.Messages;
import java.util.Locale;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** This package's texts in the language of whoever looks. */
final class Texts {
    private Texts() {}

    /** In the browser's language during a request, else in the controller's. */
    static String of(String key, Object... arguments) {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        Locale locale = request == null ? Locale.getDefault() : request.getLocale();
        return Messages.of(locale, Texts.class, key, arguments);
    }
}
