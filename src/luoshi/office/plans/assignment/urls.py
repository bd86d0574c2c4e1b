"""The addresses of what was given out."""

from django.urls import path

from luoshi.office.plans.assignment import list_views, split_views, views

urlpatterns = [
    path("assignments/to-do", list_views.to_do, name="assignments-to-do"),
    path("assignments/to-sign", list_views.to_sign, name="assignments-to-sign"),
    path("assignments/to-verify", list_views.to_verify, name="assignments-to-verify"),
    path("assignments/to-decide", list_views.to_decide, name="assignments-to-decide"),
    path("assignments/<int:pk>/", views.assignment, name="assignment"),
    path("assignments/<int:pk>/split", split_views.split, name="assignment-split"),
    path("assignments/<int:pk>/<slug:move>", views.move, name="assignment-move"),
    path("tasks/<int:pk>/assignments", list_views.of_one_task, name="task-assignments"),
]
