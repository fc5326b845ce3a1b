package io.jenkins.plugins.erp.runner.sim;

import io.jenkins.plugins.erp.text.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The file commands of GNU coreutils that the product uses, on simulated files. */
final class FileCommands {
    private final SimFiles files;
    private final SimClock clock;
    private int temporary;
    private Duration ahead = Duration.ZERO;

    FileCommands(SimFiles files, SimClock clock) {
        this.files = files;
        this.clock = clock;
    }

    FileCommands copy(SimFiles itsFiles, SimClock itsClock) {
        FileCommands copy = new FileCommands(itsFiles, itsClock);
        copy.temporary = temporary;
        copy.ahead = ahead;
        return copy;
    }

    /** Sets the host's clock by so much. */
    void set(Duration by) {
        ahead = ahead.plus(by);
    }

    /**
     * Runs one.
     *
     * @return empty when it is none of them
     */
    Optional<Answer> run(List<String> argv, byte[] stdin) {
        String program = argv.get(0);
        try {
            return Optional.ofNullable(
                    switch (program) {
                        case "mkdir" -> mkdir(argv);
                        case "install" -> install(argv, stdin);
                        case "tee" -> tee(argv, stdin);
                        case "mv" -> mv(argv);
                        case "cp" -> cp(argv);
                        case "rm" -> rm(argv);
                        case "cat" -> cat(argv);
                        case "ls" -> ls(argv);
                        case "test" -> test(argv);
                        case "df" -> df(argv);
                        case "find" -> find(argv);
                        case "date" -> date(argv);
                        case "stat" -> about(argv, "stat", "--format=%s");
                        case "sha256sum" -> about(argv, "sha256sum");
                        case "mktemp" -> mktemp(argv);
                        case "tar" -> tar(argv, stdin);
                        default -> null;
                    });
        } catch (SimFiles.Refusal e) {
            return Optional.of(
                    Answer.fail(
                            1,
                            program
                                    + ": cannot work on '"
                                    + argv.get(argv.size() - 1)
                                    + "': "
                                    + e.getMessage()));
        }
    }

    private Answer mkdir(List<String> argv) throws SimFiles.Refusal {
        List<String> paths = after(argv, "mkdir", "-p", "-m", "0700");
        for (String path : paths) {
            Optional<String> file = files.fileAbove(path);
            if (file.isPresent() || files.exists(path) && !files.isDirectory(path)) {
                return Answer.fail(
                        1,
                        "mkdir: cannot create directory '"
                                + file.orElse(path)
                                + (file.isPresent() ? "': Not a directory" : "': File exists"));
            }
            files.makeDirectories(path, "0700");
        }
        return Answer.ok("");
    }

    private Answer install(List<String> argv, byte[] stdin) throws SimFiles.Refusal {
        List<String> words = new ArrayList<>(argv.subList(1, argv.size()));
        boolean parents = words.remove("-D");
        if (words.size() != 4 || !words.get(0).equals("-m")) {
            throw new UnknownCommandException(argv);
        }
        String from = words.get(2);
        String to =
                files.isDirectory(words.get(3))
                        ? words.get(3) + from.substring(from.lastIndexOf('/'))
                        : words.get(3);
        byte[] bytes = stdin;
        if (!from.equals("/dev/stdin")) {
            Optional<byte[]> source = files.read(from);
            if (source.isEmpty()) {
                return Answer.fail(
                        1, "install: cannot stat '" + from + "': No such file or directory");
            }
            bytes = source.get();
        }
        if (parents && to.lastIndexOf('/') > 0) {
            files.makeDirectories(to.substring(0, to.lastIndexOf('/')), "0755");
        }
        files.write(to, bytes, words.get(1));
        return Answer.ok("");
    }

