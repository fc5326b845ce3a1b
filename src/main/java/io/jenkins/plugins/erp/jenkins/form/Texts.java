package io.jenkins.plugins.erp.jenkins.form;

import io.jenkins.plugins.erp.text.Messages;
import java.util.Locale;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** Texts in the language of whoever looks. */
public final class Texts {
    private Texts() {}

    /**
     * In the browser's language during a request, else in the controller's.
     *
     * @param owner any class of the package whose bundle holds the key
     */
    public static String of(Class<?> owner, String key, Object... arguments) {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        Locale locale = request == null ? Locale.getDefault() : request.getLocale();
        return Messages.of(locale, owner, key, arguments);
    }
}
