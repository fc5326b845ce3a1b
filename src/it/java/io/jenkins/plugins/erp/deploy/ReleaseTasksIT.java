package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.MigrationsConfig;
import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.it.RealParts;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.LocalShell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * release.py with real Django and PostgreSQL: a throw-away app, one service per set of migrations.
 */
class ReleaseTasksIT {
    private static final String BASE = "erp-it-tasks:base";
    private static final List<String> SETS = List.of("one", "every", "half", "column", "no_static");

    @TempDir Path directory;
    @TempDir Path sample;
    private final String project = "tasks-it-" + UUID.randomUUID().toString().substring(0, 6);
    private final String image = "erp-it-tasks:" + project;
    private DockerHost docker;
    private ComposeCommands compose;
    private DjangoTasks tasks;

    @BeforeEach
    void bringUpADatabaseWithOneRelease() throws Exception {
        RealParts.orSkip();
        RealParts.lay(sample);
        RealParts.build(sample, "runtime", BASE);
        docker = new DockerHost(new LocalShell(), (level, line) -> {}, project);
        write(
                "Dockerfile",
                "FROM "
                        + BASE
                        + "\nCOPY --chown=app lab /lab\nWORKDIR /lab\nRUN mkdir /tmp/static\n");
        write(
                "lab/manage.py",
                """
                import os, sys
                os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
                from django.core.management import execute_from_command_line
                execute_from_command_line(sys.argv)
                """);
        write(
                "lab/settings.py",
                """
                import os
                SECRET_KEY = "lab"
                INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth",
                                  "django.contrib.staticfiles", "lab"]
                DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "lab",
                             "USER": "lab", "PASSWORD": "lab", "HOST": "db",
                             "OPTIONS": {"options": "-c statement_timeout=60000"}}}
                DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
                MIGRATION_MODULES = {"lab": "lab.sets." + os.environ["LAB"]}
                STATIC_URL = "/static/"
                STATICFILES_DIRS = [("", "/lab/look/" + os.environ.get("LOOK", "a"))]
                if "HASHED" in os.environ:
                    STORAGES = {"staticfiles": {
                        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
                STATIC_ROOT = None if os.environ["LAB"] == "no_static" else "/tmp/static"
                """);
        write("lab/lab/__init__.py", "");
        write("lab/lab/models.py", "");
        write("lab/lab/static/lab.css", "body {}");
        write("lab/look/a/look.css", "b {color: red}");
        write("lab/look/b/look.css", "b {color: tan}");
        write("lab/look/less/.keep", "");
        write("lab/lab/sets/__init__.py", "");
        for (String set : SETS) {
            write("lab/lab/sets/" + set + "/__init__.py", "");
            write("lab/lab/sets/" + set + "/m0001.py", migration("", ONE));
        }
        write("lab/lab/sets/every/m0002.py", migration("m0001", EVERY));
        write("lab/lab/sets/half/m0002.py", migration("m0001", COLUMN));
        write("lab/lab/sets/half/m0003.py", migration("m0002", RAISES));
        write("lab/lab/sets/column/m0002.py", migration("m0001", COLUMN));
        StringBuilder services = new StringBuilder();
        for (String set : SETS) {
            services.append("  ").append(set).append(":\n    image: ").append(image);
            services.append("\n    environment: {LAB: ").append(set).append("}\n");
        }
        for (String look : List.of("a", "b", "less")) {
            services.append("  ").append(look).append(":\n    image: ").append(image);
            services.append("\n    environment: {LAB: one, LOOK: ").append(look).append("}\n");
            services.append("    volumes: [\"plain:/tmp/static\"]\n");
            services.append("  hashed_").append(look).append(":\n    image: ").append(image);
            services.append("\n    environment: {LAB: one, HASHED: 1, LOOK: ").append(look);
            services.append("}\n    volumes: [\"hashed:/tmp/static\"]\n");
        }
        Path file =
                write(
                        "compose.yml",
                        "services:\n"
                                + services
                                + "  db:\n    image: postgres:17\n"
                                + "    environment: {POSTGRES_DB: lab, POSTGRES_USER: lab,"
                                + " POSTGRES_PASSWORD: lab}\n"
                                + "volumes: {plain: {}, hashed: {}}\n");
        docker.must(
                Command.of("docker", "build", "--quiet", "--tag", image, directory.toString())
                        .withTimeout(Duration.ofMinutes(5)));
        compose = docker.compose(file.toString(), directory.toString());
        docker.must(compose.start(List.of("db")));
        for (int i = 0; i < 120 && !sql("SELECT 1").ok(); i++) {
            Thread.sleep(500);
        }
        tasks = new DjangoTasks(docker, "20260101T000000Z-it");
        DjangoTasks.Ran first = tasks.release(compose, "one", wish("one", true));
        DjangoTasks.check(first, Duration.ofSeconds(1));
        // nothing was applied before, so that nobody was served: no hazards
        assertThat(first.told().hazards()).isEmpty();
        assertThat(first.told().collected()).startsWith("2 static files copied");
        assertThat(first.told().superuserMade()).isTrue();
    }

