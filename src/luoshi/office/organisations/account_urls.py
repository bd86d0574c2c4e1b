"""The addresses of accounts and grants."""

from django.urls import path

from luoshi.office.organisations import account_views as accounts
from luoshi.office.organisations import grant_views as grants

urlpatterns = [
    path("accounts/", accounts.index, name="accounts"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/open", accounts.open_account, name="account-open"),
    path("accounts/<int:pk>/reset", accounts.reset, name="account-reset"),
    path("accounts/<int:pk>/rename", accounts.rename, name="account-rename"),
    path("accounts/<int:pk>/lock", accounts.lock, name="account-lock"),
    path("accounts/<int:pk>/unlock", accounts.unlock, name="account-unlock"),
    path("accounts/<int:pk>/remove-totp", accounts.remove_totp, name="account-remove-totp"),
    path("accounts/<int:pk>/unlink", accounts.unlink, name="account-unlink"),
    path("grants/", grants.index, name="grants"),
    path("grants/new/", grants.propose, name="grant-propose"),
    path("grants/batch/<str:batch>/", grants.decide_batch, name="grant-batch"),
    path("grants/<int:pk>/", grants.grant, name="grant"),
    path("grants/end/<int:pk>/", grants.end, name="grant-end"),
]
