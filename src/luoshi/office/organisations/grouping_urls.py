"""The addresses of groupings."""

from django.urls import path

from luoshi.office.organisations import grouping_views as views

urlpatterns = [
    path("", views.index, name="groupings"),
    path("new/", views.form, name="grouping-form"),
    path("<int:pk>/", views.grouping, name="grouping"),
    path("<int:pk>/include", views.include, name="grouping-include"),
    path("<int:pk>/release", views.release, name="grouping-release"),
    path("<int:pk>/charge", views.charge, name="grouping-charge"),
    path("<int:pk>/edit", views.edit, name="grouping-edit"),
    path("<int:pk>/dissolve", views.dissolve, name="grouping-dissolve"),
]
