package io.jenkins.plugins.erp.jenkins.access;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of time, its beginning in it, its end not: either once, {@code 2026-12-24T18:00} to
 * {@code 2027-01-02T08:00}, or every week, {@code FRI 18:00} to {@code MON 07:00}.
 */
public sealed interface Window {
    /** Whether a moment is in it. */
    boolean contains(Instant moment);

    /** Its end as a person at that place reads it. */
    String end();

    /**
     * Reads both ends as a form has them.
     *
     * @param zone such as Asia/Shanghai; empty: this machine's
     * @throws IllegalArgumentException with the key of a text in the package's Messages, and what
     *     was given, as {@link Unreadable}
     */
    static Window parse(String from, String until, String zone) {
        ZoneId place = zone(zone);
        Moment first = moment(from);
        Moment second = moment(until);
        if (first.day == null && second.day == null) {
            Instant begin = first.once.atZone(place).toInstant();
            Instant end = second.once.atZone(place).toInstant();
            if (!begin.isBefore(end)) {
                throw new Unreadable("window.backwards", until);
            }
            return new Once(begin, end, place);
        }
        if (first.day == null || second.day == null) {
            throw new Unreadable("window.mixed", from + " - " + until);
        }
        if (first.minute() == second.minute()) {
            throw new Unreadable("window.empty", until);
        }
        return new Weekly(first.minute(), second.minute(), place);
    }

    /** Reads one end; null is none. */
    static void checkMoment(String text) {
        moment(text);
    }

    /** Reads a time zone. */
    static ZoneId zone(String zone) {
        if (zone == null || zone.isBlank()) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(zone.trim());
        } catch (DateTimeException e) {
            throw new Unreadable("window.zone", zone);
        }
    }

    private static Moment moment(String text) {
        String given = text == null ? "" : text.trim().toUpperCase(Locale.ROOT);
        try {
            Matcher weekly = Moment.WEEKLY.matcher(given);
            if (weekly.matches()) {
                return new Moment(
                        null,
                        DayOfWeek.of(Moment.DAYS.indexOf(weekly.group(1)) / 3 + 1),
                        LocalTime.of(
                                Integer.parseInt(weekly.group(2)),
                                Integer.parseInt(weekly.group(3))));
            }
            return new Moment(LocalDateTime.parse(given.replaceFirst(" +", "T")), null, null);
        } catch (DateTimeException e) {
            throw new Unreadable("window.moment", text == null ? "" : text);
        }
    }

    /** Either end: a date with a time, or a day of the week with a time. */
    record Moment(LocalDateTime once, DayOfWeek day, LocalTime time) {
        private static final String DAYS = "MONTUEWEDTHUFRISATSUN";
        private static final Pattern WEEKLY =
                Pattern.compile("(MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]* +([0-9]{1,2}):([0-9]{2})");

        int minute() {
            return minuteOfWeek(day, time);
        }

        static int minuteOfWeek(DayOfWeek day, LocalTime time) {
            return ((day.getValue() - 1) * 24 + time.getHour()) * 60 + time.getMinute();
        }
    }

    /** One stretch. */
    record Once(Instant begin, Instant until, ZoneId zone) implements Window {
        @Override
        public boolean contains(Instant moment) {
            return !moment.isBefore(begin) && moment.isBefore(until);
        }

        @Override
        public String end() {
            return until.atZone(zone).toLocalDateTime() + " " + zone;
        }
    }

    /**
     * One that comes back every week; in minutes of a week that begins on Monday.
     *
     * @param until before {@code from}: it goes over Sunday's midnight
     */
    record Weekly(int from, int until, ZoneId zone) implements Window {
        @Override
        public boolean contains(Instant moment) {
            ZonedDateTime there = moment.atZone(zone);
            int now = Moment.minuteOfWeek(there.getDayOfWeek(), there.toLocalTime());
            return from < until ? now >= from && now < until : now >= from || now < until;
        }

        @Override
        public String end() {
            int day = until / (24 * 60);
            return String.format(
                    Locale.ROOT,
                    "%s %02d:%02d %s",
                    Moment.DAYS.substring(day * 3, day * 3 + 3),
                    until / 60 % 24,
                    until % 60,
                    zone);
        }
    }

    /** One that nobody can read: it is taken for now, so that no mistake opens what is closed. */
    record Unclear(String given) implements Window {
        @Override
        public boolean contains(Instant moment) {
            return true;
        }

        @Override
        public String end() {
            return given;
        }
    }

    /** What was given is no window. */
    final class Unreadable extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private final String key;
        private final String given;

        Unreadable(String key, String given) {
            super(key + ": " + given);
            this.key = key;
            this.given = given;
        }

        /** Of the text that says why, in this package's Messages; it takes what was given. */
        public String key() {
            return key;
        }

        /** What was given. */
        public String given() {
            return given;
        }
    }
}
