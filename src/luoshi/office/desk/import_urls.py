"""The addresses of imports."""

from django.urls import path

from luoshi.office.desk import import_views as views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("template.xlsx", views.template, name="import-template"),
    path("export", views.export, name="import-export"),
    path("<int:pk>/", views.one, name="import"),
    path("<int:pk>/copy.xlsx", views.copy, name="import-copy"),
    path("<int:pk>/confirm", views.confirm, name="import-confirm"),
    path("<int:pk>/again", views.check_again, name="import-again"),
    path("<int:pk>/discard", views.discard, name="import-discard"),
]
