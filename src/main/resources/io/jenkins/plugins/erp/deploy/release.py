# ERP-RELEASE: what a release needs from Django before it serves, in one process, so that Django boots once.
# Runs inside manage.py shell. "given" is what standard input held:
#   mode       release | look | heads | backward
#   migrate    whether migrations are applied          lockMillis   PostgreSQL's lock_timeout
#   policy     warn | refuse | maintenance             allow        migrations whose hazards are known
#   static     whether static files are collected
#   superuser  DJANGO_SUPERUSER_* by name; secret; empty: none is made
#   to         for backward: app to the migration to go back to, or to "zero"
# Each part says one line, "erp-release " and JSON. A part that fails says so, and ends the process with 1.
import contextlib
import io
import json
import os
import shutil
import sys
import time
import traceback

from django.core.management import call_command, get_commands, load_command_class
from django.db import connection
from django.db.backends.signals import connection_created
from django.db.migrations.executor import MigrationExecutor


def say(part, **what):
    # a line that a command left unfinished must not swallow this one
    sys.stdout.write("\nerp-release " + json.dumps(dict(what, part=part), sort_keys=True) + "\n")
    sys.stdout.flush()


def heads():
    loader = MigrationExecutor(connection).loader
    applied = set(loader.applied_migrations)
    known = {key for key in applied if key in loader.graph.nodes}
    followed = set()
    for key in known:
        for parent in loader.graph.node_map[key].parents:
            if parent.key[0] == key[0]:
                followed.add(parent.key)
    found = {}
    for app, name in sorted(known - followed):
        found.setdefault(app, []).append(name)
    for app, name in sorted(applied - known):
        if app in loader.migrated_apps:
            found.setdefault(app, []).append(name)
    return found


def limit_locks(sender=None, connection=None, **_):
    # a statement, not an option of the connection: a pooler refuses those, and settings may have their own
    if connection.vendor == "postgresql" and connection.alias == "default":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [str(int(given["lockMillis"]))])


def causes(error):
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


class Part:
    """Times a part, and says how it ended."""

    def __init__(self, name):
        self.name = name
        self.what = {}

    def __enter__(self):
        self.begin = time.monotonic()
        return self

    def __exit__(self, kind, error, _):
        self.what["seconds"] = round(time.monotonic() - self.begin, 3)
        if error is None:
            say(self.name, ok=True, **self.what)
            return False
        names = [type(e).__name__ for e in causes(error)]
        locked = "LockNotAvailable" in names or any("lock timeout" in str(e) for e in causes(error))
        self.after_failure()
        traceback.print_exc()
        sys.stderr.flush()
        say(self.name, ok=False, locked=locked, error=names[0], **self.what)
        raise SystemExit(1)

    def after_failure(self):
        """For what is still to be found out."""


class Migrating(Part):
    """A failing migration leaves those before it applied: the database is asked which."""

    def after_failure(self):
        try:
            self.what["after"] = heads()
        except Exception as e:
            sys.stderr.write("which migrations are applied cannot be asked: %s\n" % type(e).__name__)


def backward(to):
    with Migrating("migrate") as part:
        for app, name in sorted(to.items()):
            call_command("migrate", app, name, interactive=False, verbosity=1, no_color=True)
        part.what["after"] = heads()


def look():
    with Part("plan") as part:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        part.what["plan"] = ["%s.%s" % (m.app_label, m.name) for m, _ in plan]
        part.what["hazards"] = find_hazards(connection, executor.loader, plan)
    return part.what


def migrate(plan):
    with Migrating("migrate") as part:
        # with nothing to apply, content types and permissions may still be due
        call_command("migrate", interactive=False, verbosity=1 if plan else 0, no_color=True)
        part.what["after"] = heads()


