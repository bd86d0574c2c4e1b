"""How long it takes to check and store a county's organisations and people from a workbook, and what is found in it.

    python benchmarks/imports.py                  1,000 organisations, 20,000 people
    python benchmarks/imports.py --people 2000    shorter

Prints seconds of the processor for reading, checking, storing; planted errors and how many of them were said at their cell;
what was said of cells that were sound (invented); the most memory the process held. The database is a fresh one in a
temporary folder, or the one that DATABASE_URL names if its schema is empty. With --check the exit code is 1 if an aim is
missed: 10 s for reading and checking, every planted error found, none invented.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

SECONDS = 10.0
KINDS = ("学校", "学校", "学校", "幼儿园", "教学点")
STAGES = {"学校": ("小学", "初中", "小学、初中"), "幼儿园": ("学前",), "教学点": ("小学",)}
CLASSES = {"小学": "21", "初中": "31", "小学、初中": "31", "学前": "11"}

# What may be wrong with a line of 人员: the column, and what stands there instead.
SLIPS: dict[str, Callable[[random.Random, Any], Any]] = {
    "姓名": lambda _chance, _cell: None,
    "手机": lambda chance, cell: chance.choice(
        [cell[:-1], f"{cell[:3]} {cell[3:]}", f"２{cell[1:]}", cell.replace("1", "l", 1)]
    ),
    "邮箱": lambda _chance, cell: cell.replace("@", "＃"),
    "所在机构": lambda _chance, cell: f"{cell}分部",
    "角色": lambda chance, _cell: chance.choice(["填表员", "系统管理员", "校长", "中心校人员"]),
    "任职日期": lambda chance, _cell: chance.choice(["2025年13月", "去年", "2025-02-30"]),
}
# And of 机构.
ORGANISATION_SLIPS: dict[str, Callable[[random.Random, Any], Any]] = {
    "类型": lambda _chance, _cell: "学效",
    "上级机构": lambda _chance, cell: f"{cell or ''}镇中心学校",
    "标识码": lambda chance, cell: chance.choice([cell[:-1], f"{cell[:4]}O{cell[5:]}", f"{cell} "[:5]]),
    "学段": lambda _chance, _cell: "高小",
    "办学性质": lambda _chance, _cell: "公立",
    "成立日期": lambda _chance, _cell: "建国后",
}


def organisations(count: int, chance: random.Random) -> list[dict[str, Any]]:
    centres = [{"机构名称": f"第{number}中心校", "类型": "中心校（教管中心）"} for number in range(max(1, count // 40))]
    schools = []
    for number in range(count - len(centres)):
        kind = chance.choice(KINDS)
        stages = chance.choice(STAGES[kind])
        schools.append(
            {
                "机构名称": f"云岭县第{number}{kind}",
                "类型": kind,
                "上级机构": chance.choice(centres)["机构名称"],
                "标识码": f"{CLASSES[stages]}53{number:06}",
                "学段": stages,
                "办学性质": "公办",
                "城乡分类": chance.choice(["城区", "镇区", "乡村"]),
                "成立日期": date(chance.randint(1950, 2024), 9, 1),
            }
        )
    return [*centres, *schools]


def people(count: int, schools: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    family, given = "赵钱孙李周吴郑王冯陈褚卫", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂"
    return [
        {
            "姓名": chance.choice(family) + "".join(chance.choices(given, k=2)),
            "工号": f"T{number:06}",
            "手机": f"13{number:09}",
            "邮箱": f"t{number}@example.cn",
            "所在机构": chance.choice(schools)["机构名称"],
            "角色": chance.choice(["校（园）长、书记", "填报员"]),
            "职务": "教师",
            "任职日期": date(2025, 9, 1),
        }
        for number in range(count)
    ]


def plant(
    rows: list[dict[str, Any]], slips: dict[str, Callable[[random.Random, Any], Any]], count: int, chance: random.Random
) -> set[tuple[int, str]]:
    """Spoil so many lines, one cell each; gives row and head of each. The first 30 lines are parents and stay sound."""
    planted = set()
    for index in chance.sample(range(30, len(rows)), min(count, len(rows) - 30)):
        head = chance.choice(list(slips))
        rows[index][head] = slips[head](chance, rows[index].get(head))
        planted.add((index + 2, head))
    return planted


def workbook(sheets: dict[str, list[dict[str, Any]]]) -> bytes:
    import io

    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            heads = list(dict.fromkeys(key for row in rows for key in row))
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, heads)
            for number, row in enumerate(rows, 1):
                for place, head in enumerate(heads):
                    cell = row.get(head)
                    if isinstance(cell, date):
                        sheet.write_datetime(number, place, cell)
                    elif cell is not None:
                        sheet.write_string(number, place, cell)
    return made.getvalue()


def county() -> Any:
    """An authority with an office, and the person who acts."""
    from luoshi.office.organisations.actor import actor_of
    from luoshi.office.organisations.models import Kind, Membership, Organisation, Person, Role
    from luoshi.office.organisations.tree import insert

    authority = insert(Organisation(kind=Kind.COUNTY, name="云岭县教育局"))
    person = Person.objects.create(name="安知远", login="an")
    day = date(2025, 9, 1)
    membership = Membership.objects.create(
        person=person, organisation=authority, role=Role.OFFICE, since=day, confirmed=True
    )
    return actor_of(membership, day=day)


def run(organisation_count: int, people_count: int, errors: int) -> bool:
    from luoshi.office.organisations.imports.apply import apply
    from luoshi.office.organisations.imports.check import check
    from luoshi.office.organisations.imports.parse import address, parse
    from luoshi.office.organisations.imports.workbook import export

    chance, by = random.Random(20261122), county()
    schools = organisations(organisation_count, chance)
    staff = people(people_count, [one for one in schools if one["类型"] != "中心校（教管中心）"], chance)
    sound = workbook({"机构": schools, "人员": staff})
    spoilt = {"机构": [dict(one) for one in schools], "人员": [dict(one) for one in staff]}
    planted = {
        (sheet, row, head)
        for sheet, slips in (("机构", ORGANISATION_SLIPS), ("人员", SLIPS))
        for row, head in plant(spoilt[sheet], slips, errors if sheet == "人员" else errors // 10, chance)
    }
    heads = {sheet: list(dict.fromkeys(key for row in rows for key in row)) for sheet, rows in spoilt.items()}
    wanted = {f"{sheet}!{address(row, heads[sheet].index(head))}" for sheet, row, head in planted}

    content = workbook(spoilt)
    parsed, reading = timed(lambda: parse(content))
    checked, checking = timed(lambda: check(parsed, by.authority, by=by))
    said = {fault.place for fault in checked.stops}
    # A line that names an organisation whose own line is amiss is not sound either.
    invented = said - wanted
    print(f"spoilt: read {reading:.2f} s, checked {checking:.2f} s; planted {len(wanted)}, found {len(wanted & said)}, "
          f"invented {len(invented)} {sorted(invented)[:3]}")  # fmt: skip

    parsed, reading_sound = timed(lambda: parse(sound))
    checked, checking_sound = timed(lambda: check(parsed, by.authority, by=by))
    print(f"sound: read {reading_sound:.2f} s, checked {checking_sound:.2f} s; said {len(checked.faults)}")
    counts, storing = timed(lambda: apply(checked, by=by))
    print(f"stored in {storing:.2f} s: {counts}")
    content, exporting = timed(lambda: export(by.authority, by=by))
    again, second = timed(lambda: check(parse(content), by.authority, by=by))
    print(f"exported in {exporting:.2f} s ({len(content) / 1e6:.1f} MB), read and checked again in {second:.2f} s: "
          f"{len(again.differences)} differences, {len(again.faults)} remarks; peak {peak_kilobytes() // 1024} MB")  # fmt: skip
    clean = not checked.faults and not again.differences and wanted <= said and not invented
    return clean and max(reading + checking, reading_sound + checking_sound, second) <= SECONDS


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.process_time()
    return work(), time.process_time() - started


def peak_kilobytes() -> int:
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--organisations", type=int, default=1000)
    options.add_argument("--people", type=int, default=20000)
    options.add_argument("--errors", type=int, default=500)
    options.add_argument("--check", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LUOSHI_DATA"] = str(Path(folder) / "data")
        Path(os.environ["LUOSHI_DATA"]).mkdir()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.office.web.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        reached = run(given.organisations, given.people, given.errors)
    sys.exit(0 if reached or not given.check else 1)


if __name__ == "__main__":
    main()
