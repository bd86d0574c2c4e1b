"""The addresses of the calendar."""

from django.urls import path

from luoshi.office.organisations import calendar_views as views

urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("<int:year>/", views.calendar, name="calendar-year"),
    path("<int:year>/days/", views.days, name="calendar-days"),
    path("days/<int:pk>/drop", views.drop_day, name="calendar-day-drop"),
    path("notice/", views.notice, name="calendar-notice"),
    path("plant", views.plant, name="calendar-plant"),
    path("school-years/", views.school_years, name="school-years"),
    path("plan-periods/", views.plan_periods, name="plan-periods"),
]
