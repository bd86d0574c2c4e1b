"""Who a token is, and what waits for them, as programs read it."""

from datetime import date
from typing import Any

from ninja import Field, Router, Schema

from luoshi.office.api import Named, answers
from luoshi.office.organisations.access import EVERY_ROLE, ProgramRequest, Request, open_to
from luoshi.office.web.panels import pending

router = Router(tags=["本人"])


class Holder(Schema):
    """The membership that a token acts in, and how long."""

    person: Named
    organisation: Named
    role: str
    post: str = Field(description="职务")
    authority: Named | None = Field(description="所属教育局")
    scope: str = Field(description="read 只查看，act 查看和办理")
    expires_on: date = Field(description="最后一天")


class Waiting(Schema):
    """Something that waits, with the page on which it is dealt with."""

    what: str
    address: str
    count: int
    due: str
    of_school: bool = Field(description="要学校办的，本校的人都看得到")
    news: bool = Field(description="没看过的消息，不算要办的事")


@open_to(EVERY_ROLE)
@router.get("me", response=answers(Holder), url_name="api-me", summary="令牌是谁的")
def me(request: ProgramRequest) -> dict[str, Any]:
    actor, token = request.actor, request.token
    return {
        "person": actor.person,
        "organisation": actor.organisation,
        "role": actor.role,
        "post": actor.membership.post,
        "authority": actor.authority,
        "scope": token.scope,
        "expires_on": token.expires_on,
    }


@open_to(EVERY_ROLE)
@router.get("inbox", response=answers(list[Waiting]), url_name="api-inbox", summary="待办")
def inbox(request: Request) -> list[dict[str, Any]]:
    """首页上等着办的事。"""
    return [vars(one) for one in pending(request.actor)]
