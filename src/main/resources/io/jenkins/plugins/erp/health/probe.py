"""Asks a Django system how it is, from inside one of its own containers.

Called as: python3 - '{"http": [{"host", "ports", "path", "header"}], "celery": {"app", "workers"} or null,
    "seconds": 5, "total": 20, "rounds": 3, "interval": 0.5}'
Asks for so many rounds, so that Django starts once for all of them; prints a line for each: ERP-HEALTH {"http": [...], "database": {...}, "migrations": {...}, "redis": {...},
    "celery": {...}}
where each answer has "ok" (true, false, or null for "does not apply"), "detail" and "millis";
an answer over HTTP has "status" and "body" instead of "ok" when there was one.
Standard library only, apart from the system's own Django.
"""

import http.client
import json
import os
import re
import socket
import ssl
import sys
import threading
import time
from urllib.parse import unquote, urlsplit

QUESTION = json.loads(sys.argv[1])
SECONDS = QUESTION["seconds"]  # for one answer over a network
TOTAL = QUESTION["total"]  # for all, with the time that Django takes to start
BODY = 8192
PARTS = ("database", "migrations", "redis", "celery")


def last_words(error):
    """The error's kind and last line, without a password that a URL in it may hold."""
    text = str(error).strip().splitlines()
    line = text[-1] if text else ""
    line = re.sub(r"(\w+://)[^/@\s]*@", r"\1***@", line)
    return (type(error).__name__ + (": " + line if line else ""))[:500]


def ask(host, port, path, header, tls):
    if tls:
        # the certificate is for the public name; this is the way inside the project's network
        context = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection(host, port, timeout=SECONDS, context=context)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    try:
        headers = {"Host": header, "User-Agent": "erp-health", "Connection": "close"}
        headers["X-Forwarded-Proto"] = "https"
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read(BODY).decode("utf-8", "replace")
        return answer.status, body, answer.getheader("Location") or ""
    finally:
        connection.close()


def over_http(target):
    host, path, header = target["host"], target["path"], target["header"]
    ports = target["ports"]
    for index, port in enumerate(ports):
        try:
            status, body, location = ask(host, port, path, header, False)
            break
        except ConnectionRefusedError:
            if index + 1 == len(ports):
                raise
    moved = urlsplit(location)
    if status in (301, 302, 307, 308) and moved.scheme == "https" and moved.path == path:
        status, body, location = ask(host, 443, path, header, True)
    return {"status": status, "body": body, "location": location}


def settings():
    sys.path.insert(0, os.getcwd())
    if not os.environ.get("DJANGO_SETTINGS_MODULE") and os.path.exists("manage.py"):
        with open("manage.py", encoding="utf-8") as manage:
            found = re.search(r"DJANGO_SETTINGS_MODULE['\"]\s*,\s*['\"]([\w.]+)", manage.read())
        if found:
            os.environ["DJANGO_SETTINGS_MODULE"] = found.group(1)
    import django

    django.setup()
    from django.conf import settings as ready

    return ready


def database():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    where = connection.settings_dict.get("HOST") or "local"
    return {"ok": True, "detail": connection.vendor + " at " + where + " answers"}


def migrations():
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    names = [m.app_label + "." + m.name for m, _ in plan]
    shown = ", ".join(names[:5]) + (" and %d more" % (len(names) - 5) if len(names) > 5 else "")
    return {"ok": not names, "detail": "pending: " + shown if names else "none pending"}


def redis_url(ready):
    """Where the system's own settings, else its variables, say that Redis is."""
    places = [
        getattr(ready, "CELERY_BROKER_URL", None),
        (getattr(ready, "CACHES", None) or {}).get("default", {}).get("LOCATION"),
        os.environ.get("REDIS_URL"),
        os.environ.get("CELERY_BROKER_URL"),
    ]
    for place in places:
        place = place[0] if isinstance(place, (list, tuple)) and place else place
        if isinstance(place, str) and place.split("://")[0] in ("redis", "rediss"):
            return place
    if os.environ.get("REDIS_HOST"):
        return "redis://%s:%s" % (os.environ["REDIS_HOST"], os.environ.get("REDIS_PORT") or 6379)
    return None


