"""The JSON interface and the page that people see first."""

import json
from functools import wraps

from django.conf import settings
from django.db.models import Count, Sum
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from invoices.tasks import create_invoice
from orders import serializers, services
from orders.models import Customer, Order, Product
from sample_erp import tokens

PAGE = 50


def problem(status, text):
    return JsonResponse({"error": text}, status=status)


def token_required(view):
    """Lets in who sends `Authorization: Bearer <token>`. No cookie is read, so no CSRF token is needed."""

    @csrf_exempt
    @wraps(view)
    def checked(request, *args, **kwargs):
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return problem(401, "a bearer token is needed")
        try:
            tokens.subject(token.strip())
        except tokens.InvalidToken as error:
            return problem(401, f"token refused: {error}")
        return view(request, *args, **kwargs)

    return checked


@require_safe
def home(request):
    context = {
        "version": settings.VERSION,
        "orders": Order.objects.select_related("customer")[:10],
        "products": Product.objects.all()[:10],
        "summary": Order.objects.exclude(status=Order.Status.CANCELLED).aggregate(
            n=Count("id"), sum=Sum("total")
        ),
    }
    return render(request, "orders/home.html", context)


@require_safe
def products(request):
    return JsonResponse({"products": [serializers.product(row) for row in Product.objects.all()[:PAGE]]})


@token_required
@require_http_methods(["GET", "POST"])
def orders(request):
    if request.method == "POST":
        return _create(request)
    rows = Order.objects.select_related("customer")
    before = request.GET.get("before", "")
    if before.isdigit():
        rows = rows.filter(pk__lt=int(before))
    return JsonResponse({"orders": [serializers.order(row) for row in rows[:PAGE]]})


def _create(request):
    try:
        body = json.loads(request.body)
        email, items = body["customer"], body["lines"]
        services.wanted(items)
    except services.OrderRefused as error:
        return problem(400, str(error))
    except (ValueError, KeyError, TypeError, AttributeError):
        return problem(400, 'send {"customer": email, "lines": [{"sku": ..., "quantity": ...}]}')
    customer = Customer.objects.filter(email=email).first()
    if customer is None:
        return problem(400, "no such customer")
    try:
        order = services.place_order(customer, items, create_invoice.delay, **serializers.order_fields(body))
    except services.OrderRefused as error:
        return problem(409, str(error))
    return JsonResponse(serializers.order(order, with_lines=True), status=201)


@token_required
@require_safe
def order(request, pk):
    rows = Order.objects.select_related("customer").prefetch_related("lines__product")
    return JsonResponse(serializers.order(get_object_or_404(rows, pk=pk), with_lines=True))


@token_required
@require_POST
def cancel(request, pk):
    get_object_or_404(Order, pk=pk)
    try:
        return JsonResponse(serializers.order(services.cancel_order(pk)))
    except services.OrderRefused as error:
        return problem(409, str(error))
