"""The Celery application: `celery -A sample_erp worker`, `celery -A sample_erp beat`."""

import os

from celery import Celery

from sample_erp import heartbeat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sample_erp.settings")
app = Celery("sample_erp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
heartbeat.connect()
