"""Bounds that a growing table must not break."""

import time

import pytest

from orders.models import Order, OrderLine

pytestmark = [pytest.mark.performance, pytest.mark.django_db]


@pytest.fixture
def many_orders(customer, lamp):
    orders = Order.objects.bulk_create(Order(customer=customer, total=lamp.unit_price) for _ in range(500))
    OrderLine.objects.bulk_create(
        OrderLine(order=order, product=lamp, quantity=1, unit_price=lamp.unit_price) for order in orders
    )
    return orders


def test_a_list_of_orders_takes_one_query(client, auth, many_orders, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/api/orders/", **auth)
    assert len(answer.json()["orders"]) == 50


def test_an_order_with_its_lines_takes_three_queries(client, auth, many_orders, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get(f"/api/orders/{many_orders[0].pk}/", **auth)


def test_nineteen_of_twenty_lists_come_within_a_second(client, auth, many_orders):
    times = []
    for _ in range(20):
        start = time.perf_counter()
        client.get("/api/orders/", **auth)
        times.append(time.perf_counter() - start)
    assert sorted(times)[18] < 1.0
