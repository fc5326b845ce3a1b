from django.contrib import admin
from django.urls import include, path

from sample_erp.health import health

urlpatterns = [
    path("api/health/", health, name="health"),
    path("api/", include("invoices.urls")),
    path("admin/", admin.site.urls),
    path("", include("orders.urls")),
]
