"""New in version 2: an order says how it came in."""

import pytest

from orders import serializers, services

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.mark.parametrize(("sent", "kept"), [("web", "web"), ("x" * 30, "x" * 20), ("", None), (7, None)])
def test_an_order_keeps_its_channel(customer, lamp, sent, kept):
    fields = serializers.order_fields({"channel": sent})
    order = services.place_order(customer, [{"sku": lamp.sku, "quantity": 1}], **fields)
    order.refresh_from_db()
    assert serializers.order(order)["channel"] == kept
