"""The demo's door lets anybody in, in the demo and nowhere else."""

import pytest
from django.test import Client

from luoshi.office.journal.models import Entry
from luoshi.office.organisations.models import Setting
from luoshi.office.web.demo.cast import MARK

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked(world) -> None:
    Setting.objects.create(organisation=world.organisation("county"), name=MARK, value=True)


def enter(client: Client, world, name: str = "bo") -> int:
    return client.post("/demo/enter", {"to": world.membership(name).pk}).status_code


@pytest.mark.parametrize(("in_demo", "built"), [(False, False), (True, False), (False, True)])
def test_without_the_switch_and_the_mark_there_is_no_door(world, settings, in_demo: bool, built: bool) -> None:
    settings.DEMO = in_demo
    if built:
        Setting.objects.create(organisation=world.organisation("county"), name=MARK, value=True)
    client = Client()
    assert enter(client, world) == 404
    assert client.get("/demo/").status_code == 404
    assert "_auth_user_id" not in client.session
    assert "换成另一个人" not in client.get("/sign-in/").content.decode()


def test_one_click_comes_in_as_somebody_and_the_journal_says_so(world, settings, marked) -> None:
    settings.DEMO = True
    client = Client()
    assert "换成另一个人" in client.get("/sign-in/").content.decode()
    assert enter(client, world) == 302
    assert "柏青" in client.get("/").content.decode()
    assert enter(client, world, "an") == 302
    assert "安知远" in client.get("/").content.decode()
    assert Entry.objects.filter(verb="demo.enter").count() == 2


@pytest.mark.parametrize("to", ["", "0", "x", "9999999", "-1"])
def test_nobody_is_not_let_in(world, settings, marked, to: str) -> None:
    settings.DEMO = True
    assert Client().post("/demo/enter", {"to": to}).status_code == 404
