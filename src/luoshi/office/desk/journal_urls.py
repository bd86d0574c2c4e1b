"""The addresses of the journal."""

from django.urls import path

from luoshi.office.desk import journal_views as views

urlpatterns = [
    path("", views.journal, name="journal"),
    path("mine/", views.my_doings, name="my-doings"),
    path("verify/", views.verify, name="journal-verify"),
    path("purge", views.purge_details, name="journal-purge"),
    path("head.txt", views.head, name="journal-head"),
    path("<int:pk>/", views.entry, name="entry"),
]
