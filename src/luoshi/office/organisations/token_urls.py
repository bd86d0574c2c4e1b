"""The addresses of tokens."""

from django.urls import path

from luoshi.office.organisations import token_views as tokens

urlpatterns = [
    path("me/tokens/", tokens.own, name="tokens"),
    path("me/tokens/new/", tokens.make, name="token-make"),
    path("tokens/", tokens.everybodys, name="tokens-everybodys"),
    path("tokens/<int:pk>/", tokens.token, name="token"),
    path("tokens/<int:pk>/revoke", tokens.revoke, name="token-revoke"),
]
