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
import sys
import time
import traceback

from django.core.management import call_command
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


def collect_static():
    with Part("static") as part:
        told = io.StringIO()
        try:
            call_command("collectstatic", interactive=False, verbosity=1, no_color=True, stdout=told)
        finally:
            sys.stdout.write(told.getvalue())
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
