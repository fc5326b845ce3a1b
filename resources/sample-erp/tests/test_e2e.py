"""A whole process: over HTTP, through the queue, done by a worker, seen over HTTP."""

import json
import time
import urllib.request

import pytest
from celery.contrib.testing.worker import start_worker

from sample_erp import tokens
from sample_erp.celery import app

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ask(live_server):
    def ask(path, body=None):
        request = urllib.request.Request(
            live_server.url + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {tokens.issue('e2e')}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # nosec B310
            return json.load(answer)

    return ask


@pytest.fixture
def worker():
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=30):
        yield


def eventually(check, seconds=20):
    end = time.monotonic() + seconds
    while not (found := check()) and time.monotonic() < end:
        time.sleep(0.2)
    return found


def test_an_order_becomes_an_invoice(ask, worker, customer, lamp):
    placed = ask("/api/orders/", {"customer": customer.email, "lines": [{"sku": lamp.sku, "quantity": 4}]})
    assert placed["status"] == "placed"
    assert eventually(lambda: ask(f"/api/orders/{placed['id']}/")["status"] == "invoiced")
    (invoice,) = ask("/api/invoices/")["invoices"]
    assert (invoice["order"], invoice["amount"]) == (placed["number"], "158.00")
    (product,) = ask("/api/products/")["products"]
    assert product["stock"] == 96


def test_the_ledger_is_checked_in_the_background(ask, worker):
    ask("/api/ledger-runs/?seconds=1", {})
    runs = eventually(lambda: [run for run in ask("/api/ledger-runs/")["runs"] if run["finished"]])
    assert runs and runs[0]["steps"] == 1
