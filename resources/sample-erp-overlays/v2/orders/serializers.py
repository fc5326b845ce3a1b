"""Models as JSON: money as text with two places, times in ISO 8601."""


def product(row):
    return {"sku": row.sku, "name": row.name, "unit_price": f"{row.unit_price:.2f}", "stock": row.stock}


def order(row, with_lines=False):
    answer = {
        "id": row.pk,
        "number": row.number,
        "customer": row.customer.name,
        "status": row.status,
        "total": f"{row.total:.2f}",
        "created_at": row.created_at.isoformat(),
        "channel": row.channel,
    }
    if with_lines:
        answer["lines"] = [
            {"sku": line.product.sku, "quantity": line.quantity, "unit_price": f"{line.unit_price:.2f}"}
            for line in row.lines.all()
        ]
    return answer


def order_fields(body):
    """Optional fields of an order that a client may set: channel, at most 20 characters."""
    channel = body.get("channel")
    return {"channel": channel[:20]} if isinstance(channel, str) and channel else {}
