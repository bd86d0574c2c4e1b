"""The addresses of files."""

from django.urls import path

from luoshi.office.desk import file_views

urlpatterns = [
    path("files/<int:pk>/", file_views.file, name="file"),
]
