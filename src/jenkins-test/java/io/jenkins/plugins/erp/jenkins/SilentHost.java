package io.jenkins.plugins.erp.jenkins;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A host on loopback that takes every connection and never says a word. */
final class SilentHost implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> calls = new ArrayList<>();

    SilentHost() throws IOException {
        Thread taking = new Thread(this::take, "silent host");
        taking.setDaemon(true);
        taking.start();
    }

    private void take() {
        try {
            while (true) {
                Socket call = server.accept();
                synchronized (calls) {
                    calls.add(call);
                    calls.notifyAll();
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    /** Waits until so many connections were taken. */
    void awaitCalls(int count) throws InterruptedException {
        synchronized (calls) {
            while (calls.size() < count) {
                calls.wait();
            }
        }
    }

    /** A scripted Pipeline whose environment {@code staging} is this host. */
    String script(String step) {
        return "node {\n  writeFile file: 'erp.yaml', text: '''app: x\n"
                + "environments:\n  staging: {hosts: [\"nobody@127.0.0.1:"
                + server.getLocalPort()
                + "\"], path: /opt/x}\n'''\n  "
                + step
                + "\n}\n";
    }

    @Override
    public void close() throws IOException {
        server.close();
        synchronized (calls) {
            for (Socket call : calls) {
                call.close();
            }
        }
    }
}
