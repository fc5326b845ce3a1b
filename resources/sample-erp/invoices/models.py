"""Invoices, and runs of the ledger check."""

from django.db import models

from orders.models import Order


class Invoice(models.Model):
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="invoice")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    issued_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField()
    paid = models.BooleanField(default=False)
    reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-id"]

    @property
    def number(self):
        return f"INV-{self.pk:06d}"

    def __str__(self):
        return self.number


class LedgerRun(models.Model):
    """One run of the slow task: finished_at stays empty where a worker was killed in the middle."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    steps = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"ledger run {self.pk}"
