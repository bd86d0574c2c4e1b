"""Windows of people who are signed in."""

from django.test import Client
from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}


def sign_in(page: Page, client: Client, address: str) -> None:
    """From here on the window is that of whoever the client belongs to."""
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address, "httpOnly": True}]
    )
