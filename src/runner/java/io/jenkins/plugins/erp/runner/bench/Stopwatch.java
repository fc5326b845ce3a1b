package io.jenkins.plugins.erp.runner.bench;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Notes when commands ran and when phases began, by looking on from outside. */
final class Stopwatch {
    private static final Pattern PHASE = Pattern.compile("\\[\\d+(?:/\\d+)?\\] (.*)");
    private static final Pattern BACK = Pattern.compile("\\s+(taking back: .*)");

    private final List<CommandSpan> spans = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();

    /** A phase began. */
    record Mark(String title, long at) {}

    /** A phase and where its time went. */
    record PhaseTime(String title, TimeSpent time) {}

    /** The same shell, with its commands noted. */
    Shell on(Shell shell) {
        return new Shell() {
            @Override
            public String where() {
                return shell.where();
            }

            @Override
            public CommandResult run(Command command, Output output)
                    throws ShellException, InterruptedException {
                long begin = System.nanoTime();
                try {
                    return shell.run(command, output);
                } finally {
                    add(
                            new CommandSpan(
                                    CommandSpan.label(command.argv()),
                                    CommandSpan.isDocker(command.argv()),
                                    begin,
                                    System.nanoTime()));
                }
            }
        };
    }

    /** The same console, all of it in the full log, with the beginnings of phases noted. */
    Console on(Console console) {
        return (level, line) -> {
            if (level == Console.Level.INFO) {
                Matcher phase = PHASE.matcher(line);
                Matcher back = BACK.matcher(line);
                if (phase.matches()) {
                    mark(phase.group(1));
                } else if (back.matches()) {
                    mark(back.group(1));
                }
            }
            console.detail("    " + line);
        };
    }

    private synchronized void add(CommandSpan span) {
        spans.add(span);
    }

    private synchronized void mark(String title) {
        marks.add(new Mark(title, System.nanoTime()));
    }

    synchronized List<CommandSpan> spans() {
        return List.copyOf(spans);
    }

    /** The phases of a stretch of time; what came before the first is the first one's. */
    synchronized List<PhaseTime> phases(long from, long to) {
        return phases(marks, spans, from, to);
    }

    static List<PhaseTime> phases(List<Mark> marks, List<CommandSpan> spans, long from, long to) {
        List<PhaseTime> all = new ArrayList<>();
        for (int i = 0; i < marks.size(); i++) {
            long begin = i == 0 ? from : marks.get(i).at();
            long end = i + 1 < marks.size() ? marks.get(i + 1).at() : to;
            all.add(new PhaseTime(marks.get(i).title(), TimeSpent.of(spans, begin, end)));
        }
        return all;
    }
}
