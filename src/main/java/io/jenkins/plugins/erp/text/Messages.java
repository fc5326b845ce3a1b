package io.jenkins.plugins.erp.text;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/**
 * Texts for people from a package's {@code Messages.properties} and {@code
 * Messages_zh_CN.properties} ({@link MessageFormat} syntax: a literal apostrophe is written twice
 * when there are arguments).
 */
public final class Messages {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private Messages() {}

    /**
     * The text in the language of this process.
     *
     * @param owner any class of the package whose bundle holds the key
     * @throws MissingResourceException when the key is not there: a test holds that this never
     *     happens
     */
    public static String of(Class<?> owner, String key, Object... arguments) {
        return of(Locale.getDefault(), owner, key, arguments);
    }

    /** The text in a given language; English where there is no translation. */
    public static String of(Locale locale, Class<?> owner, String key, Object... arguments) {
        ResourceBundle bundle =
                ResourceBundle.getBundle(
                        owner.getPackageName() + ".Messages",
                        locale,
                        owner.getClassLoader(),
                        NO_FALLBACK);
        String pattern = bundle.getString(key);
        return arguments.length == 0
                ? pattern
                : new MessageFormat(pattern, locale).format(arguments);
    }
}
