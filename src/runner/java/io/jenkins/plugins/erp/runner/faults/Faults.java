package io.jenkins.plugins.erp.runner.faults;

import io.jenkins.plugins.erp.runner.faults.Fault.Happening;
import java.util.ArrayList;
import java.util.List;

/** All faults. */
final class Faults {
    private static final List<String> EITHER = List.of("1", "2");
    private static final List<String> OLD = List.of("1");
    private static final List<String> NEW = List.of("2");
    private static final List<String> FIRST =
            List.of(
                    "db-switch",
                    "redis-beside",
                    "registry-deploy",
                    "pruned",
                    "disk-check",
                    "disk-switch",
                    "two-deploys",
                    "rollback-during-deploy",
                    "engine-switch");

    /** Those that a deploy shows on this stack. */
    private static final List<String> PHASES =
            List.of(
                    "connect",
                    "check",
                    "lease",
                    "resume",
                    "stage",
                    "pull",
                    "services",
                    "backup",
                    "migrate",
                    "files",
                    "beside",
                    "switch",
                    "workers",
                    "others",
                    "verify",
                    "commit",
                    "retire");

    /** The new release is current when it begins: there is no way but forward. */
    private static final String LAST = "retire";

    private static final int LOCKED_SECONDS = 45;
    private static final int ASLEEP_SECONDS = 110;

    private Faults() {}

    /** In the order in which they are told: of every kind some first, then phase by phase. */
    static List<Fault> all() {
        List<Fault> parts = missingParts();
        List<Fault> disk = disk();
        List<Fault> together = together();
        List<Fault> engine = engine();
        List<Fault> all = new ArrayList<>();
        all.add(
                fault(
                        "none",
                        "nothing: a deploy without a fault",
                        "",
                        "0",
                        NEW,
                        scene -> scene.ended(scene.deploy("2"))));
        all.addAll(brokenReleases());
        all.addAll(named(parts, FIRST));
        all.addAll(named(disk, FIRST));
        all.addAll(named(together, FIRST));
        all.addAll(named(engine, FIRST));
        PHASES.forEach(p -> all.add(kill(p)));
        PHASES.stream().filter(p -> !p.equals("connect")).forEach(p -> all.add(cut(p)));
        List<Fault> others = new ArrayList<>(stops());
        for (List<Fault> more : List.of(connections(), parts, disk, together, engine)) {
            others.addAll(more);
        }
        others.stream().filter(f -> !FIRST.contains(f.name())).forEach(all::add);
        return all;
    }

    private static List<Fault> named(List<Fault> faults, List<String> names) {
        return faults.stream().filter(f -> names.contains(f.name())).toList();
    }

    private static Fault fault(
            String name,
            String what,
            String phase,
            String exits,
            List<String> serves,
            Happening happening) {
        return new Fault(name, what, phase, "1", exits, serves, false, happening);
    }

    private static Fault kill(String phase) {
        boolean current = phase.equals(LAST);
        return fault(
                "kill-" + phase,
                "`kill -9` of `./erp deploy`, then `./erp resume`",
                phase,
                current ? "137, 0" : "137, [01]",
                current ? NEW : EITHER,
                scene -> {
                    ErpProcess deploy = scene.deploy("2");
                    scene.at(deploy, phase);
                    deploy.kill();
                    scene.ended(deploy);
                    scene.ended(scene.resume());
                });
    }

    private static Fault cut(String phase) {
        boolean current = phase.equals(LAST);
        return fault(
                "ssh-" + phase,
                "all SSH connections cut",
                phase,
                current ? "0|3, 0" : "[01]|3, [01]",
                current ? NEW : EITHER,
                scene -> {
                    ErpProcess deploy = scene.deploy("2");
                    scene.at(deploy, phase);
                    scene.cutSsh();
                    scene.resumeUnlessEnded(scene.ended(deploy));
                });
    }

