"""The addresses of messages and of what goes out."""

from django.urls import path

from luoshi.office.desk import messages_views

urlpatterns = [
    path("", messages_views.messages, name="messages"),
    path("<int:pk>/", messages_views.message, name="message"),
    path("read-all", messages_views.read_all, name="messages-read"),
    path("sent/", messages_views.outgoing, name="sendings"),
    path("try/<str:channel>", messages_views.try_out, name="delivery-test"),
]
