from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_order_channel")]

    operations = [
        migrations.AddField(
            model_name="order",
            name="reference",
            field=models.CharField(blank=True, max_length=40, null=True),
        )
    ]
