package io.jenkins.plugins.erp.jenkins;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import io.jenkins.plugins.erp.shell.SecretMasker;
import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * The build's console: short, masked, no more than a given number of lines (errors always come
 * through). Everything goes to the full log.
 */
final class TaskListenerConsole implements Console, AutoCloseable {
    private final PrintStream console;
    private final FullLog log;
    private final Supplier<SecretMasker> masker;
    private final int most;
    private int printed;
    private long kept;
    private String last = "starting";

    /**
     * Prints nothing yet.
     *
     * @param most lines shown on the build's console
     */
    TaskListenerConsole(PrintStream console, FullLog log, Supplier<SecretMasker> masker, int most) {
        this.console = console;
        this.log = log;
        this.masker = masker;
        this.most = most;
    }

    @Override
    public synchronized void print(Level level, String line) {
        String text = printable(masker.get().mask(line));
        log.line(level, text);
        if (level == Level.DETAIL) {
            return;
        }
        last = text;
        if (level == Level.ERROR) {
            console.println("ERROR: " + text);
        } else if (printed < most) {
            printed++;
            console.println((level == Level.WARN ? "WARNING: " : "") + text);
            if (printed == most) {
                console.println(Texts.of(ErpStep.class, "console.full", most, log.artifact()));
            }
        } else {
            kept++;
        }
    }

    /** The last line that was not a detail. */
    synchronized String last() {
        return last;
    }

    /** Says how much was kept from the console. */
    @Override
    public synchronized void close() {
        if (kept > 0) {
            console.println(Texts.of(ErpStep.class, "console.kept", kept, log.artifact()));
            kept = 0;
        }
    }

    /**
     * Without control characters: an escape sequence from a tool must not draw on the console, nor
     * pass for one of Jenkins' own notes in it.
     */
    static String printable(String line) {
        StringBuilder text = null;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean bad = Character.isISOControl(c) && c != '\t' && c != '\n';
            if (bad && text == null) {
                text = new StringBuilder(line.length()).append(line, 0, i);
            }
            if (text != null && !bad) {
                text.append(c);
            }
        }
        return text == null ? line : text.toString();
    }
}
