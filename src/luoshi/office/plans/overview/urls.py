"""The addresses of the overviews."""

from django.urls import path

from luoshi.office.plans.overview import target_views, views

urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/overview/", views.overview, name="overview"),
    path("ledger/overview/briefing.docx", views.briefing, name="overview-briefing"),
    path("ledger/year/", views.year, name="year"),
    path("ledger/year/fulfilment.docx", views.fulfilment, name="year-paper"),
    path("targets/<int:pk>/", target_views.target, name="target"),
    path("ledger/results/", views.results, name="results"),
    path("assignments/", views.assignments, name="assignments"),
    path("section/", views.section, name="section-work"),
    path("school/", views.school, name="school-work"),
    path("schools/", views.schools, name="schools-work"),
    path("organisations/<int:pk>/work", views.organisation, name="organisation-work"),
]
