"""The address of a file."""

from django.urls import path

from luoshi.office.desk import file_views as views

urlpatterns = [path("<int:pk>/", views.file, name="file")]
