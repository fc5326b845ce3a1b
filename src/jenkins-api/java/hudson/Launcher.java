package hudson;

import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.remoting.VirtualChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

public abstract class Launcher {
    protected final TaskListener listener;

    protected Launcher(TaskListener listener, VirtualChannel channel) {
        this.listener = listener;
    }

    public final ProcStarter launch() {
        return new ProcStarter();
    }

    public boolean isUnix() {
        return java.io.File.pathSeparatorChar == ':';
    }

    public abstract Proc launch(ProcStarter starter) throws IOException;

    public abstract Channel launchChannel(
            String[] cmd, OutputStream out, FilePath workDir, Map<String, String> envVars)
            throws IOException, InterruptedException;

    public abstract void kill(Map<String, String> modelEnvVars)
            throws IOException, InterruptedException;

    public final class ProcStarter {
        private List<String> commands = List.of();
        private String[] envs = {};
        private FilePath pwd;
        private OutputStream stdout;
        private OutputStream stderr;
        private InputStream stdin;
        private boolean quiet;

        public ProcStarter cmds(List<String> args) {
            commands = List.copyOf(args);
            return this;
        }

        public List<String> cmds() {
            return commands;
        }

        public ProcStarter pwd(FilePath workDir) {
            pwd = workDir;
            return this;
        }

        public FilePath pwd() {
            return pwd;
        }

        public ProcStarter stdout(OutputStream out) {
            stdout = out;
            return this;
        }

        public OutputStream stdout() {
            return stdout;
        }

        public ProcStarter stderr(OutputStream err) {
            stderr = err;
            return this;
        }

        public OutputStream stderr() {
            return stderr;
        }

        public ProcStarter stdin(InputStream in) {
            stdin = in;
            return this;
        }

        public InputStream stdin() {
            return stdin;
        }

        public ProcStarter envs(Map<String, String> overrides) {
            envs =
                    overrides.entrySet().stream()
                            .map(e -> e.getKey() + "=" + e.getValue())
                            .toArray(String[]::new);
            return this;
        }

        public String[] envs() {
            return envs.clone();
        }

        public ProcStarter quiet(boolean quiet) {
            this.quiet = quiet;
            return this;
        }

        public boolean quiet() {
            return quiet;
        }

        public Proc start() throws IOException {
            return launch(this);
        }
    }

    public static class LocalLauncher extends Launcher {
        public LocalLauncher(TaskListener listener) {
            super(listener, null);
        }

        @Override
        public Proc launch(ProcStarter starter) throws IOException {
            throw new UnsupportedOperationException("a declaration only");
        }

        @Override
        public Channel launchChannel(
                String[] cmd, OutputStream out, FilePath workDir, Map<String, String> envVars)
                throws IOException {
            throw new UnsupportedOperationException("a declaration only");
        }

        @Override
        public void kill(Map<String, String> modelEnvVars) throws InterruptedException {
            throw new UnsupportedOperationException("a declaration only");
        }
    }
}
