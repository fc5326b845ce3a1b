from django.urls import path

from orders import views

urlpatterns = [
    path("", views.home, name="home"),
    path("api/products/", views.products, name="products"),
    path("api/orders/", views.orders, name="orders"),
    path("api/orders/<int:pk>/", views.order, name="order"),
    path("api/orders/<int:pk>/cancel/", views.cancel, name="cancel"),
]
