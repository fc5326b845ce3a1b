"""A file that the worker and beat touch while they are alive: a health check that starts no Python.

The compose file compares its age with the clock. A worker touches it at each of its event heartbeats
(2 s), beat at each tick (at most `max_interval`, 5 s).
"""

from pathlib import Path

from celery import signals
from celery.beat import PersistentScheduler

HEARTBEAT = Path("/tmp/celery-heartbeat")  # nosec B108


def beat(**_unused):
    HEARTBEAT.touch()


def stop(**_unused):
    HEARTBEAT.unlink(missing_ok=True)


def connect():
    """Called once for each process that loads the Celery application."""
    signals.worker_ready.connect(beat)
    signals.heartbeat_sent.connect(beat)
    signals.worker_shutdown.connect(stop)


class HeartbeatScheduler(PersistentScheduler):
    """Celery's own scheduler, which also touches the file at each tick."""

    max_interval = 5

    def tick(self, *args, **kwargs):
        beat()
        return min(super().tick(*args, **kwargs), self.max_interval)
