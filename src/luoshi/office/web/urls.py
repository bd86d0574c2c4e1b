"""Every address of the application."""

from django.urls import URLPattern, URLResolver, include, path

from luoshi.office.desk import exports
from luoshi.office.web import api, api_views, handovers, views
from luoshi.office.web.demo import views as demo
from luoshi.office.web.sign_in import identity
from luoshi.office.web.sign_in import views as sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    # allauth looks its pages up by these names. What is not here is nobody's: no sign-up, no mail.
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/again", sign_in.start_again, name="sign-in-again"),
    path("sign-in/code/", sign_in.enter_code, name="mfa_authenticate"),
    *identity.addresses(),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("me/password/", sign_in.change_password, name="account_change_password"),
    path("me/again/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("me/again/code/", sign_in.reauthenticate_by_code, name="mfa_reauthenticate"),
    path("me/code/", sign_in.second_factor, name="mfa_index"),
    path("me/code/on/", sign_in.activate_totp, name="mfa_activate_totp"),
    path("me/code/off/", sign_in.deactivate_totp, name="mfa_deactivate_totp"),
    path("me/code/paper/", sign_in.recovery_codes, name="mfa_view_recovery_codes"),
    path("me/code/paper/new/", sign_in.renew_recovery_codes, name="mfa_generate_recovery_codes"),
    path("me/sessions/", sign_in.sessions, name="usersessions_list"),
    path("membership/", views.choose, name="membership-choose"),
    path("membership/switch", views.switch, name="membership-switch"),
    path("demo/", demo.door, name="demo"),
    path("demo/enter", demo.enter, name="demo-enter"),
    path("jobs/", include("luoshi.office.desk.job_urls")),
    path("exports/", exports.ask, name="exports"),
    path("journal/", include("luoshi.office.desk.journal_urls")),
    path("api/", api_views.index, name="api"),
    path("api/try/", api_views.try_out, name="api-try"),
    path("api/openapi.json", api_views.document, name="api-document"),
    path("api/v1/", include(api.PATTERNS)),
    path("", include("luoshi.office.organisations.token_urls")),
    path("", include("luoshi.office.organisations.account_urls")),
    path("asks/", include("luoshi.office.desk.ask_urls")),
    path("messages/", include("luoshi.office.desk.message_urls")),
    path("imports/", include("luoshi.office.desk.import_urls")),
    path("calendar/", include("luoshi.office.organisations.calendar_urls")),
    path("settings/", include("luoshi.office.organisations.settings_urls")),
    path("organisations/", include("luoshi.office.organisations.tree_urls")),
    path("", include("luoshi.office.organisations.people_urls")),
    path("groupings/", include("luoshi.office.organisations.grouping_urls")),
    path("handovers/", handovers.index, name="handovers"),
    path("memberships/<int:pk>/handover", handovers.handover, name="membership-handover"),
    path("files/", include("luoshi.office.desk.file_urls")),
    path("on-behalf/", include("luoshi.office.desk.behalf_urls")),
    path("reports/", include("luoshi.office.plans.report_urls")),
    path("plans/", include("luoshi.office.plans.plan_urls")),
    path("", include("luoshi.office.plans.issue_urls")),
    path("", include("luoshi.office.plans.chasing.urls")),
    path("", include("luoshi.office.plans.overview.urls")),
    path("", include("luoshi.office.plans.assignment.urls")),
    path("dispatches/", include("luoshi.office.plans.dispatch.urls")),
]
