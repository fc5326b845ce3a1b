package io.jenkins.plugins.erp.runner.host;

import io.jenkins.plugins.erp.shell.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A part of this machine with mounts, processes and a network of its own, as a host has them: its
 * daemons find their usual sockets and firewall rules free. It lasts as long as somebody holds its
 * standard input: where this process dies, even killed, the kernel ends all that runs in it.
 */
final class Namespaces implements AutoCloseable {
    private static final String READY = "ready";
    private static final long END_SECONDS = 60;

    /**
     * The first process there. At the end it has the engine take its containers' cgroups away, and
     * names that engine's socket: what it removes must never be this machine's own containers.
     */
    static final String KEEPER =
            "mount -t proc proc /proc && mount -t tmpfs -o mode=0755 tmpfs /run || exit 1; echo "
                    + READY
                    + "; cat >/dev/null; test -S /run/docker.sock || exit 0;"
                    + " docker -H unix:///run/docker.sock ps -aq |"
                    + " timeout 30 xargs -r docker -H unix:///run/docker.sock rm -f";

    /** Makes them and starts the keeper. */
    static final List<String> UNSHARE =
            List.of(
                    "unshare",
                    "--mount",
                    "--pid",
                    "--net",
                    "--ipc",
                    "--fork",
                    "--kill-child",
                    "sh",
                    "-c",
                    KEEPER);

    private final Process process;
    private final long keeper;

    private Namespaces(Process process, long keeper) {
        this.process = process;
        this.keeper = keeper;
    }

    /** Makes them, with nothing in them yet. */
    static Namespaces make() throws HostException {
        Process process = null;
        try {
            process = new ProcessBuilder(UNSHARE).redirectErrorStream(true).start();
            BufferedReader said =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
            String first = said.readLine();
            if (READY.equals(first)) {
                return new Namespaces(process, process.children().findFirst().orElseThrow().pid());
            }
            process.destroyForcibly();
            throw new HostException("a further host cannot be set apart here: " + first);
        } catch (IOException e) {
            throw new HostException("a further host cannot be set apart: " + e.getMessage(), e);
        }
    }

    /** Process id of the keeper, as it is called out here. */
    long keeper() {
        return keeper;
    }

    /** What a command is preceded by, so that it runs there. */
    List<String> within() {
        return within(keeper);
    }

    static List<String> within(long keeper) {
        return List.of(
                "nsenter",
                "--target",
                String.valueOf(keeper),
                "--mount",
                "--pid",
                "--net",
                "--ipc",
                "--");
    }

    /** A directory there that is another one than here. */
    static Command instead(String directory, String other) {
        return Command.of("mount", "--bind", other, directory);
    }

    /** Ends all that runs there. */
    @Override
    public void close() throws HostException, InterruptedException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it has ended already
        }
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            // its child is killed with it, and with that all that runs there
            process.destroyForcibly().waitFor();
        }
    }
}
