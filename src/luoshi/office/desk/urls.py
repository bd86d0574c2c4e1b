"""The addresses of files and of entering on behalf."""

from django.urls import path

from luoshi.office.desk import behalf_views, file_views

urlpatterns = [
    path("files/<int:pk>/", file_views.file, name="file"),
    path("on-behalf/", behalf_views.entries, name="behalf"),
    path("on-behalf/begin", behalf_views.begin, name="behalf-begin"),
    path("on-behalf/end", behalf_views.end, name="behalf-end"),
]
