"""Gunicorn's settings; the numbers may be changed by environment."""

import os

# Inside the container's network only; nginx is what is published.
bind = "0.0.0.0:8000"
workers = int(os.environ.get("WEB_WORKERS", "4"))
# One request a process at a time, and nginx in front: threads would share one interpreter, and take a second to stop.
worker_class = "sync"
timeout = 60
# On SIGTERM: accept no more, finish what was accepted. Below compose's stop_grace_period.
graceful_timeout = 25
# The kernel's memory, not the image's disk: a slow disk must not look like a hung worker.
worker_tmp_dir = "/dev/shm"  # nosec B108
# Imported once, before the workers are forked: half the time to the first answer, and less memory.
preload_app = True
# Nginx writes down each request already; WEB_ACCESS_LOG=- has it here too.
accesslog = os.environ.get("WEB_ACCESS_LOG") or None
access_log_format = '%(t)s "%(r)s" %(s)s %(L)ss'
