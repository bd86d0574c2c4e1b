"""`luoshi init`: the first authority, its three administrators and the leader who confirms what they grant."""

import sys
from collections.abc import Mapping

from luoshi import ready
from luoshi.cli import REFUSED, SOUND
from luoshi.reader.write.wording import width

ROLES = {"system": "system_admin", "security": "security_admin", "audit": "auditor", "leader": "leader"}
COLUMN = 16  # cells on the screen


def run(name: str, kind: str, people: Mapping[str, str], *, region: str, data: str | None) -> int:
    """`people`: 姓名 or 姓名:登录名, by the option that named them; gives the exit code."""
    return ready.database(data) or _begin(name, kind, people, region)


def _begin(name: str, kind: str, people: Mapping[str, str], region: str) -> int:
    from luoshi.office.organisations.beginning import First, begin
    from luoshi.office.organisations.models import Role
    from luoshi.office.refused import Refused

    firsts = [First(Role(role), *_name_and_login(people[option])) for option, role in ROLES.items()]
    try:
        authority, begun = begin(name, kind, firsts, region=region)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    print(f"“{authority.name}”已建好。下面的初始密码只显示这一次，请分别告诉本人；第一次登录时要换成自己的。\n")
    rows = [("岗位", "姓名", "登录名", "初始密码")]
    for membership, password in begun:
        person = membership.person
        rows.append((membership.get_role_display(), person.name, person.login or "", password))
    for row in rows:
        print("".join(f"{cell}{' ' * max(1, COLUMN - width(cell))}" for cell in row).rstrip())
    print("\n打开网页：luoshi serve。接下来由安全管理员提出各岗位的人选，局领导确认。")
    return SOUND


def _name_and_login(given: str) -> tuple[str, str]:
    """The name serves to sign in where no other is given."""
    name, _, login = given.replace("：", ":").partition(":")
    return name.strip(), login.strip() or name.strip()
