"""The addresses of what is asked of schools."""

from django.urls import path

from luoshi.office.desk import asks_views

urlpatterns = [
    path("", asks_views.ledger, name="asks"),
    path("load/", asks_views.load, name="asks-load"),
    path("new/", asks_views.new, name="ask-new"),
    path("<int:pk>/", asks_views.ask, name="ask"),
    path("<int:pk>/answer", asks_views.answer, name="ask-answer"),
    path("<int:pk>/withdraw", asks_views.withdraw, name="ask-withdraw"),
]
