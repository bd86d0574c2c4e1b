"""The plan as plain text for a group chat: who, what, until when, in messages that are not too long."""

from collections.abc import Iterator

from luoshi.scribe.characters import in_one_line, shortened
from luoshi.scribe.pack.plan import IssuedPlan, IssuedTask, in_a_row

_LEAST = 240  # characters of a message that can hold its head and one task
_NAME, _WHO, _NUMBER, _TEXT, _OWNERS, _DUE = 30, 24, 12, 60, 20, 20  # characters of each part


def chat(plan: IssuedPlan, *, most: int = 1000) -> tuple[str, ...]:
    """Messages of at most so many characters, split between tasks; who goes on in the next message is said again.

    What is too long for a line is cut and shows it; the whole of it stands in the table.
    """
    if most < _LEAST:
        raise ValueError(f"messages of {most!r} characters: at least {_LEAST} are needed")
    name = _short(plan.name, _NAME)
    messages = list(_messages(plan, most - len(_head(name, 999, 999)) - 1))
    return tuple(f"{_head(name, number, len(messages))}\n{text}" for number, text in enumerate(messages, 1))


def _head(name: str, number: int, of: int) -> str:
    return f"【{name}】" if of == 1 else f"【{name}】（{number}/{of}）"


def _messages(plan: IssuedPlan, room: int) -> Iterator[str]:
    lines: list[str] = []
    for who, tasks in _by_lead(plan).items():
        said = f"◆{who}"
        fresh = True
        for task in tasks:
            line = _line(task)
            if lines and len("\n".join([*lines, *([said] if fresh else []), line])) > room:
                yield "\n".join(lines)
                lines, fresh = [], True
            lines += [said, line] if fresh else [line]
            fresh, said = False, f"◆{who}（续）"
    if lines:
        yield "\n".join(lines)


def _by_lead(plan: IssuedPlan) -> dict[str, list[IssuedTask]]:
    led: dict[str, list[IssuedTask]] = {}
    for task in plan.tasks:
        led.setdefault(_short(in_a_row(task.leads), _WHO) or "未写明牵头单位", []).append(task)
    return led


def _line(task: IssuedTask) -> str:
    owners = _short(task.owners_in_words, _OWNERS)
    more = "；".join(filter(None, (f"{owners}承办" if owners else "", _short(task.due, _DUE))))
    return f"{_short(task.number, _NUMBER)}.{_short(task.text, _TEXT)}" + (f"（{more}）" if more else "")


def _short(text: str, most: int) -> str:
    return shortened(in_one_line(text).rstrip("。；"), most)
