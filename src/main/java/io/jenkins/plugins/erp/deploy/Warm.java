package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Old web containers that go on running for a while after a blueGreen switch. A file {@code
 * .erp/warm/RELEASE} says so; a process left on the host stops and removes them when the time is
 * over. Whoever renames the file away first has them: that process, or the next deploy or rollback.
 * When the host was restarted meanwhile they stay until that next run.
 */
final class Warm {
    /* $1 seconds, $2 the file, $3 grace in seconds, then the containers */
    private static final String SCRIPT =
            """
            (
              trap '' HUP
              exec </dev/null >/dev/null 2>&1
              seconds=$1 file=$2 grace=$3
              shift 3
              sleep "$seconds"
              mv "$file" "$file.over" || exit 0
              docker stop -t "$grace" "$@"
              docker rm "$@"
              rm -f "$file.over"
            ) &\
            """;

    private Warm() {}

    /** Leaves containers running for so long. */
    static void keep(
            DockerHost docker,
            HostState host,
            String release,
            List<ContainerState> web,
            Duration time,
            Duration drain)
            throws ShellException, InterruptedException {
        host.files().makeDirectory(host.warmDirectory());
        host.files().write(host.warmFile(release), String.join("\n", Generations.ids(web)) + "\n");
        docker.must(timer(time, host.warmFile(release), drain, Generations.ids(web)));
    }

    /** The process that ends it. */
    static Command timer(Duration time, String file, Duration drain, List<String> containers) {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", SCRIPT, "erp-warm"));
        argv.add(Long.toString(time.toSeconds()));
        argv.add(file);
        argv.add(Long.toString(drain.toSeconds()));
        argv.addAll(containers);
        return Command.of(argv);
    }

    /** Takes what is kept warm into one's own hands: from here on no timer ends it. */
    static void claim(HostState host) throws ShellException, InterruptedException {
        for (String name : host.files().list(host.warmDirectory())) {
            String file = host.warmDirectory() + "/" + name;
            if (!name.endsWith(".over") && host.files().tryMove(file, file + ".over")) {
                host.files().remove(file + ".over");
            }
        }
    }
}
