"""What is done once when the program starts."""

from django.apps import AppConfig


class Web(AppConfig):
    """The app that joins the others."""

    name = "luoshi.office.web"

    def ready(self) -> None:
        from luoshi.office.web.sign_in import sessions, told

        sessions.connect()
        told.connect()
