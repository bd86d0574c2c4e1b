"""The addresses of rounds."""

from django.urls import path

from luoshi.office.plans.dispatch import meeting_views, notice_views, table_views, views

urlpatterns = [
    path("", views.dispatches, name="dispatches"),
    path("new", views.new, name="dispatch-new"),
    path("<int:pk>/", views.dispatch, name="dispatch"),
    path("<int:pk>/lines", views.lines, name="dispatch-lines"),
    path("<int:pk>/remind", views.remind, name="dispatch-remind"),
    path("<int:pk>/catch-up", views.catch_up, name="dispatch-catch-up"),
    path("<int:pk>/due", views.move_due, name="dispatch-move-due"),
    path("<int:pk>/withdraw", views.withdraw, name="dispatch-withdraw"),
    path("<int:pk>/close", views.close, name="dispatch-close"),
    path("<int:pk>/reopen", views.reopen, name="dispatch-reopen"),
    path("<int:pk>/pack.docx", views.pack_document, name="dispatch-pack"),
    path("<int:pk>/pack.xlsx", views.pack_sheet, name="dispatch-pack-sheet"),
    path("<int:pk>/tables/<int:organisation>/", table_views.table, name="dispatch-table"),
    path("<int:pk>/tables/<int:organisation>/sheet.xlsx", table_views.workbook, name="dispatch-sheet"),
    path("<int:pk>/tables/<int:organisation>/sheet.docx", table_views.document, name="dispatch-word"),
    path("<int:pk>/tables/<int:organisation>/load", table_views.load, name="dispatch-load"),
    path("<int:pk>/tables/<int:organisation>/confirm", table_views.confirm, name="dispatch-confirm"),
    path("<int:pk>/meeting", meeting_views.meeting, name="dispatch-meeting"),
    path("<int:pk>/resolve", meeting_views.resolve, name="dispatch-resolve"),
    path("<int:pk>/resolve/task", meeting_views.resolve_task, name="dispatch-resolve-task"),
    path("<int:pk>/resolutions/<int:resolution>/remove", meeting_views.remove, name="dispatch-resolution-remove"),
    path("<int:pk>/notice/", notice_views.draft, name="dispatch-notice"),
    path("<int:pk>/notice/approve", notice_views.approve, name="dispatch-notice-approve"),
    path("<int:pk>/notice/issue", notice_views.issue, name="dispatch-notice-issue"),
    path("<int:pk>/notice/notice.docx", notice_views.document, name="dispatch-notice-paper"),
]
