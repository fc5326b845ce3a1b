package io.jenkins.plugins.erp.scan;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.report.BanditJson;
import io.jenkins.plugins.erp.report.Findings;
import io.jenkins.plugins.erp.report.PipAuditJson;
import io.jenkins.plugins.erp.report.ReportException;
import io.jenkins.plugins.erp.report.SafetyJson;
import io.jenkins.plugins.erp.report.StyleText;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tools that are known. Exit codes and formats: each tool's own documentation. */
final class Scanners {
    /** Directories that hold other people's code. */
    private static final List<String> FOREIGN = List.of(".venv", "venv", "node_modules");

    private static final Map<String, Scanner> ALL = new LinkedHashMap<>();

    static {
        for (Scanner one :
                List.of(
                        new Flake8(),
                        new Black(),
                        new Isort(),
                        new Bandit(),
                        new PipAudit(),
                        new Safety())) {
            ALL.put(one.name(), one);
        }
    }

    private Scanners() {}

    /** The tools of these names, each once, in the order given. */
    static List<Scanner> named(List<String> names) throws ConfigException {
        Map<String, Scanner> found = new LinkedHashMap<>();
        for (String name : names) {
            Scanner one = ALL.get(name);
            if (one == null) {
                throw new ConfigException(
                        "scan: there is no tool \""
                                + name
                                + "\"; known are: "
                                + String.join(", ", ALL.keySet()));
            }
            found.put(name, one);
        }
        if (found.isEmpty()) {
            throw new ConfigException("scan: no tool is named; known are: " + names());
        }
        return List.copyOf(found.values());
    }

    static String names() {
        return String.join(", ", ALL.keySet());
    }