    private static List<Fault> brokenReleases() {
        return List.of(
                release("dies", "container that starts and dies", "beside", "1"),
                release("dies-later", "container that dies 7 s after its start", "switch", "1")
                        .darkening(),
                release("unhealthy", "container that never gets healthy", "beside", "1"),
                release("migration", "migration that fails halfway", "migrate", "1"),
                fault(
                        "lock",
                        "migration that waits for a lock longer than `lockTimeout`",
                        "migrate",
                        "1",
                        OLD,
                        scene -> {
                            Process lock = scene.holdLock(LOCKED_SECONDS);
                            scene.now();
                            scene.ended(scene.deploy("2"));
                            scene.docker("exec", scene.running("db"), "sh", "-c", END_SLEEP);
                            lock.destroy();
                        }));
    }

    private static final String END_SLEEP =
            "psql -qtA -U \"$POSTGRES_USER\" -d \"$POSTGRES_DB\" -c \"SELECT"
                    + " pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE"
                    + " '%pg_sleep%' AND pid <> pg_backend_pid()\"";

    private static Fault release(String tag, String what, String phase, String exits) {
        return fault(
                tag,
                what,
                phase,
                exits,
                OLD,
                scene -> {
                    ErpProcess deploy = scene.deploy(tag);
                    scene.at(deploy, phase);
                    scene.ended(deploy);
                });
    }

    private static List<Fault> missingParts() {
        List<Fault> all = new ArrayList<>();
        all.add(stopped("db", "database", "check"));
        all.add(stopped("db", "database", "migrate"));
        all.add(stopped("db", "database", "switch"));
        all.add(stopped("redis", "Redis", "check"));
        all.add(stopped("redis", "Redis", "beside"));
        all.add(stopped("redis", "Redis", "verify"));
        all.add(
                fault(
                                "proxy-switch",
                                "Nginx killed, started again after 3 s",
                                "switch",
                                "[01]|3, [01]",
                                EITHER,
                                scene -> {
                                    ErpProcess deploy = scene.deploy("2");
                                    scene.at(deploy, "switch");
                                    String id = scene.running("nginx");
                                    scene.docker("kill", id);
                                    Thread.sleep(3000);
                                    scene.start(id);
                                    scene.resumeUnlessEnded(scene.ended(deploy));
                                })
                        .darkening());
        all.add(
                fault(
                                "old-web-beside",
                                "the web container that serves is killed",
                                "beside",
                                "[01]|3, [01]",
                                EITHER,
                                scene -> {
                                    String id = scene.running("web");
                                    ErpProcess deploy = scene.deploy("2");
                                    scene.at(deploy, "beside");
                                    scene.docker("kill", id);
                                    scene.resumeUnlessEnded(scene.ended(deploy));
                                })
                        .darkening());
        all.add(
                fault(
                                "new-web-verify",
                                "the new web container is killed after the switch",
                                "verify",
                                "1|3, [01]",
                                OLD,
                                scene -> {
                                    ErpProcess deploy = scene.deploy("2");
                                    scene.at(deploy, "verify");
                                    scene.docker("kill", scene.running("web"));
                                    scene.resumeUnlessEnded(scene.ended(deploy));
                                })
                        .darkening());
        all.add(
                fault(
                        "registry-deploy",
                        "registry down before a deploy",
                        "pull",
                        "1",
                        OLD,
                        scene -> {
                            scene.place().stopRegistry();
                            try {
                                scene.now();
                                scene.ended(scene.deploy("2"));
                            } finally {
                                scene.place().startRegistry();
                            }
                        }));
        all.add(
                fault(
                                "registry-rollback",
                                "registry down before a rollback",
                                "images",
                                "0",
                                OLD,
                                scene -> {
                                    scene.place().stopRegistry();
                                    try {
                                        scene.now();
                                        scene.ended(scene.rollback());
                                    } finally {
                                        scene.place().startRegistry();
                                    }
                                })
                        .fromNew());
        all.add(
                fault(
                                "pruned",
                                "image of the release to go back to pruned",
                                "images",
                                "0",
                                OLD,
                                scene -> {
                                    scene.prune("1");
                                    scene.now();
                                    scene.ended(scene.rollback());
                                })
                        .fromNew());
        all.add(
                fault(
                                "pruned-registry",
                                "image pruned and registry down; again when the registry is up",
                                "images",
                                "1, 0",
                                OLD,
                                scene -> {
                                    scene.prune("1");
                                    scene.place().stopRegistry();
                                    try {
                                        scene.now();
                                        scene.ended(scene.rollback());
                                    } finally {
                                        scene.place().startRegistry();
                                    }
                                    scene.ended(scene.rollback());
                                })
                        .fromNew());
        return all;
    }

