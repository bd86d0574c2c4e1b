"""The addresses of the overviews."""

from django.urls import path

from luoshi.office.plans.overview import views

urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("assignments/", views.assignments, name="assignments"),
]
