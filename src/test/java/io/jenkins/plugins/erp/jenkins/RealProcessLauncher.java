package io.jenkins.plugins.erp.jenkins;

import hudson.FilePath;
import hudson.Launcher;
import hudson.Proc;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A launcher that starts real processes of this machine, as an agent's would. */
final class RealProcessLauncher extends Launcher {
    private static final Pattern MACRO =
            Pattern.compile("\\$([A-Za-z0-9_]+|\\{[A-Za-z0-9_.]+\\}|\\$)");

    final List<ProcStarter> started = new ArrayList<>();
    final List<Map<String, String>> killed = new ArrayList<>();

    /** What would have gone to the agent and been waited for, in its order. */
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    RealProcessLauncher() {
        super((TaskListener) () -> System.out, null);
    }

    @Override
    public synchronized Proc launch(ProcStarter starter) throws IOException {
        started.add(starter);
        calls.add("launch");
        Map<String, String> variables = new TreeMap<>(System.getenv());
        for (String variable : starter.envs()) {
            int equals = variable.indexOf('=');
            variables.put(
                    variable.substring(0, equals),
                    expand(variable.substring(equals + 1), variables));
        }
        ProcessBuilder builder =
                new ProcessBuilder(
                        starter.cmds().stream().map(word -> expand(word, variables)).toList());
        builder.directory(new File(starter.pwd().getRemote()));
        builder.environment().putAll(variables);
        Process process = builder.start();
        Thread out = pump(process.getInputStream(), starter.stdout());
        Thread err = pump(process.getErrorStream(), starter.stderr());
        Thread in = pump(starter.stdin(), process.getOutputStream());
        return new RealProc(process, List.of(out, err, in));
    }

    @Override
    public synchronized void kill(Map<String, String> modelEnvVars) {
        killed.add(modelEnvVars);
        calls.add("kill by variables");
    }

    @Override
    public Channel launchChannel(
            String[] cmd, OutputStream out, FilePath workDir, Map<String, String> envVars) {
        throw new UnsupportedOperationException();
    }

    /** What Jenkins' own launchers do to words and values. */
    private static String expand(String text, Map<String, String> variables) {
        return MACRO.matcher(text)
                .replaceAll(
                        found -> {
                            String name = found.group(1).replaceAll("[{}]", "");
                            return Matcher.quoteReplacement(
                                    name.equals("$")
                                            ? "$"
                                            : variables.getOrDefault(name, found.group()));
                        });
    }

    private static Thread pump(InputStream from, OutputStream to) {
        Thread thread =
                new Thread(
                        () -> {
                            try (to) {
                                from.transferTo(to);
                            } catch (IOException e) {
                                // the process is gone
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private final class RealProc extends Proc {
        private final Process process;
        private final List<Thread> pumps;

        RealProc(Process process, List<Thread> pumps) {
            this.process = process;
            this.pumps = pumps;
        }

        @Override
        public boolean isAlive() {
            calls.add("isAlive");
            return process.isAlive();
        }

        @Override
        public void kill() {
            calls.add("kill");
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        @Override
        public int join() throws InterruptedException {
            calls.add("join");
            int code = process.waitFor();
            for (Thread pump : pumps) {
                pump.join();
            }
            return code;
        }

        @Override
        public InputStream getStdout() {
            return null;
        }

        @Override
        public InputStream getStderr() {
            return null;
        }

        @Override
        public OutputStream getStdin() {
            return null;
        }
    }
}
