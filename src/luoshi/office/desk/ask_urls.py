"""The addresses of what is asked of schools."""

from django.urls import path

from luoshi.office.desk import ask_views as views

urlpatterns = [
    path("", views.ledger, name="asks"),
    path("load/", views.load, name="asks-load"),
    path("batch/<uuid:batch>/", views.batch, name="asks-batch"),
    path("new/", views.new, name="ask-new"),
    path("<int:pk>/", views.ask, name="ask"),
    path("<int:pk>/answer", views.answer, name="ask-answer"),
    path("<int:pk>/withdraw", views.withdraw, name="ask-withdraw"),
]
