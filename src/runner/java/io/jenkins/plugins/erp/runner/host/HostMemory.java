package io.jenkins.plugins.erp.runner.host;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What was done to this machine, in {@code host.json}, written before the next thing is done: what
 * stops and removes a host goes by this alone.
 */
final class HostMemory {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The written form; ports and process ids are 0 where there is none. */
    static final class Facts {
        /** packages that were not there before, by name */
        public List<String> packages = new ArrayList<>();

        /** files made outside the state directory */
        public List<String> files = new ArrayList<>();

        /** images made or pulled, by tag */
        public List<String> images = new ArrayList<>();

        public boolean standIns;
        public boolean user;
        public int registryPort;
        public int sshPort;
        public long enginePid;
        public long registryPid;
        public long sshdPid;
    }

    private final Path file;
    final Facts facts;

    private HostMemory(Path file, Facts facts) {
        this.file = file;
        this.facts = facts;
    }

    /** Of a state directory; empty where nothing was done yet. */
    static HostMemory in(Path state) throws HostException {
        Path file = state.resolve("host.json");
        try {
            return new HostMemory(
                    file,
                    Files.exists(file) ? JSON.readValue(file.toFile(), Facts.class) : new Facts());
        } catch (IOException e) {
            throw new HostException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes it whole. */
    void save() throws HostException {
        try {
            Files.createDirectories(file.getParent());
            Path next = file.resolveSibling("host.json.new");
            JSON.writerWithDefaultPrettyPrinter().writeValue(next.toFile(), facts);
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new HostException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
