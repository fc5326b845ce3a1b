package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.console.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/**
 * Prints what matters, writes everything to the full log, and on a terminal shows how long the
 * present step has been at work.
 */
public final class TerminalConsole implements Console, AutoCloseable {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS ");
    private static final Duration QUIET = Duration.ofMillis(1500);
    private static final long LARGEST_LOG = 64L * 1024 * 1024;

    private final PrintStream out;
    private final boolean colour;
    private final int width;
    private final Path logFile;
    private final Writer log;
    private final Thread ticker;
    private long logged;
    private boolean statusShown;
    private volatile boolean closed;
    private volatile long lastShown = System.nanoTime();
    private volatile String lastDetail = "";

    /**
     * To a stream.
     *
     * @param colour whether to colour lines
     * @param progress whether the last line may be rewritten, as on a terminal
     * @param logFile of the full log; made with its directories
     */
    public TerminalConsole(PrintStream out, boolean colour, boolean progress, Path logFile)
            throws IOException {
        this.out = out;
        this.colour = colour;
        this.logFile = logFile;
        this.width = width();
        Files.createDirectories(logFile.toAbsolutePath().getParent());
        this.log = Files.newBufferedWriter(logFile, StandardCharsets.UTF_8);
        this.ticker = new Thread(this::tick, "progress");
        ticker.setDaemon(true);
        if (progress) {
            ticker.start();
        }
    }

    private static int width() {
        try {
            return Math.max(40, Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "100")));
        } catch (NumberFormatException e) {
            return 100;
        }
    }

    /** Where everything is. */
    public Path logFile() {
        return logFile;
    }

    @Override
    public synchronized void print(Level level, String line) {
        write(level, line);
        if (level == Level.DETAIL) {
            lastDetail = line;
            return;
        }
        clearStatus();
        out.println(colour ? coloured(level, line) : line);
        out.flush();
        lastShown = System.nanoTime();
        lastDetail = "";
    }

    private void write(Level level, String line) {
        if (closed || logged > LARGEST_LOG) {
            return;
        }
        try {
            String whole = LocalTime.now().format(CLOCK) + mark(level) + line + "\n";
            log.write(whole);
            logged += whole.length();
            if (logged > LARGEST_LOG) {
                log.write("(the log ends here: it would get larger than 64 MiB)\n");
            }
            if (level != Level.DETAIL) {
                log.flush();
            }
        } catch (IOException e) {
            // a full disk must not stop a deploy half way; the console still tells
            logged = Long.MAX_VALUE;
        }
    }

    private static String mark(Level level) {
        return switch (level) {
            case DETAIL -> "  ";
            case INFO, GOOD -> "- ";
            case WARN -> "W ";
            case ERROR -> "E ";
        };
    }

    private static String coloured(Level level, String line) {
        String code =
                switch (level) {
                    case GOOD -> "32";
                    case WARN -> "33";
                    case ERROR -> "31";
                    case INFO -> line.startsWith("[") ? "1" : "";
                    default -> "";
                };
        return code.isEmpty() ? line : "\033[" + code + "m" + line + "\033[0m";
    }

    private void tick() {
        try {
            while (!closed) {
                Thread.sleep(500);
                long quiet = System.nanoTime() - lastShown;
                if (quiet > QUIET.toNanos()) {
                    status(quiet / 1_000_000_000L);
                }
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private synchronized void status(long seconds) {
        if (closed) {
            return;
        }
        String text = "  ... " + seconds + " s  " + lastDetail;
        if (text.length() > width - 1) {
            text = text.substring(0, width - 1);
        }
        out.print("\r\033[K" + (colour ? "\033[2m" + text + "\033[0m" : text));
        out.flush();
        statusShown = true;
    }

    private void clearStatus() {
        if (statusShown) {
            out.print("\r\033[K");
            statusShown = false;
        }
    }

    @Override
    public synchronized void close() {
        clearStatus();
        closed = true;
        ticker.interrupt();
        try {
            log.close();
        } catch (IOException e) {
            out.println("the full log could not be written to its end: " + e.getMessage());
        }
    }
}