    /** A part is taken away for good; a person brings it back when the product has given up. */
    private static Fault stopped(String service, String what, String phase) {
        return fault(
                        service + "-" + phase,
                        what + " stopped",
                        phase,
                        "[01]|3, [01]",
                        EITHER,
                        scene -> {
                            String id = scene.running(service);
                            ErpProcess deploy = scene.deploy("2");
                            scene.at(deploy, phase);
                            scene.docker("kill", id);
                            int code = scene.ended(deploy);
                            scene.start(id);
                            scene.resumeUnlessEnded(code);
                        })
                .darkening();
    }

    private static List<Fault> disk() {
        List<Fault> all = new ArrayList<>();
        all.add(full("check", "1", OLD));
        for (String phase : List.of("stage", "backup", "beside", "switch", "verify")) {
            all.add(full(phase, "[01]|3, [01]", EITHER));
        }
        return all;
    }

    private static Fault full(String phase, String exits, List<String> serves) {
        return fault(
                "disk-" + phase,
                phase.equals("check")
                        ? "disk full before a deploy"
                        : "disk full; freed when the deploy has ended",
                phase,
                exits,
                serves,
                scene -> {
                    try {
                        ErpProcess deploy;
                        if (phase.equals("check")) {
                            scene.place().fillDisk();
                            scene.now();
                            deploy = scene.deploy("2");
                        } else {
                            deploy = scene.deploy("2");
                            scene.at(deploy, phase);
                            scene.place().fillDisk();
                        }
                        int code = scene.ended(deploy);
                        scene.place().freeDisk();
                        scene.resumeUnlessEnded(code);
                    } finally {
                        scene.place().freeDisk();
                    }
                });
    }

    private static List<Fault> together() {
        return List.of(
                fault(
                        "two-deploys",
                        "a second deploy while one is at work",
                        "pull",
                        "1, 0",
                        NEW,
                        scene -> {
                            ErpProcess first = scene.deploy("2");
                            scene.at(first, "pull");
                            scene.ended(scene.deploy("dies"));
                            scene.ended(first);
                        }),
                fault(
                        "two-deploys-at-once",
                        "two deploys started at the same moment",
                        "lease",
                        "0, 1|1, 0",
                        NEW,
                        scene -> {
                            scene.now();
                            ErpProcess first = scene.deploy("2");
                            ErpProcess second = scene.deploy("2");
                            scene.ended(first);
                            scene.ended(second);
                        }),
                fault(
                        "rollback-during-deploy",
                        "rollback during a deploy",
                        "backup",
                        "1, 0",
                        NEW,
                        scene -> {
                            ErpProcess deploy = scene.deploy("2");
                            scene.at(deploy, "backup");
                            scene.ended(scene.rollback());
                            scene.ended(deploy);
                        }),
                fault(
                                "deploy-during-rollback",
                                "deploy during a rollback",
                                "lease",
                                "1, 0",
                                OLD,
                                scene -> {
                                    ErpProcess rollback = scene.rollback();
                                    scene.at(rollback, "lease");
                                    scene.ended(scene.deploy("2"));
                                    scene.ended(rollback);
                                })
                        .fromNew());
    }

