"""What is kept of a report besides its bytes."""

import pytest

from luoshi import __version__
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.actions import discard, receive
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db

UNTITLED = "要加强校园安全管理，完善教师培训制度，办好人民满意的教育。"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("工作\n会议\u202e.txt", "工作 会议.txt"),
        ("长" * 300 + ".txt", "长" * 196 + ".txt"),
    ],
)
def test_a_name_is_kept_on_one_line_and_not_longer_than_a_row_can_hold(office: Actor, given: str, kept: str) -> None:
    assert receive(UNTITLED.encode(), name=given, by=office).name == kept


def test_a_report_without_a_title_is_called_by_the_beginning_of_its_name(office: Actor) -> None:
    assert receive(UNTITLED.encode(), name="长" * 300 + ".txt", by=office).reading.title == "长" * 196 + ".txt"


def test_a_reading_counts_rhythms_among_the_limits_and_knows_which_reader_made_it(
    office: Actor, report_text: str
) -> None:
    reading = receive(report_text.encode(), name="会议.txt", by=office).reading
    assert (reading.deadlines, reading.reader) == (2, __version__)


@pytest.mark.parametrize("who", ["section", "leader", "clerk", "system", "foreign-office"])
def test_only_the_office_of_the_authority_keeps_its_reports(world, report_text: str, who: str) -> None:
    """The verbs say so themselves, whichever page or job calls them."""
    report = receive(report_text.encode(), name="会议.txt", by=world.actor("an"))
    with pytest.raises(Refused, match="云岭县教育局的报告由本局办公室收存和删除"):
        discard(report, by=world.actor(who))
    if who != "foreign-office":  # its own reports are its own
        with pytest.raises(Refused, match="由本局办公室收存"):
            receive(b"x", name="x.txt", by=world.actor(who))
