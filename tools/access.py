"""Makes docs/access.md: which role may open which address, from the rules that the views name.

python tools/access.py
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "access.md"

HEAD = """# 谁能打开哪一页

本页由 `make docs` 按程序里的规则生成，请不要手工修改；测试保证它与程序一致。

- **看**：可以打开；**办**：可以提交。空格：页面说明这件事由谁办理（403）。
- 能打开的页面里，只看得到自己辖区内的内容；辖区外的编号一律回答“没有这一页”（404）。
- “程序凭令牌”的是接口：看令牌的岗位，不看浏览器里登录的是谁；没有令牌回答 401，只查看的令牌不能办。
- 没有列出规则的地址，对谁都不开放。没有登录的人一律先到登录页，标明“所有人”的除外。
"""

APPS = {
    "journal": "日志",
    "organisations": "机构与人员",
    "desk": "公共事项",
    "plans": "工作要点",
    "web": "登录与首页",
}
HEADS = {
    "office": "办公室", "leader": "局领导", "section": "科室", "centre": "中心校", "head": "校长", "clerk": "填报员",
    "inspector": "督学", "guardian": "保护专员", "observer": "上级", "system_admin": "系统", "security_admin": "安全",
    "auditor": "审计",
}  # fmt: skip


def set_up(folder: str) -> None:
    """Django, with a data folder that nobody will miss."""
    import django

    os.environ["LUOSHI_DATA"] = f"{folder}/data"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.office.web.settings")
    django.setup()


def addresses(patterns: list[Any], route: str = "", space: str = "") -> Iterator[tuple[str, str, Any]]:
    """Route, name and view of every address, through all includes."""
    for one in patterns:
        here = f"{route}{one.pattern}"
        if hasattr(one, "url_patterns"):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from addresses(one.url_patterns, here, inner)
        else:
            yield f"/{here}", f"{space}{one.name}", one.callback


def app_of(view: Any) -> str:
    parts = view.__module__.split(".")
    return parts[2] if parts[:2] == ["luoshi", "office"] else "web"


def row(route: str, name: str, view: Any) -> str:
    from luoshi.office.organisations.access import Door, rule_of

    rule = rule_of(view)
    said = {None: "不开放", Door.PUBLIC: "所有人", Door.PERSON: "所有登录的人", Door.ROLE: "", Door.TOKEN: "程序凭令牌"}
    opened = said[rule.door if rule else None]
    cells = [f"`{route}`", f"`{name}`", opened]
    for role in HEADS:
        looks, acts = (role in rule.look, role in rule.act) if rule else (False, False)
        cells.append(f"{'看' if looks else ''}{'办' if acts else ''}")
    return f"| {' | '.join(cells)} |"


def page() -> str:
    from django.urls import get_resolver

    known = list(addresses(get_resolver().url_patterns))
    lines = [HEAD]
    for app, label in APPS.items():
        rows = [row(*one) for one in sorted(known, key=lambda one: one[0]) if app_of(one[2]) == app]
        if rows:
            heads = ["地址", "名称", "不分岗位", *HEADS.values()]
            lines += [f"## {label}", "", f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *rows, ""]
    return "\n".join(lines)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="luoshi-access-") as folder:
        set_up(folder)
        if sys.argv[1:] == ["--print"]:
            sys.stdout.write(page())
        else:
            PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
