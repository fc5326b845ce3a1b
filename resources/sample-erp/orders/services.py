"""What may happen to an order. Each function is one transaction."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from orders.models import Order, OrderLine, Product

CENT = Decimal("0.01")
QUANTITY_DISCOUNT_FROM = 10
QUANTITY_DISCOUNT = Decimal("0.05")


class OrderRefused(Exception):
    """The order can't be taken; the text says why, for the person who placed it."""


def line_amount(unit_price, quantity):
    """The price of a line: 5 % off from 10 pieces on, rounded to the cent."""
    amount = unit_price * quantity
    if quantity >= QUANTITY_DISCOUNT_FROM:
        amount -= amount * QUANTITY_DISCOUNT
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def order_total(lines):
    """The sum over (unit_price, quantity) pairs."""
    return sum((line_amount(price, quantity) for price, quantity in lines), Decimal("0.00"))


def wanted(items):
    """{sku: quantity} of [{"sku": ..., "quantity": ...}]; the same product twice is added up."""
    counts = Counter()
    for item in items:
        sku, quantity = item.get("sku"), item.get("quantity")
        if not isinstance(sku, str) or not isinstance(quantity, int) or isinstance(quantity, bool):
            raise OrderRefused("each line needs a sku (text) and a quantity (whole number)")
        if not 1 <= quantity <= 10_000:
            raise OrderRefused(f"quantity of {sku} must be between 1 and 10000")
        counts[sku] += quantity
    if not counts:
        raise OrderRefused("an order needs at least one line")
    return dict(counts)


@transaction.atomic
def place_order(customer, items, after_commit=None, **fields):
    """Take an order and reserve its stock; `after_commit(order_id)` runs when it is safely stored."""
    quantities = wanted(items)
    # Locked in one order for everybody, so that two orders can't wait for each other.
    products = {
        p.sku: p for p in Product.objects.select_for_update().filter(sku__in=quantities).order_by("pk")
    }
    unknown = sorted(set(quantities) - set(products))
    if unknown:
        raise OrderRefused("no such product: " + ", ".join(unknown))
    for sku, quantity in quantities.items():
        if products[sku].stock < quantity:
            raise OrderRefused(f"only {products[sku].stock} of {sku} in stock, {quantity} wanted")
    order = Order.objects.create(
        customer=customer,
        total=order_total((products[sku].unit_price, quantity) for sku, quantity in quantities.items()),
        **fields,
    )
    OrderLine.objects.bulk_create(
        OrderLine(order=order, product=products[sku], quantity=quantity, unit_price=products[sku].unit_price)
        for sku, quantity in quantities.items()
    )
    for sku, quantity in quantities.items():
        products[sku].stock -= quantity
    Product.objects.bulk_update(products.values(), ["stock"])
    if after_commit:
        transaction.on_commit(lambda: after_commit(order.pk))
    return order


@transaction.atomic
def cancel_order(order_id):
    """Give the stock back. Cancelling twice is the same as once; an invoiced order can't be cancelled."""
    order = Order.objects.select_for_update().get(pk=order_id)
    if order.status == Order.Status.CANCELLED:
        return order
    if order.status == Order.Status.INVOICED:
        raise OrderRefused(f"{order.number} is invoiced")
    for line in order.lines.order_by("product_id"):
        product = Product.objects.select_for_update().get(pk=line.product_id)
        product.stock += line.quantity
        product.save(update_fields=["stock"])
    order.status = Order.Status.CANCELLED
    order.save(update_fields=["status"])
    return order
