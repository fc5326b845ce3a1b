"""A small ERP: customers, products, orders, invoices."""

from sample_erp.celery import app as celery_app

__all__ = ["celery_app"]
