"""With the database and the cache."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from invoices.models import Invoice, LedgerRun
from invoices.tasks import check_ledger, create_invoice, remind_overdue
from orders import services
from orders.models import Order, Product
from orders.views import create_invoice as view_task

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def place(customer, sku="LAMP-01", quantity=1):
    return services.place_order(customer, [{"sku": sku, "quantity": quantity}])


def test_an_order_takes_its_stock(customer, lamp):
    order = place(customer, quantity=10)
    lamp.refresh_from_db()
    assert (lamp.stock, order.total, order.lines.count()) == (90, Decimal("375.25"), 1)


def test_an_order_that_cannot_be_filled_changes_nothing(customer, lamp):
    with pytest.raises(services.OrderRefused, match="only 100"):
        place(customer, quantity=101)
    with pytest.raises(services.OrderRefused, match="NOPE"):
        place(customer, sku="NOPE")
    lamp.refresh_from_db()
    assert (lamp.stock, Order.objects.count()) == (100, 0)


def test_cancelling_gives_the_stock_back_once(customer, lamp):
    order = place(customer, quantity=3)
    services.cancel_order(order.pk)
    services.cancel_order(order.pk)
    lamp.refresh_from_db()
    assert lamp.stock == 100


def test_an_order_is_invoiced_once(customer, lamp):
    order = place(customer)
    assert create_invoice(order.pk) is not None
    assert create_invoice(order.pk) is None
    assert Invoice.objects.get().amount == order.total
    with pytest.raises(services.OrderRefused):
        services.cancel_order(order.pk)


def test_only_overdue_invoices_are_reminded_and_at_most_three_times(customer, lamp):
    create_invoice(place(customer).pk)
    assert remind_overdue() == 0
    Invoice.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert [remind_overdue() for _ in range(4)] == [1, 1, 1, 0]


def test_the_ledger_check_says_that_it_finished():
    check_ledger(seconds=0)
    assert LedgerRun.objects.get().finished_at is not None


def test_the_cache_is_redis():
    cache.set("integration", "yes", timeout=5)
    assert cache.get("integration") == "yes"


def test_health_reaches_everything(client, settings):
    answer = client.get("/api/health/")
    expected = {"status": "ok", "version": settings.VERSION, "database": "ok", "cache": "ok"}
    assert (answer.status_code, answer.json()) == (200, expected)


def test_orders_need_a_token(client):
    assert client.get("/api/orders/").status_code == 401
    assert client.get("/api/orders/", HTTP_AUTHORIZATION="Bearer x").status_code == 401


def test_an_order_over_http(client, customer, lamp, auth, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(view_task, "delay", sent.append)
    body = {"customer": customer.email, "lines": [{"sku": lamp.sku, "quantity": 2}]}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/api/orders/", body, content_type="application/json", **auth)
    assert (answer.status_code, answer.json()["total"]) == (201, "79.00")
    pk = answer.json()["id"]
    assert sent == [pk]
    assert client.get(f"/api/orders/{pk}/", **auth).json()["lines"][0]["quantity"] == 2
    assert [row["id"] for row in client.get("/api/orders/", **auth).json()["orders"]] == [pk]
    assert client.get(f"/api/orders/?before={pk}", **auth).json()["orders"] == []
    assert client.post(f"/api/orders/{pk}/cancel/", **auth).json()["status"] == "cancelled"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("[]", 400),
        ("{", 400),
        ('{"customer": "nobody@example.com", "lines": [{"sku": "LAMP-01", "quantity": 1}]}', 400),
        ('{"customer": "buyer@aurora.example", "lines": []}', 400),
        ('{"customer": "buyer@aurora.example", "lines": [{"sku": "LAMP-01", "quantity": 999}]}', 409),
    ],
)
def test_orders_that_are_refused_over_http(client, customer, lamp, auth, body, status):
    answer = client.post("/api/orders/", body, content_type="application/json", **auth)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_the_page_shows_orders_and_the_version(client, customer, lamp, settings):
    order = place(customer)
    page = client.get("/").content.decode()
    assert order.number in page and settings.VERSION in page


def test_seeding_twice_adds_nothing_the_second_time(capsys):
    call_command("seed")
    before = Product.objects.count()
    call_command("seed")
    assert before == Product.objects.count() > 0
    assert capsys.readouterr().out.endswith("0 rows added\n")


def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