def redis(ready):
    url = redis_url(ready)
    if url is None:
        return {"ok": None, "detail": "neither settings nor variables name a Redis"}
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or 6379
    words = []
    if parts.password:
        login = [unquote(parts.username)] if parts.username else []
        words.append(["AUTH"] + login + [unquote(parts.password)])
    words.append(["PING"])
    with socket.create_connection((host, port), SECONDS) as plain:
        stream = plain
        if parts.scheme == "rediss":
            stream = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        lines = stream.makefile("rb")
        for command in words:
            message = b"*%d\r\n" % len(command)
            for word in command:
                word = word.encode()
                message += b"$%d\r\n%s\r\n" % (len(word), word)
            stream.sendall(message)
            answer = lines.readline().decode("utf-8", "replace").strip()
            if answer not in ("+OK", "+PONG"):
                return {"ok": False, "detail": "%s:%d answers %s" % (host, port, answer or "nothing")}
    return {"ok": True, "detail": "%s:%d answers PONG" % (host, port)}


def celery(wanted):
    try:
        from celery.app.utils import find_app
    except ImportError:
        return {"ok": None, "detail": "there is no Celery in this container"}
    app = find_app(wanted["app"])
    workers = wanted["workers"]
    # ends as soon as that many have answered
    replies = app.control.broadcast("ping", reply=True, timeout=SECONDS, limit=workers) or []
    nodes = {node for reply in replies for node in reply}
    if not nodes:
        return {"ok": False, "detail": "no worker answers a ping"}
    if len(nodes) < workers:
        return {"ok": False, "detail": "%d of %d workers answer a ping" % (len(nodes), workers)}
    return {"ok": True, "detail": "%d of %d workers answer a ping" % (len(nodes), workers)}


RESULT = {}
READY = []


def timed(work, *arguments):
    begin = time.monotonic()
    try:
        answer = work(*arguments)
    except Exception as error:  # whatever the system's code raises is its answer
        answer = {"ok": False, "detail": last_words(error)}
    answer["millis"] = int((time.monotonic() - begin) * 1000)
    return answer


def one_http(index, target):
    RESULT["http"][index] = timed(over_http, target)


def django_parts():
    begin = time.monotonic()
    try:
        if not READY:
            READY.append(settings())
        ready = READY[0]
    except ImportError as error:
        if (getattr(error, "name", None) or "").split(".")[0] == "django":
            for part in PARTS:
                RESULT[part] = {"ok": None, "detail": "there is no Django in this container"}
            return
        failed(error, begin)
        return
    except BaseException as error:
        failed(error, begin)
        return
    keeper = threading.Thread(target=redis_part, args=(ready,), daemon=True)
    keeper.start()
    pinger = threading.Thread(target=celery_part, daemon=True)
    pinger.start()
    RESULT["database"] = timed(database)
    if RESULT["database"]["ok"]:
        RESULT["migrations"] = timed(migrations)
    else:
        RESULT["migrations"] = {"ok": None, "detail": "the database does not answer"}
    keeper.join(SECONDS)
    pinger.join(SECONDS + 10)


def failed(error, begin):
    detail = "Django does not start: " + last_words(error)
    millis = int((time.monotonic() - begin) * 1000)
    for part in PARTS:
        RESULT[part] = {"ok": False, "detail": detail, "millis": millis}


def redis_part(ready):
    RESULT["redis"] = timed(redis, ready)


def celery_part():
    if QUESTION.get("celery"):
        RESULT["celery"] = timed(celery, QUESTION["celery"])


def one_round(end):
    RESULT.clear()
    RESULT["http"] = [None] * len(QUESTION["http"])
    work = [threading.Thread(target=django_parts, daemon=True)]
    for index, target in enumerate(QUESTION["http"]):
        work.append(threading.Thread(target=one_http, args=(index, target), daemon=True))
    for thread in work:
        thread.start()
    for thread in work:
        thread.join(max(0, end - time.monotonic()))
    late = {"ok": False, "detail": "no answer within %d s" % TOTAL}
    answer = {"http": [a or late for a in list(RESULT["http"])]}
    for part in PARTS:
        answer[part] = RESULT.get(part) or late
    sys.stdout.write("\nERP-HEALTH " + json.dumps(answer) + "\n")
    sys.stdout.flush()
    return all(thread.is_alive() is False for thread in work)


def main():
    rounds = QUESTION.get("rounds", 1)
    for number in range(rounds):
        # a round that hung leaves threads behind that would answer into the next: the asker asks anew
        if not one_round(time.monotonic() + TOTAL):
            break
        if number + 1 < rounds:
            time.sleep(QUESTION.get("interval", 1))
    os._exit(0)  # a thread that hangs does not keep the answer back


main()
