"""The addresses of plans, their goals, tasks and ledgers."""

from django.urls import path

from luoshi.office.plans import copy_views, goal_views, load_views, plan_views, task_views

urlpatterns = [
    path("", plan_views.plans, name="plans"),
    path("<int:pk>/", plan_views.plan, name="plan"),
    path("<int:pk>/table", plan_views.table, name="plan-table"),
    path("<int:pk>/ledger.xlsx", plan_views.ledger, name="plan-ledger"),
    path("<int:pk>/settings", plan_views.settings, name="plan-settings"),
    path("<int:pk>/discard", plan_views.discard, name="plan-discard"),
    path("<int:pk>/copy", copy_views.copy, name="plan-copy"),
    path("<int:pk>/load", load_views.load, name="plan-load"),
    path("<int:pk>/tasks/new", task_views.new, name="task-new"),
    path("<int:pk>/goals/new", goal_views.new, name="goal-new"),
    path("tasks/<int:pk>/", task_views.task, name="task"),
    path("tasks/<int:pk>/edit", task_views.edit, name="task-edit"),
    path("tasks/<int:pk>/arrange", task_views.arrange, name="task-arrange"),
    path("tasks/<int:pk>/remove", task_views.remove, name="task-remove"),
    path("goals/<int:pk>/edit", goal_views.edit, name="goal-edit"),
    path("goals/<int:pk>/arrange", goal_views.arrange, name="goal-arrange"),
    path("goals/<int:pk>/remove", goal_views.remove, name="goal-remove"),
    path("loads/<int:pk>/", load_views.one, name="ledger-load"),
    path("loads/<int:pk>/confirm", load_views.confirm, name="ledger-confirm"),
    path("loads/<int:pk>/discard", load_views.discard, name="ledger-discard"),
]
