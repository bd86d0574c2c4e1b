"""The addresses on a plan's way from draft to issued, and of what changes afterwards."""

from django.urls import path

from luoshi.office.plans import amend_views, consultation_views, issue_views, owners_views, pack_views

urlpatterns = [
    path("plans/<int:pk>/consultation/", consultation_views.sent, name="plan-consultation"),
    path("plans/<int:pk>/consultation/remind", consultation_views.remind, name="plan-consultation-remind"),
    path("consultations/<int:pk>/", consultation_views.consultation, name="consultation"),
    path("consultations/<int:pk>/answer", consultation_views.answer, name="consultation-answer"),
    path("consultations/<int:pk>/sheet.xlsx", consultation_views.sheet, name="consultation-sheet"),
    path("consultations/<int:pk>/sheet.docx", consultation_views.word, name="consultation-word"),
    path("consultations/<int:pk>/load", consultation_views.load, name="consultation-load"),
    path("comments/<int:pk>/decide", consultation_views.decide, name="comment-decide"),
    path("plans/<int:pk>/approval", issue_views.approval, name="plan-approve"),
    path("plans/<int:pk>/reopen", issue_views.reopen, name="plan-reopen"),
    path("plans/<int:pk>/issue", issue_views.issue, name="plan-issue"),
    path("plans/<int:pk>/assignments", issue_views.assignments, name="plan-assignments"),
    path("plans/<int:pk>/proposed", issue_views.proposed, name="plan-proposed"),
    path("plans/<int:pk>/pack/", pack_views.pack_page, name="plan-pack"),
    path("plans/<int:pk>/pack/notice.docx", pack_views.notice, name="plan-notice"),
    path("plans/<int:pk>/pack/slips.docx", pack_views.slips, name="plan-slips"),
    path("plans/<int:pk>/amendments", amend_views.amendments, name="plan-amendments"),
    path("plans/<int:pk>/amend", amend_views.add, name="plan-amend"),
    path("tasks/<int:pk>/amend", amend_views.change, name="task-amend"),
    path("tasks/<int:pk>/cancel", amend_views.cancel, name="task-cancel"),
    path("tasks/<int:pk>/owners", owners_views.owners, name="task-owners"),
]
