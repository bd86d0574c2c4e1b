"""The addresses of reports and their readings."""

from django.urls import path

from luoshi.office.plans import views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/reading.json", views.as_json, name="report-json"),
    path("<int:pk>/ledger.xlsx", views.as_ledger, name="report-ledger"),
    path("<int:pk>/discard", views.discard, name="report-discard"),
]
