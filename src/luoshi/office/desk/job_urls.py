"""The addresses of jobs."""

from django.urls import path

from luoshi.office.desk import job_views as views

urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<int:pk>/", views.job, name="job"),
    path("<int:pk>/cancel", views.cancel, name="job-cancel"),
]
