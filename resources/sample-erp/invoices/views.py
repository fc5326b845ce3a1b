from django.http import JsonResponse
from django.views.decorators.http import require_http_methods

from invoices.models import Invoice, LedgerRun
from invoices.tasks import check_ledger
from orders.views import PAGE, token_required


@token_required
@require_http_methods(["GET"])
def invoices(request):
    rows = Invoice.objects.select_related("order")[:PAGE]
    answer = [
        {
            "number": row.number,
            "order": row.order.number,
            "amount": f"{row.amount:.2f}",
            "due_on": row.due_on.isoformat(),
            "paid": row.paid,
            "reminders": row.reminders,
        }
        for row in rows
    ]
    return JsonResponse({"invoices": answer})


@token_required
@require_http_methods(["GET", "POST"])
def ledger_runs(request):
    """POST starts the slow task (?seconds=, at most 120); GET says how the last runs went."""
    if request.method == "POST":
        seconds = request.GET.get("seconds", "20")
        task = check_ledger.delay(min(int(seconds), 120) if seconds.isdigit() else 20)
        return JsonResponse({"task": task.id}, status=202)
    rows = LedgerRun.objects.all()[:PAGE]
    answer = [
        {"id": row.pk, "steps": row.steps, "worker": row.worker, "finished": row.finished_at is not None}
        for row in rows
    ]
    return JsonResponse({"runs": answer})
