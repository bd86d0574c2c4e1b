"""The addresses of messages and of what goes out."""

from django.urls import path

from luoshi.office.desk import message_views as views

urlpatterns = [
    path("", views.messages, name="messages"),
    path("<int:pk>/", views.message, name="message"),
    path("read-all", views.read_all, name="messages-read"),
    path("sent/", views.outgoing, name="sendings"),
    path("try/<str:channel>", views.try_out, name="delivery-test"),
]
