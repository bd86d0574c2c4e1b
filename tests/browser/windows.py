"""Windows of people who are signed in."""

from django.test import Client
from playwright.sync_api import Page, Route

from luoshi.office.desk.jobs import run_waiting

PHONE = {"width": 390, "height": 844}


def sign_in(page: Page, client: Client, address: str) -> None:
    """From here on the window is that of whoever the client belongs to."""
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address, "httpOnly": True}]
    )


def carry_out_jobs(page: Page, *, script: bool = True) -> None:
    """What waits is done while the page asks how far it is: it hears nothing meanwhile, since the tests' database has
    one connection that may write and nobody beside it."""

    def say_nothing(route: Route) -> None:
        if "hx-request" in route.request.headers:
            route.fulfill(status=204)
        else:
            route.continue_()

    page.route("**/*", say_nothing)
    if script:  # none is under way any more once one was answered so
        page.wait_for_event("requestfinished", lambda request: "hx-request" in request.headers)
    run_waiting()
    page.unroute("**/*")
