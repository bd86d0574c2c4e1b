"""The addresses of entering on behalf."""

from django.urls import path

from luoshi.office.desk import behalf_views as views

urlpatterns = [
    path("", views.entries, name="behalf"),
    path("begin", views.begin, name="behalf-begin"),
    path("end", views.end, name="behalf-end"),
]
