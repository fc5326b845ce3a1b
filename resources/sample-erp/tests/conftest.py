"""What several tests need: a customer, a product, a token, a client that sends it."""

from decimal import Decimal

import pytest

from orders.models import Customer, Product
from sample_erp import tokens


@pytest.fixture(autouse=True)
def no_redirect(settings):
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture
def customer(db):
    return Customer.objects.create(name="Aurora Trading", email="buyer@aurora.example")


@pytest.fixture
def lamp(db):
    return Product.objects.create(sku="LAMP-01", name="Desk lamp", unit_price=Decimal("39.50"), stock=100)


@pytest.fixture
def auth():
    return {"HTTP_AUTHORIZATION": f"Bearer {tokens.issue('tests')}"}
