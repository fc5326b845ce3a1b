"""One component at a time, no database."""

from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from orders import services
from sample_erp import health, heartbeat, tokens
from sample_erp.env import Environment

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("price", "quantity", "amount"),
    [
        ("39.50", 1, "39.50"),
        ("39.50", 9, "355.50"),
        ("39.50", 10, "375.25"),
        ("0.05", 11, "0.52"),
        ("0", 5, "0.00"),
    ],
)
def test_a_line_is_cheaper_from_ten_pieces_on(price, quantity, amount):
    assert services.line_amount(Decimal(price), quantity) == Decimal(amount)


def test_a_total_is_the_sum_of_rounded_lines():
    assert services.order_total([(Decimal("0.05"), 11), (Decimal("7.25"), 2)]) == Decimal("15.02")


def test_the_same_product_twice_is_one_line():
    lines = [{"sku": "A", "quantity": 1}, {"sku": "A", "quantity": 2}]
    assert services.wanted(lines) == {"A": 3}


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [{"sku": "A"}],
        [{"sku": "A", "quantity": 0}],
        [{"sku": 1, "quantity": 1}],
        [{"sku": "A", "quantity": True}],
    ],
)
def test_lines_that_make_no_sense_are_refused(lines):
    with pytest.raises(services.OrderRefused):
        services.wanted(lines)


def test_a_token_says_whom_it_was_issued_for():
    assert tokens.subject(tokens.issue("erp")) == "erp"


@pytest.mark.parametrize(
    "change", [lambda t: t[:-2] + "AA", lambda t: "a.b.c", lambda t: "", lambda t: "é.é.é"]
)
def test_a_forged_token_is_refused(change):
    with pytest.raises(tokens.InvalidToken):
        tokens.subject(change(tokens.issue("erp")))


def test_a_token_ends():
    with pytest.raises(tokens.InvalidToken):
        tokens.subject(tokens.issue("erp", seconds=-1))


def test_the_environment_names_every_problem_and_no_value():
    env = Environment({"PORT": "five", "KEY": "change-this-in-production", "FLAG": "maybe"})
    env.text("MISSING")
    env.integer("PORT", 1)
    env.secret("KEY", strict=True)
    env.boolean("FLAG", False)
    with pytest.raises(ImproperlyConfigured) as error:
        env.check()
    for name in ("MISSING", "PORT", "KEY", "FLAG"):
        assert name in str(error.value)
    assert "change-this" not in str(error.value)


def test_the_environment_reads_what_is_there():
    env = Environment({"HOSTS": "a, b,", "FLAG": "yes", "PORT": "5"})
    assert (env.listing("HOSTS"), env.boolean("FLAG", False), env.integer("PORT", 1)) == (["a", "b"], True, 5)
    env.check()


def test_health_is_503_when_something_is_down(monkeypatch):
    def down():
        raise ConnectionError("no route")

    monkeypatch.setattr(health, "CHECKS", {"database": down, "cache": lambda: None})
    answer = health.health(RequestFactory().get("/api/health/"))
    assert answer.status_code == 503
    assert b'"database": "error"' in answer.content and b'"cache": "ok"' in answer.content
    assert b"no route" not in answer.content


def test_a_heartbeat_leaves_a_fresh_file(tmp_path, monkeypatch):
    monkeypatch.setattr(heartbeat, "HEARTBEAT", tmp_path / "beat")
    heartbeat.beat()
    assert heartbeat.HEARTBEAT.exists()
    heartbeat.stop()
    assert not heartbeat.HEARTBEAT.exists()
