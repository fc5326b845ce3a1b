from django.contrib import admin

from invoices.models import Invoice, LedgerRun


@admin.register(Invoice)
class InvoiceAdmin(admin.ModelAdmin):
    list_display = ["number", "order", "amount", "due_on", "paid", "reminders"]


admin.site.register(LedgerRun)