    /* What it was given it prints, whether or not it could write it. */
    private Answer tee(List<String> argv, byte[] stdin) {
        String path = after(argv, "tee", "-a").get(0);
        String text = new String(stdin, StandardCharsets.UTF_8);
        try {
            files.append(path, stdin);
            return Answer.ok(text);
        } catch (SimFiles.Refusal e) {
            return new Answer(1, text, "tee: " + path + ": " + e.getMessage() + "\n");
        }
    }

    private Answer mv(List<String> argv) throws SimFiles.Refusal {
        List<String> words = after(argv, "mv", "-fT");
        String from = words.get(0);
        String to = words.get(1);
        if (!files.exists(from)) {
            return Answer.fail(1, "mv: cannot stat '" + from + "': " + files.why(from));
        }
        if (files.isDirectory(to) && !files.isDirectory(from)) {
            return overDirectory("mv", to);
        }
        if (files.isDirectory(from) && files.exists(to) && !files.isDirectory(to)) {
            return Answer.fail(
                    1,
                    "mv: cannot overwrite non-directory '"
                            + to
                            + "' with directory '"
                            + from
                            + "'");
        }
        files.move(from, to);
        return Answer.ok("");
    }

    private Answer cp(List<String> argv) throws SimFiles.Refusal {
        List<String> words = after(argv, "cp", "-fT");
        if (files.isDirectory(words.get(0))) {
            return Answer.fail(
                    1, "cp: -r not specified; omitting directory '" + words.get(0) + "'");
        }
        Optional<byte[]> source = files.read(words.get(0));
        if (source.isEmpty()) {
            return Answer.fail(
                    1, "cp: cannot stat '" + words.get(0) + "': " + files.why(words.get(0)));
        }
        if (files.isDirectory(words.get(1))) {
            return overDirectory("cp", words.get(1));
        }
        files.write(words.get(1), source.get(), files.mode(words.get(1)).orElse("0644"));
        return Answer.ok("");
    }

    private static Answer overDirectory(String program, String to) {
        return Answer.fail(
                1, program + ": cannot overwrite directory '" + to + "' with non-directory");
    }

    private Answer rm(List<String> argv) {
        List<String> words = new ArrayList<>(argv.subList(1, argv.size()));
        boolean all = words.remove("-rf");
        if (!all && !words.remove("-f")) {
            throw new UnknownCommandException(argv);
        }
        words.remove("--");
        for (String word : words) {
            if (!all && files.isDirectory(word)) {
                return Answer.fail(1, "rm: cannot remove '" + word + "': Is a directory");
            }
        }
        words.forEach(files::remove);
        return Answer.ok("");
    }

    private Answer cat(List<String> argv) {
        if (argv.equals(List.of("cat", "/proc/sys/kernel/random/boot_id", "/proc/uptime"))) {
            return Answer.lines(
                    List.of("simulated-boot", clock.instant().getEpochSecond() + ".00 0.00"));
        }
        String path = after(argv, "cat").get(0);
        if (files.isDirectory(path)) {
            return Answer.fail(1, "cat: " + path + ": Is a directory");
        }
        return files.text(path)
                .map(Answer::ok)
                .orElseGet(() -> Answer.fail(1, "cat: " + path + ": " + files.why(path)));
    }

    private Answer ls(List<String> argv) {
        String path = after(argv, "ls", "-1A").get(0);
        if (!files.isDirectory(path)) {
            return files.exists(path)
                    ? Answer.ok(path + "\n")
                    : Answer.fail(2, "ls: cannot access '" + path + "': " + files.why(path));
        }
        return Answer.lines(files.list(path));
    }

    private Answer test(List<String> argv) {
        return files.exists(after(argv, "test", "-e").get(0))
                ? Answer.ok("")
                : new Answer(1, "", "");
    }

    private Answer df(List<String> argv) {
        String path = after(argv, "df", "-B1", "--output=avail").get(0);
        return files.exists(path)
                ? Answer.ok("        Avail\n" + files.free() + "\n")
                : Answer.fail(1, "df: " + path + ": No such file or directory");
    }

