package io.jenkins.plugins.erp.runner.jenkinsfile;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.text.Messages;

/** Begins and ends stages, and says so. */
final class Stages {
    private Stages() {}

    static Object run(Engine engine, String name, Context outer, StepCall.Body body)
            throws Exception {
        StageRun stage = new StageRun(name, outer.stage());
        engine.build().stages().add(stage);
        Context context = outer.at(stage);
        Console console = engine.build().console(shown(outer, name));
        if (outer.branch().isEmpty()) {
            console.info("");
        }
        console.info(Messages.of(Stages.class, "stage.begins", name));
        try {
            return engine.in(context, () -> body.run(context));
        } catch (Exception e) {
            stage.atLeast(
                    e instanceof InterruptedBuildException
                            ? BuildResult.ABORTED
                            : BuildResult.FAILURE,
                    engine.explain(e));
            throw e;
        } finally {
            stage.end();
            Console.Level level =
                    switch (stage.result()) {
                        case SUCCESS -> Console.Level.GOOD;
                        case UNSTABLE -> Console.Level.WARN;
                        default -> Console.Level.ERROR;
                    };
            console.print(
                    level,
                    Messages.of(
                            Stages.class, "stage." + stage.result().name(), name, stage.seconds()));
        }
    }

    static void skip(Engine engine, String name, Context outer, String why) {
        StageRun stage = new StageRun(name, outer.stage());
        stage.skip(why);
        engine.build().stages().add(stage);
        engine.build()
                .console(shown(outer, name))
                .info(Messages.of(Stages.class, "stage.skipped", name, why));
    }

    /** A branch that is the stage itself need not be named twice. */
    private static Context shown(Context outer, String name) {
        boolean same = outer.branch().equals(name) || outer.branch().endsWith("/" + name);
        return same
                ? new Context(outer.directory(), outer.environment(), "", outer.stage())
                : outer;
    }
}
