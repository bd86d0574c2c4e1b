"""The address of the settings."""

from django.urls import path

from luoshi.office.organisations import settings_views

urlpatterns = [path("", settings_views.settings, name="settings")]