def by_content(kind):
    """Of a collectstatic command, one that goes by what is in a file.

    Django leaves a file alone whose collected copy is younger than it. After a step back, and for an image that
    was built before another was deployed, that copy is the other release's. It also removes a file before it
    writes it anew, and who asks in between gets none.
    """

    class ByContent(kind):
        def delete_file(self, path, prefixed_path, source_storage):
            if self.symlink or not self.local or not self.storage.exists(prefixed_path):
                return super().delete_file(path, prefixed_path, source_storage)
            target = self.storage.path(prefixed_path)
            if os.path.islink(target) or not os.path.isfile(target):
                return super().delete_file(path, prefixed_path, source_storage)
            if same(source_storage, path, target):
                self.unmodified_files.append(prefixed_path)
            else:
                replace(source_storage, path, target)
                self.copied_files.append(prefixed_path)
            return False

    return ByContent


def same(storage, path, target):
    if storage.size(path) != os.path.getsize(target):
        return False
    with storage.open(path) as new, open(target, "rb") as old:
        while True:
            left, right = new.read(1 << 16), old.read(1 << 16)
            if left != right:
                return False
            if not left:
                return True


def replace(storage, path, target):
    fresh = "%s.erp-%d" % (target, os.getpid())
    try:
        with storage.open(path) as new, open(fresh, "wb") as out:
            shutil.copyfileobj(new, out)
        os.chmod(fresh, os.stat(target).st_mode & 0o7777)
        os.replace(fresh, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.remove(fresh)
        raise


def manifest(storage):
    """What a storage says about names that carry a hash; None where it has none, or cannot say."""
    read = getattr(storage, "read_manifest", None)
    return read() if read else None


def collect_static():
    from django.contrib.staticfiles.storage import staticfiles_storage

    with Part("static") as part:
        told = io.StringIO()
        app = get_commands().get("collectstatic", "django.contrib.staticfiles")
        command = app if not isinstance(app, str) else load_command_class(app, "collectstatic")
        if hasattr(command, "delete_file"):
            command = by_content(type(command))()
        before = manifest(staticfiles_storage)
        try:
            call_command(command, interactive=False, verbosity=1, no_color=True, stdout=told)
        finally:
            sys.stdout.write(told.getvalue())
        known = hasattr(command, "copied_files") and (
            before is not None or not hasattr(staticfiles_storage, "post_process")
        )
        part.what["changed"] = not known or bool(
            command.copied_files or command.symlinked_files or before != manifest(staticfiles_storage)
        )
        lines = [line.strip().rstrip(".") for line in told.getvalue().splitlines() if "static file" in line]
        part.what["said"] = lines[-1] if lines else ""


def make_superuser(values):
    with Part("superuser") as part:
        from django.contrib.auth import get_user_model

        model = get_user_model()
        field = model.USERNAME_FIELD
        name = values.get("DJANGO_SUPERUSER_" + field.upper()) or values.get("DJANGO_SUPERUSER_USERNAME")
        if not name:
            raise ValueError("DJANGO_SUPERUSER_%s is not set" % field.upper())
        if model._default_manager.filter(**{field: name}).exists():
            part.what["made"] = False
            return
        os.environ.update(values)
        os.environ["DJANGO_SUPERUSER_" + field.upper()] = name
        call_command("createsuperuser", interactive=False, verbosity=0)
        part.what["made"] = True


def stopping(hazards):
    return [h for h in hazards if h["kind"] != "irreversible" and h["migration"] not in given["allow"]]


def run():
    mode = given["mode"]
    if mode != "release" or given["migrate"]:
        connection_created.connect(limit_locks)
        with Part("before") as part:
            part.what["heads"] = heads()
    if mode == "backward":
        backward(given["to"])
    if mode == "look" or (mode == "release" and given["migrate"]):
        found = look()
        if mode == "release":
            if given["policy"] == "refuse" and stopping(found["hazards"]):
                say("refused")
                return
            migrate(found["plan"])
    if mode == "release" and given["static"]:
        collect_static()
    if mode == "release" and given["superuser"]:
        make_superuser(given["superuser"])
    with contextlib.suppress(Exception):
        connection.close()


run()
