from django.urls import path

from invoices import views

urlpatterns = [
    path("invoices/", views.invoices, name="invoices"),
    path("ledger-runs/", views.ledger_runs, name="ledger-runs"),
]
