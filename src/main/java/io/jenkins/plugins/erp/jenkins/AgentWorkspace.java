package io.jenkins.plugins.erp.jenkins;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.erp.config.ConfigSource;
import io.jenkins.plugins.erp.operation.Workspace;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import jenkins.MasterToSlaveFileCallable;

/** The Pipeline's workspace on its agent; what {@link WorkspaceFiles} refuses is refused there. */
final class AgentWorkspace implements Workspace, ConfigSource {
    private final FilePath root;

    AgentWorkspace(FilePath root) {
        this.root = root;
    }

    @Override
    public String path() {
        return root.getRemote();
    }

    @Override
    public boolean exists(String relative) throws IOException, InterruptedException {
        return root.act(new Exists(relative));
    }

    @Override
    public String read(String relative) throws IOException, InterruptedException {
        return root.act(new Read(relative));
    }

    @Override
    public InputStream open(String relative) throws IOException, InterruptedException {
        // read where symbolic links have been followed and found to stay inside
        return new FilePath(root, root.act(new Locate(relative))).read();
    }

    @Override
    public void write(String relative, String text) throws IOException, InterruptedException {
        root.act(new Write(relative, text));
    }

    @Override
    public List<String> find(String pattern) throws IOException, InterruptedException {
        return root.act(new Find(pattern));
    }

    @Override
    public void delete(String relative) throws IOException, InterruptedException {
        root.act(new Delete(relative));
    }

    private static final class Exists extends MasterToSlaveFileCallable<Boolean> {
        private static final long serialVersionUID = 1L;
        private final String relative;

        Exists(String relative) {
            this.relative = relative;
        }

        @Override
        public Boolean invoke(File f, VirtualChannel channel) throws IOException {
            return new WorkspaceFiles(f.toPath()).exists(relative);
        }
    }

    private static final class Read extends MasterToSlaveFileCallable<String> {
        private static final long serialVersionUID = 1L;
        private final String relative;

        Read(String relative) {
            this.relative = relative;
        }

        @Override
        public String invoke(File f, VirtualChannel channel) throws IOException {
            return new WorkspaceFiles(f.toPath()).read(relative);
        }
    }

    private static final class Locate extends MasterToSlaveFileCallable<String> {
        private static final long serialVersionUID = 1L;
        private final String relative;

        Locate(String relative) {
            this.relative = relative;
        }

        @Override
        public String invoke(File f, VirtualChannel channel) throws IOException {
            return new WorkspaceFiles(f.toPath()).locate(relative);
        }
    }

    private static final class Write extends MasterToSlaveFileCallable<Void> {
        private static final long serialVersionUID = 1L;
        private final String relative;
        private final String text;

        Write(String relative, String text) {
            this.relative = relative;
            this.text = text;
        }

        @Override
        public Void invoke(File f, VirtualChannel channel) throws IOException {
            new WorkspaceFiles(f.toPath()).write(relative, text);
            return null;
        }
    }

    private static final class Find extends MasterToSlaveFileCallable<ArrayList<String>> {
        private static final long serialVersionUID = 1L;
        private final String pattern;

        Find(String pattern) {
            this.pattern = pattern;
        }

        @Override
        public ArrayList<String> invoke(File f, VirtualChannel channel) throws IOException {
            return new ArrayList<>(new WorkspaceFiles(f.toPath()).find(pattern));
        }
    }

    private static final class Delete extends MasterToSlaveFileCallable<Void> {
        private static final long serialVersionUID = 1L;
        private final String relative;

        Delete(String relative) {
            this.relative = relative;
        }

        @Override
        public Void invoke(File f, VirtualChannel channel) throws IOException {
            new WorkspaceFiles(f.toPath()).delete(relative);
            return null;
        }
    }
}
