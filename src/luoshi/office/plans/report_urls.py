"""The addresses of reports, their readings, and the review of what was found."""

from django.urls import path

from luoshi.office.plans import proof_views, report_views, review_views

urlpatterns = [
    path("", report_views.reports, name="reports"),
    path("<int:pk>/", report_views.report, name="report"),
    path("<int:pk>/about/", report_views.about, name="report-about"),
    path("<int:pk>/place", report_views.place, name="report-place"),
    path("<int:pk>/begin", report_views.begin, name="report-begin"),
    path("<int:pk>/again", report_views.again, name="report-again"),
    path("<int:pk>/replace", report_views.replace, name="report-replace"),
    path("<int:pk>/reading.json", report_views.as_json, name="report-json"),
    path("<int:pk>/ledger.xlsx", report_views.as_ledger, name="report-ledger"),
    path("<int:pk>/discard", report_views.discard, name="report-discard"),
    path("<int:pk>/proofread/", proof_views.proofread, name="report-proofread"),
    path("<int:pk>/compare/", proof_views.compare, name="report-compare"),
    path("<int:pk>/review/", review_views.review, name="review"),
    path("<int:pk>/review/heading", review_views.accept_heading, name="review-heading"),
    path("<int:pk>/review/merge", review_views.merge, name="review-merge"),
    path("findings/<int:pk>/", review_views.finding, name="finding"),
    path("findings/<int:pk>/accept", review_views.accept, name="finding-accept"),
    path("findings/<int:pk>/grade", review_views.grade, name="finding-grade"),
    path("findings/<int:pk>/edit", review_views.edit, name="finding-edit"),
    path("findings/<int:pk>/kind", review_views.kind, name="finding-kind"),
    path("findings/<int:pk>/return", review_views.give_back, name="finding-return"),
    path("findings/<int:pk>/undo", review_views.undo, name="finding-undo"),
]
