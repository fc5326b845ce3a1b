# Runs inside manage.py shell: says which migrations are applied, applies what is wanted, says it again.
# ERP_MIGRATE in the environment is JSON: {"mode": "forward" | "heads" | "backward", "to": {app: name}}
import json
import os

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

wish = json.loads(os.environ["ERP_MIGRATE"])


def heads():
    executor = MigrationExecutor(connection)
    loader = executor.loader
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


def say(word, value):
    print("erp-%s %s" % (word, json.dumps(value, sort_keys=True)), flush=True)


say("heads-before", heads())
if wish["mode"] == "forward":
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    say("plan", ["%s.%s" % (m.app_label, m.name) for m, _ in plan])
    if plan:
        call_command("migrate", interactive=False, verbosity=1, no_color=True)
    else:
        # nothing to apply, but content types and permissions may be due
        call_command("migrate", interactive=False, verbosity=0, no_color=True)
elif wish["mode"] == "backward":
    for app, name in sorted(wish["to"].items()):
        call_command("migrate", app, name, interactive=False, verbosity=1, no_color=True)
say("heads-after", heads())