    private Answer about(List<String> argv, String... words) {
        String path = after(argv, words).get(0);
        Optional<String> text = files.text(path);
        if (text.isEmpty()) {
            return Answer.fail(
                    1, words[0] + ": cannot stat '" + path + "': No such file or directory");
        }
        return words.length > 1
                ? Answer.ok(text.get().length() + "\n")
                : Answer.ok(Digests.sha256(text.get()) + "  " + path + "\n");
    }

    private Answer date(List<String> argv) {
        if (!argv.equals(List.of("date", "+%s"))) {
            throw new UnknownCommandException(argv);
        }
        return Answer.ok(clock.instant().plus(ahead).getEpochSecond() + "\n");
    }

    private Answer mktemp(List<String> argv) throws SimFiles.Refusal {
        if (!argv.equals(List.of("mktemp", "-d"))) {
            throw new UnknownCommandException(argv);
        }
        String path = String.format(Locale.ROOT, "/tmp/tmp.%08d", ++temporary);
        files.makeDirectories(path, "0700");
        return Answer.ok(path + "\n");
    }

    /* find DIR -mindepth 1 -maxdepth 3 -mmin +N ( -name A -o -name B ) -prune -exec rm -rf -- {} + */
    private Answer find(List<String> argv) {
        List<String> words = argv.subList(2, argv.size());
        if (!words.subList(0, 5).equals(List.of("-mindepth", "1", "-maxdepth", "3", "-mmin"))
                || !words.subList(words.size() - 8, words.size())
                        .equals(List.of(")", "-prune", "-exec", "rm", "-rf", "--", "{}", "+"))) {
            throw new UnknownCommandException(argv);
        }
        Duration age = Duration.ofMinutes(Long.parseLong(words.get(5).substring(1)));
        int depth = argv.get(1).split("/").length;
        List<Pattern> names = new ArrayList<>();
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equals("-name")) {
                names.add(Pattern.compile(words.get(i + 1).replace(".", "\\.").replace("*", ".*")));
            }
        }
        for (String path : files.paths(argv.get(1))) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            boolean named = names.stream().anyMatch(n -> n.matcher(name).matches());
            if (named && path.split("/").length - depth <= 3 && files.olderThan(path, age)) {
                files.remove(path);
            }
        }
        return Answer.ok("");
    }

    /* As far as an archive of ordinary files with short names needs it. */
    private Answer tar(List<String> argv, byte[] stdin) throws SimFiles.Refusal {
        String directory = after(argv, "tar", "-xpf", "-", "-C").get(0);
        if (!files.isDirectory(directory)) {
            return Answer.fail(2, "tar: " + directory + ": Cannot open: No such file or directory");
        }
        if (stdin.length < 512 || stdin[0] != 0 && !field(stdin, 257, 5).equals("ustar")) {
            return Answer.fail(
                    2,
                    "tar: This does not look like a tar archive\n"
                            + "tar: Exiting with failure status due to previous errors");
        }
        for (int at = 0; at + 512 <= stdin.length && stdin[at] != 0; ) {
            String prefix = field(stdin, at + 345, 155);
            String path =
                    directory
                            + "/"
                            + (prefix.isEmpty() ? "" : prefix + "/")
                            + field(stdin, at, 100);
            int size = Integer.parseInt(field(stdin, at + 124, 12).trim(), 8);
            files.makeDirectories(path.substring(0, path.lastIndexOf('/')), "0755");
            files.write(
                    path,
                    Arrays.copyOfRange(stdin, at + 512, at + 512 + size),
                    field(stdin, at + 103, 4));
            at += 512 + (size + 511) / 512 * 512;
        }
        return Answer.ok("");
    }

    private static String field(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    /** What follows the words that have to be there. */
    private static List<String> after(List<String> argv, String... expected) {
        List<String> words = List.of(expected);
        if (argv.size() <= words.size() || !argv.subList(0, words.size()).equals(words)) {
            throw new UnknownCommandException(argv);
        }
        return argv.subList(words.size(), argv.size());
    }
}
