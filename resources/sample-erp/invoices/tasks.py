"""Work in the background. Each task may be delivered twice, and does its work once."""

import logging
import time
from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from invoices.models import Invoice, LedgerRun
from orders.models import Order

log = logging.getLogger(__name__)
PAYMENT_DAYS = 14


@shared_task
@transaction.atomic
def create_invoice(order_id):
    """Invoice an order; an order that is invoiced or cancelled is left as it is."""
    order = Order.objects.select_for_update().get(pk=order_id)
    if order.status != Order.Status.PLACED:
        return None
    invoice = Invoice.objects.create(
        order=order, amount=order.total, due_on=timezone.localdate() + timedelta(days=PAYMENT_DAYS)
    )
    order.status = Order.Status.INVOICED
    order.save(update_fields=["status"])
    log.info("%s for %s", invoice.number, order.number)
    return invoice.number


@shared_task
def remind_overdue():
    """Count one more reminder for each overdue invoice; run by beat."""
    overdue = Invoice.objects.filter(paid=False, due_on__lt=timezone.localdate(), reminders__lt=3)
    count = overdue.update(reminders=F("reminders") + 1)
    log.info("%d reminders", count)
    return count


@shared_task(bind=True)
def check_ledger(self, seconds=20):
    """Compare orders with invoices in steps of one second: a task that a careless deployment would kill."""
    run = LedgerRun.objects.create(worker=self.request.hostname or "")
    for _ in range(seconds):
        ordered = Order.objects.filter(status=Order.Status.INVOICED).aggregate(sum=Sum("total"))["sum"] or 0
        invoiced = Invoice.objects.aggregate(sum=Sum("amount"))["sum"] or 0
        if ordered != invoiced:
            log.warning("ledger: ordered %s, invoiced %s", ordered, invoiced)
        LedgerRun.objects.filter(pk=run.pk).update(steps=F("steps") + 1)
        time.sleep(1)
    LedgerRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
    return run.pk
