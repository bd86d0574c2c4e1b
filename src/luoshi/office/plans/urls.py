"""The addresses of reports and their readings."""

from django.urls import path

from luoshi.office.plans import views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("reports/<int:pk>/", views.report, name="report"),
    path("reports/<int:pk>/reading.json", views.as_json, name="report-json"),
    path("reports/<int:pk>/ledger.xlsx", views.as_ledger, name="report-ledger"),
    path("reports/<int:pk>/discard", views.discard, name="report-discard"),
]
