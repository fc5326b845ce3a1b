# Runs inside manage.py shell: makes the superuser that standard input describes, unless it exists.
import json
import os
import sys

from django.contrib.auth import get_user_model
from django.core.management import call_command

given = json.load(sys.stdin)
os.environ.update(given)
model = get_user_model()
field = model.USERNAME_FIELD
name = given.get("DJANGO_SUPERUSER_" + field.upper()) or given.get("DJANGO_SUPERUSER_USERNAME")
if not name:
    raise SystemExit("DJANGO_SUPERUSER_%s is not set" % field.upper())
os.environ["DJANGO_SUPERUSER_" + field.upper()] = name
if model._default_manager.filter(**{field: name}).exists():
    print("erp-superuser exists")
else:
    call_command("createsuperuser", interactive=False, verbosity=0)
    print("erp-superuser made")
