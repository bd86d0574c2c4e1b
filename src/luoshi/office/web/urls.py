"""Every address of the application."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

from luoshi.office.organisations.access import open_to_everybody_signed_in, open_to_the_public
from luoshi.office.web import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("sign-in/", open_to_the_public(account.login), name="account_login"),
    path("sign-out/", open_to_everybody_signed_in(account.logout), name="account_logout"),
    path("membership/", views.choose, name="membership-choose"),
    path("membership/switch", views.switch, name="membership-switch"),
    path("jobs/", include("luoshi.office.desk.job_urls")),
    path("reports/", include("luoshi.office.plans.urls")),
]