    private static List<Fault> stops() {
        List<Fault> all = new ArrayList<>();
        for (String phase : List.of("migrate", "beside", "switch", "verify")) {
            all.add(
                    fault(
                            "abort-" + phase,
                            "SIGTERM to `./erp deploy`, as an abort does",
                            phase,
                            "143, [01]",
                            EITHER,
                            scene -> {
                                ErpProcess deploy = scene.deploy("2");
                                scene.at(deploy, phase);
                                deploy.abort();
                                // what was undone by then is; the next run, here a resume, does the
                                // rest
                                scene.ended(deploy);
                                scene.ended(scene.resume());
                            }));
        }
        for (String phase : List.of("images", "beside", "switch", "reverse", "commit")) {
            all.add(
                    fault(
                                    "kill-rollback-" + phase,
                                    "`kill -9` of `./erp rollback`, then `./erp resume`",
                                    phase,
                                    "137, [01]",
                                    EITHER,
                                    scene -> {
                                        ErpProcess rollback = scene.rollback();
                                        scene.at(rollback, phase);
                                        rollback.kill();
                                        scene.ended(rollback);
                                        scene.ended(scene.resume());
                                    })
                            .fromNew());
        }
        all.add(
                fault(
                        "kill-twice",
                        "`kill -9` of the deploy, of the resume after it, then `./erp resume`",
                        "switch",
                        "137, 137, [01]",
                        EITHER,
                        scene -> {
                            ErpProcess deploy = scene.deploy("2");
                            scene.at(deploy, "switch");
                            deploy.kill();
                            scene.ended(deploy);
                            ErpProcess resume = scene.resume();
                            scene.at(resume, "resume");
                            Thread.sleep(1500);
                            resume.kill();
                            scene.ended(resume);
                            scene.ended(scene.resume());
                        }));
        all.add(
                fault(
                        "kill-deploy-again",
                        "`kill -9`, then another deploy instead of a resume",
                        "switch",
                        "137, 0",
                        NEW,
                        scene -> {
                            ErpProcess deploy = scene.deploy("2");
                            scene.at(deploy, "switch");
                            deploy.kill();
                            scene.ended(deploy);
                            scene.ended(scene.deploy("2"));
                        }));
        return all;
    }

    private static List<Fault> connections() {
        List<Fault> all = new ArrayList<>();
        for (String phase : List.of("migrate", "beside", "switch")) {
            all.add(
                    fault(
                            "master-" + phase,
                            "`kill -9` of the SSH client's connection process",
                            phase,
                            "[01]|3, [01]",
                            EITHER,
                            scene -> {
                                ErpProcess deploy = scene.deploy("2");
                                scene.at(deploy, phase);
                                scene.killMaster(deploy);
                                scene.resumeUnlessEnded(scene.ended(deploy));
                            }));
        }
        all.add(
                fault(
                        "sshd-switch",
                        "SSH server gone until the deploy has given up",
                        "switch",
                        "3, [01]",
                        EITHER,
                        scene -> {
                            ErpProcess deploy = scene.deploy("2");
                            scene.at(deploy, "switch");
                            scene.place().stopSsh();
                            int code;
                            try {
                                code = scene.ended(deploy);
                            } finally {
                                scene.place().startSsh();
                            }
                            scene.resumeUnlessEnded(code);
                        }));
        all.add(
                fault(
                        "asleep",
                        "`./erp` stopped for "
                                + ASLEEP_SECONDS
                                + " s (SIGSTOP), another deploy meanwhile",
                        "beside",
                        "0, 3",
                        NEW,
                        scene -> {
                            ErpProcess first = scene.deploy("2");
                            scene.at(first, "beside");
                            signal("-STOP", first);
                            try {
                                Thread.sleep(ASLEEP_SECONDS * 1000L);
                                scene.ended(scene.deploy("2"));
                            } finally {
                                signal("-CONT", first);
                            }
                            scene.ended(first);
                        }));
        return all;
    }

    private static void signal(String signal, ErpProcess process) throws Exception {
        new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor();
    }

    private static List<Fault> engine() {
        List<Fault> all = new ArrayList<>();
        for (String phase : List.of("migrate", "beside", "switch", "verify")) {
            all.add(restart(phase, false));
        }
        all.add(restart("switch", true));
        return all;
    }

    private static Fault restart(String phase, boolean kill) {
        return fault(
                        (kill ? "engine-kill-" : "engine-") + phase,
                        kill
                                ? "`kill -9` of the Docker engine, started again"
                                : "Docker engine restarted",
                        phase,
                        "[01]|3, [01]",
                        EITHER,
                        scene -> {
                            if (!scene.place().ownsEngine()) {
                                throw new NotHereException(
                                        "the engine was not started by the test host");
                            }
                            ErpProcess deploy = scene.deploy("2");
                            scene.at(deploy, phase);
                            scene.place().restartEngine(kill);
                            scene.resumeUnlessEnded(scene.ended(deploy));
                        })
                .darkening();
    }

    /** A fault that cannot be had on this machine. */
    static final class NotHereException extends Exception {
        private static final long serialVersionUID = 1L;

        NotHereException(String why) {
            super(why);
        }
    }
}
