"""`manage.py seed`: a few customers and products to start with. Run twice, it changes nothing."""

from decimal import Decimal

from django.core.management.base import BaseCommand
from django.db import transaction

from orders.models import Customer, Product

CUSTOMERS = [("Aurora Trading", "buyer@aurora.example"), ("Borealis Works", "office@borealis.example")]
PRODUCTS = [
    ("CHAIR-01", "Office chair", "129.90", 500),
    ("DESK-01", "Standing desk", "449.00", 200),
    ("LAMP-01", "Desk lamp", "39.50", 1000),
    ("CABLE-05", "Network cable, 5 m", "7.25", 5000),
]


class Command(BaseCommand):
    help = "Adds the sample customers and products that are not there yet"

    @transaction.atomic
    def handle(self, *args, **options):
        made = 0
        for name, email in CUSTOMERS:
            made += Customer.objects.get_or_create(email=email, defaults={"name": name})[1]
        for sku, name, price, stock in PRODUCTS:
            fields = {"name": name, "unit_price": Decimal(price), "stock": stock}
            made += Product.objects.get_or_create(sku=sku, defaults=fields)[1]
        self.stdout.write(f"{made} rows added")
