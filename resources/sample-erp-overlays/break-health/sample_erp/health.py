"""GET /api/health/: what this process can reach. 200 when all of it answers, else 503."""

import logging
import socket

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def redis_cache():
    cache.set("health", settings.VERSION, timeout=10)
    cache.get("health")


def search():
    """The new search index, which nobody has set up on the server."""
    with socket.create_connection(("search", 9200), timeout=1):
        pass


CHECKS = {"database": database, "cache": redis_cache}
if settings.ENVIRONMENT != "test":
    CHECKS["search"] = search


@never_cache
@require_safe
def health(request):
    answer = {"status": "ok", "version": settings.VERSION}
    for name, check in CHECKS.items():
        try:
            check()
            answer[name] = "ok"
        except (DatabaseError, RedisError, OSError) as error:
            # The reason goes to the log: it may name hosts that a visitor should not learn of.
            log.error("health: %s: %s", name, error)
            answer[name] = "error"
            answer["status"] = "error"
    return JsonResponse(answer, status=200 if answer["status"] == "ok" else 503)