    private static List<String> words(List<String> first, List<String> paths) {
        List<String> argv = new ArrayList<>(first);
        argv.addAll(paths);
        return List.copyOf(argv);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean traceback(Scanner.Execution execution) {
        return execution.stderr().contains("Traceback (most recent call last)");
    }

    /** Exit 0: nothing, 1: findings, or an exception that nobody caught. */
    private static final class Flake8 implements Scanner {
        @Override
        public String name() {
            return "flake8";
        }

        @Override
        public List<String> argv(Target target) {
            // the format is given so that the project's own settings do not change it
            return words(
                    List.of(
                            "flake8",
                            "--format=%(path)s:%(row)d:%(col)d: %(code)s %(text)s",
                            "--extend-exclude=" + String.join(",", FOREIGN)),
                    target.paths());
        }

        @Override
        public Answer judge(Execution execution) throws ReportException {
            if (execution.exitCode() > 1 || traceback(execution)) {
                return Answer.crashed(execution);
            }
            Findings findings = StyleText.flake8(execution.stdout());
            boolean something = !findings.found().isEmpty() || !findings.unread().isEmpty();
            if (execution.exitCode() == 1 && !something) {
                return Answer.broken("says that it found something, but printed nothing readable");
            }
            return Answer.of(findings);
        }
    }

    /** Exit 0: nothing, 1: would change something, 123: an internal error, 2: usage. */
    private static final class Black implements Scanner {
        @Override
        public String name() {
            return "black";
        }

        @Override
        public List<String> argv(Target target) {
            return words(List.of("black", "--check", "--no-color"), target.paths());
        }

        @Override
        public Answer judge(Execution execution) throws ReportException {
            Findings findings = StyleText.black(execution.stderr());
            switch (execution.exitCode()) {
                case 0:
                    return Answer.of(findings);
                case 1:
                    return findings.found().isEmpty()
                            ? Answer.broken(
                                    "says that it would change something, but named no file")
                            : Answer.of(findings);
                case 123:
                    return findings.unread().isEmpty()
                            ? Answer.crashed(execution)
                            : Answer.of(findings);
                default:
                    return Answer.crashed(execution);
            }
        }
    }

    /** Exit 0: nothing, 1: would change something, or an exception that nobody caught. */
    private static final class Isort implements Scanner {
        @Override
        public String name() {
            return "isort";
        }

        @Override
        public List<String> argv(Target target) {
            return words(List.of("isort", "--check-only"), target.paths());
        }

        @Override
        public Answer judge(Execution execution) throws ReportException {
            if (execution.exitCode() > 1 || traceback(execution)) {
                return Answer.crashed(execution);
            }
            Findings findings = StyleText.isort(execution.stderr());
            if (execution.exitCode() == 1 && findings.found().isEmpty()) {
                return Answer.broken("says that it would change something, but named no file");
            }
            return Answer.of(findings);
        }
    }

    /** Exit 0: nothing, 1: findings, 2: usage. */
    private static final class Bandit implements Scanner {
        @Override
        public String name() {
            return "bandit";
        }

        @Override
        public List<String> argv(Target target) {
            List<String> argv =
                    new ArrayList<>(
                            List.of("bandit", "--recursive", "--format", "json", "--quiet"));
            argv.addAll(
                    List.of(
                            "--exclude",
                            "/.git/,/__pycache__/,/.tox/,/.eggs/,"
                                    + "/"
                                    + String.join("/,/", FOREIGN)
                                    + "/"));
            if (target.banditConfig()) {
                argv.addAll(List.of("--configfile", "pyproject.toml"));
            }
            return words(argv, target.paths());
        }

        @Override
        public Answer judge(Execution execution) throws ReportException {
            if (execution.exitCode() > 1) {
                return Answer.crashed(execution);
            }
            Findings findings = BanditJson.read("bandit's output", bytes(execution.stdout()));
            if (execution.exitCode() == 1
                    && findings.found().isEmpty()
                    && findings.unread().isEmpty()) {
                return Answer.broken("says that it found something, but its report is empty");
            }
            return Answer.of(findings);
        }
    }

    /** Exit 0: nothing, 1: findings, or it could not do its work; the report tells which. */
    private static final class PipAudit implements Scanner {
        @Override
        public String name() {
            return "pip-audit";
        }

        @Override
        public boolean online() {
            return true;
        }

        @Override
        public List<String> argv(Target target) {
            List<String> argv =
                    new ArrayList<>(
                            List.of("pip-audit", "--format", "json", "--progress-spinner", "off"));
            if (!target.inImage()) {
                target.requirements().forEach(r -> argv.addAll(List.of("--requirement", r)));
            }
            return argv;
        }

        @Override
        public Answer judge(Execution execution) throws ReportException {
            if (execution.exitCode() > 1) {
                return Answer.crashed(execution);
            }
            Findings findings = PipAuditJson.read("pip-audit's output", bytes(execution.stdout()));
            if (execution.exitCode() == 1 && findings.found().isEmpty()) {
                return Answer.broken("says that it found something, but its report is empty");
            }
            return Answer.of(findings);
        }
    }

    /** Exit 0: nothing, 64: findings, 65 login, 66 rate limit, 67 to 69 database. */
    private static final class Safety implements Scanner {
        @Override
        public String name() {
            return "safety";
        }

        @Override
        public boolean online() {
            return true;
        }

        @Override
        public List<String> argv(Target target) {
            List<String> argv = new ArrayList<>(List.of("safety", "check", "--json"));
            if (!target.inImage()) {
                target.requirements().forEach(r -> argv.addAll(List.of("--file", r)));
            }
            return argv;
        }

        @Override
        public Answer judge(Execution execution) throws ReportException {
            switch (execution.exitCode()) {
                case 0:
                case 64:
                    break;
                case 65:
                    return Answer.broken("wants a login (exit code 65): give it an API key");
                case 66:
                    return Answer.broken("was asked too often (exit code 66): try later");
                case 67:
                case 68:
                case 69:
                    return Answer.broken(
                            "could not read its database (exit code " + execution.exitCode() + ")");
                default:
                    return Answer.crashed(execution);
            }
            Findings findings =
                    SafetyJson.read("safety's output", bytes(withoutBanner(execution.stdout())));
            if (execution.exitCode() == 64 && findings.found().isEmpty()) {
                return Answer.broken("says that it found something, but its report is empty");
            }
            return Answer.of(findings);
        }

        /** Version 3 announces the end of "check" before, and sometimes after, the report. */
        private static String withoutBanner(String stdout) {
            List<String> lines = stdout.lines().toList();
            int first = 0;
            while (first < lines.size()
                    && !lines.get(first).startsWith("{")
                    && !lines.get(first).startsWith("[")) {
                first++;
            }
            int last = lines.size();
            while (last > first
                    && !lines.get(last - 1).endsWith("}")
                    && !lines.get(last - 1).endsWith("]")) {
                last--;
            }
            return String.join("\n", lines.subList(first, last));
        }
    }
}
