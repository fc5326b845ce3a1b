from django.db import migrations


class Migration(migrations.Migration):
    """Halfway: 0003 has been applied when this one fails, on a column that has another name."""

    dependencies = [("orders", "0003_order_reference")]

    operations = [
        migrations.RunSQL(
            "UPDATE orders_order SET reference = customer_reference",
            migrations.RunSQL.noop,
        )
    ]
