"""Gunicorn's settings; the numbers may be changed by environment."""

import os

# Inside the container's network only; nginx is what is published.
bind = "0.0.0.0:8000"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
# On SIGTERM: accept no more, finish what was accepted. Below compose's stop_grace_period.
graceful_timeout = 25
# The kernel's memory, not the image's disk: a slow disk must not look like a hung worker.
worker_tmp_dir = "/dev/shm"  # nosec B108
accesslog = "-"
access_log_format = '%(t)s "%(r)s" %(s)s %(L)ss'