    @AfterEach
    void removeAll() throws Exception {
        if (docker != null && compose != null) {
            docker.run(compose.down(true));
            docker.run(DockerCommands.removeImage(image));
        }
    }

    private Path write(String name, String text) throws Exception {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String migration(String after, String operations) {
        return "from django.contrib.postgres.operations import AddIndexConcurrently\n"
                + "from django import VERSION\nfrom django.db import migrations, models\n\n"
                + "CHECK = 'check' if VERSION < (5, 1) else 'condition'\n\n\n"
                + "def work(apps, editor):\n    raise ValueError('no such customer')\n\n\n"
                + "class Migration(migrations.Migration):\n    dependencies = ["
                + (after.isEmpty() ? "" : "('lab', '" + after + "')")
                + "]\n    operations = [\n"
                + operations
                + "    ]\n";
    }

    private static final String ONE =
            """
            migrations.CreateModel("Thing", [
                ("id", models.BigAutoField(primary_key=True)),
                ("name", models.CharField(max_length=20)), ("note", models.TextField(null=True)),
                ("size", models.IntegerField(default=0)), ("code", models.CharField(max_length=9)),
                ("gone", models.IntegerField(default=0)), ("moved", models.IntegerField(default=0))]),
            migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
            migrations.CreateModel("Third", [("id", models.BigAutoField(primary_key=True))]),
            """;
    private static final String COLUMN =
            "migrations.AddField('thing', 'extra', models.TextField(null=True)),\n";
    private static final String RAISES =
            "migrations.AddField('thing', 'more', models.TextField(null=True)),\n"
                    + "migrations.RunPython(work),\n";
    private static final String EVERY =
            """
            migrations.RemoveField("thing", "gone"),
            migrations.RenameField("thing", "moved", "carried"),
            migrations.DeleteModel("Other"),
            migrations.RenameModel("Third", "Fourth"),
            migrations.AddField("thing", "must", models.IntegerField(default=1)),
            migrations.AddField("thing", "may", models.IntegerField(null=True)),
            migrations.AddField("thing", "own", models.IntegerField(null=True, unique=True)),
            migrations.AlterField("thing", "note", models.TextField()),
            migrations.AlterField("thing", "size", models.BigIntegerField(default=0)),
            migrations.AlterField("thing", "name", models.CharField(max_length=40)),
            migrations.AlterField("thing", "code", models.CharField(max_length=9, db_index=True)),
            migrations.AddIndex("thing", models.Index(fields=["size"], name="by_size")),
            AddIndexConcurrently("thing", models.Index(fields=["name"], name="by_name")),
            migrations.AddConstraint("thing",
                models.UniqueConstraint(fields=["name", "code"], name="once")),
            migrations.AddConstraint("thing",
                models.CheckConstraint(name="positive", **{CHECK: models.Q(size__gte=0)})),
            migrations.CreateModel("Fresh", [("id", models.BigAutoField(primary_key=True)),
                ("a", models.IntegerField(default=0))]),
            migrations.AddIndex("fresh", models.Index(fields=["a"], name="fresh_a")),
            migrations.AddField("fresh", "b", models.IntegerField(default=0, unique=True)),
            migrations.RemoveField("fresh", "a"),
            migrations.RunPython(work, migrations.RunPython.noop),
            migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop),
            migrations.RunSQL("ALTER TABLE lab_thing DROP COLUMN name", "SELECT 1"),
            migrations.RunSQL(["ALTER TABLE a RENAME TO b", ("ALTER TABLE a ALTER b SET NOT NULL", [])], ""),
            migrations.RunSQL("CREATE INDEX x ON lab_thing (name)"),
            migrations.RunSQL("UPDATE lab_thing SET size = 1 -- DROP TABLE no", ""),
            migrations.SeparateDatabaseAndState(
                state_operations=[migrations.RemoveField("thing", "own")]),
            """;

    private DjangoTasks.Wish wish(String set, boolean collect, String... allow) {
        return new DjangoTasks.Wish(
                true,
                Duration.ofMillis(500),
                Duration.ofMinutes(2),
                new MigrationsConfig(
                        set.equals("every")
                                ? MigrationsConfig.Policy.REFUSE
                                : MigrationsConfig.Policy.WARN,
                        List.of(allow)),
                collect,
                Map.of(
                        "DJANGO_SUPERUSER_USERNAME",
                        "admin",
                        "DJANGO_SUPERUSER_EMAIL",
                        "admin@example.com",
                        "DJANGO_SUPERUSER_PASSWORD",
                        "correct-horse"));
    }

    private CommandResult sql(String statement) throws Exception {
        List<String> ids = new ArrayList<>();
        docker.containers(Optional.of("db")).forEach(c -> ids.add(c.id()));
        return docker.run(
                DockerCommands.exec(
                        ids.get(0),
                        "psql",
                        "--dbname=postgresql://lab:lab@127.0.0.1/lab",
                        "--no-align",
                        "--tuples-only",
                        "--command=" + statement));
    }

    @Test
    void everyKindOfHazardIsFoundAndRefusedBeforeAnythingRuns() throws Exception {
        DjangoTasks.Ran ran = tasks.release(compose, "every", wish("every", true));

        assertThat(ran.result().ok()).as(ran.result().toString()).isTrue();
        assertThat(ran.told().refused()).isTrue();
        assertThat(ran.told().plan()).containsExactly("lab.m0002");
        assertThat(ran.told().hazards().stream().map(h -> h.kind() + " " + h.what()))
                .containsExactly(
                        "drop-column lab_thing.gone",
                        "rename-column lab_thing.moved -> carried",
                        "drop-table lab_other",
                        "rename-table lab_third -> lab_fourth",
                        "not-null-column lab_thing.must",
                        "unique lab_thing.own",
                        "not-null lab_thing.note",
                        "rewrite lab_thing.size",
                        "index lab_thing.code",
                        "index lab_thing.by_size",
                        "unique lab_thing.once",
                        "check lab_thing.positive",
                        "unjudged work",
                        "sql-drop DROP COLUMN",
                        "sql-rename RENAME TO",
                        "sql-not-null SET NOT NULL",
                        "sql-index CREATE INDEX",
                        "irreversible ",
                        "unjudged RunSQL");
        assertThat(ran.told().notBegun(TasksTold.MIGRATE)).isTrue();
        assertThat(tasks.heads(compose, "every", Duration.ofMinutes(1)))
                .containsEntry("lab", List.of("m0001"));
        assertThat(tasks.look(compose, "every").hazards()).isEqualTo(ran.told().hazards());
    }

    @Test
    void aMigrationThatFailsHalfwaySaysWhereTheDatabaseIsAndCanBeRunBackwards() throws Exception {
        DjangoTasks.Ran ran = tasks.release(compose, "half", wish("half", true));

        assertThat(ran.told().failed()).contains(TasksTold.MIGRATE);
        assertThat(ran.told().after().orElseThrow()).containsEntry("lab", List.of("m0002"));
        assertThat(ran.told().notBegun(TasksTold.STATIC)).isTrue();
        assertThatThrownBy(() -> DjangoTasks.check(ran, Duration.ofSeconds(1)))
                .isInstanceOf(PhaseException.class)
                .hasMessageStartingWith("migrating ended with exit code 1")
                .hasMessageContaining("no such customer");
        assertThat(
                        tasks.reverse(
                                        compose,
                                        "half",
                                        Map.of("lab", "m0001"),
                                        Duration.ofSeconds(1),
                                        Duration.ofMinutes(1))
                                .after())
                .containsEntry("lab", List.of("m0001"));
    }

    @Test
    void aLockThatSomebodyHoldsEndsItInTime() throws Exception {
        String db = docker.containers(Optional.of("db")).get(0).id();
        docker.must(
                Command.of(
                        "docker",
                        "exec",
                        "--detach",
                        db,
                        "psql",
                        "--dbname=postgresql://lab:lab@127.0.0.1/lab",
                        "--command=BEGIN; LOCK TABLE lab_thing; SELECT pg_sleep(300)"));
        String held =
                "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock'"
                        + " AND relation = 'lab_thing'::regclass";
        for (int i = 0; i < 100 && !sql(held).stdout().trim().equals("1"); i++) {
            Thread.sleep(200);
        }
        DjangoTasks.Ran ran = tasks.release(compose, "column", wish("column", true));

        assertThat(ran.told().locked()).as(ran.result().stdout()).isTrue();
        assertThatThrownBy(() -> DjangoTasks.check(ran, Duration.ofMillis(500)))
                .hasMessageContaining("lockTimeout");
    }

    /** Django by itself goes by the time of a file: the way back would change nothing. */
    @Test
    void staticFilesGoByWhatIsInThem() throws Exception {
        assertThat(tasks.collectStatic(compose, "a").staticChanged()).isTrue();
        assertThat(tasks.collectStatic(compose, "a").staticChanged()).isFalse();
        assertThat(tasks.collectStatic(compose, "b").collected())
                .startsWith("1 static file copied")
                .endsWith("1 unmodified");
        assertThat(looks("b")).isEqualTo("b {color: tan}");
        assertThat(tasks.collectStatic(compose, "a").staticChanged()).isTrue();
        assertThat(looks("a")).isEqualTo("b {color: red}");
        // what a release has no more stays for those that still ask for it
        assertThat(tasks.collectStatic(compose, "less").staticChanged()).isFalse();
        assertThat(looks("less")).isEqualTo("b {color: red}");

        assertThat(tasks.collectStatic(compose, "hashed_a").staticChanged()).isTrue();
        assertThat(tasks.collectStatic(compose, "hashed_a").staticChanged()).isFalse();
        // nothing is copied, and yet another list of names
        assertThat(tasks.collectStatic(compose, "hashed_less").staticChanged()).isTrue();
    }

    private String looks(String service) throws Exception {
        return docker.must(
                        compose.run(
                                project + "-look",
                                service,
                                List.of(
                                        "sh",
                                        "-c",
                                        "cd /tmp/static && ls *.erp-* 2>&- ; cat look.css")))
                .stdout()
                .trim();
    }

    @Test
    void eachPartFailsByItsOwnName() throws Exception {
        DjangoTasks.Ran ran = tasks.release(compose, "no_static", wish("no_static", true));

        assertThat(ran.told().ok(TasksTold.MIGRATE)).isTrue();
        assertThatThrownBy(() -> DjangoTasks.check(ran, Duration.ofSeconds(1)))
                .hasMessageStartingWith("collecting static files ended with exit code 1");

        DjangoTasks.Ran again = tasks.release(compose, "column", wish("column", true));
        DjangoTasks.check(again, Duration.ofSeconds(1));
        assertThat(again.told().plan()).containsExactly("lab.m0002");
        assertThat(again.told().ok(TasksTold.SUPERUSER)).isTrue();
        assertThat(again.told().superuserMade()).isFalse();

        DjangoTasks.Ran nobody =
                tasks.release(
                        compose,
                        "column",
                        new DjangoTasks.Wish(
                                false,
                                Duration.ZERO,
                                Duration.ofMinutes(1),
                                MigrationsConfig.DEFAULT,
                                false,
                                Map.of("DJANGO_SUPERUSER_PASSWORD", "correct-horse")));
        assertThatThrownBy(() -> DjangoTasks.check(nobody, Duration.ofSeconds(1)))
                .hasMessageStartingWith("making the superuser ended")
                .hasMessageContaining("DJANGO_SUPERUSER_USERNAME is not set");
    }

    @Test
    void aBackupTakesTheDatabasesPlaceWithItsDataAndCanBeTakenBack() throws Exception {
        String operation = "20260101T000000Z-restore";
        HostState host = new HostState(new LocalShell(), sample.toString());
        host.prepare();
        Database database =
                new Database(
                        docker, docker.containers(Optional.of("db")).get(0).id(), "lab", "lab");
        String count = "SELECT count(*) FROM lab_thing WHERE name = 'kept'";
        sql(
                "INSERT INTO lab_thing (name, size, code, gone, moved) VALUES ('kept', 1, 'c', 0,"
                        + " 0)");
        Backup saved = database.save(host, "20260101T000000Z-one", "", "2026-01-01T00:00:00Z");
        assertThat(saved.items()).isGreaterThan(10);
        assertThat(saved.bytes()).isEqualTo(Files.size(Path.of(host.backupFile(saved.id()))));
        assertThat(Backup.all(host)).containsExactly(saved);

        // a table that holds on to one of the backup's, and somebody who is connected
        sql("DELETE FROM lab_thing");
        sql("CREATE TABLE newer (thing bigint REFERENCES lab_thing (id))");
        docker.must(
                Command.of(
                        "docker",
                        "exec",
                        "--detach",
                        database.container(),
                        "psql",
                        "--dbname=postgresql://lab:lab@127.0.0.1/lab",
                        "--command=SELECT pg_sleep(300)"));
        database.load(host, saved, operation);
        assertThat(sql(count).stdout().trim()).isEqualTo("0");
        database.exchange(operation);
        database.exchange(operation);
        assertThat(sql(count).stdout().trim()).isEqualTo("1");
        assertThat(sql("SELECT count(*) FROM newer").ok()).isFalse();

        assertThat(database.exchangeBack(operation)).isTrue();
        assertThat(database.exchangeBack(operation)).isFalse();
        assertThat(sql("SELECT count(*) FROM newer").ok()).isTrue();
        assertThat(sql(count).stdout().trim()).isEqualTo("0");

        database.exchange(operation);
        database.dropBefore(operation);
        database.dropBefore(operation);
        assertThat(sql(count).stdout().trim()).isEqualTo("1");
        assertThat(sql("SELECT count(*) FROM pg_database WHERE datname LIKE 'lab_%'").stdout())
                .startsWith("0");

        Files.writeString(Path.of(host.backupFile(saved.id())), "torn");
        assertThatThrownBy(() -> database.load(host, saved, operation))
                .isInstanceOf(PhaseException.class)
                .hasMessageContaining("SHA-256 differs");
    }
}
