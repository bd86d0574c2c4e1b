"""The papers with which a year's plan goes out: notice with its table, slips, a list for group chats."""

from luoshi.scribe.pack.chat import chat
from luoshi.scribe.pack.notice import Letter, notice
from luoshi.scribe.pack.plan import IssuedGoal, IssuedPlan, IssuedTask, Party
from luoshi.scribe.pack.slips import Slip, slip_document, slips

__all__ = [
    "IssuedGoal",
    "IssuedPlan",
    "IssuedTask",
    "Letter",
    "Party",
    "Slip",
    "chat",
    "notice",
    "slip_document",
    "slips",
]
