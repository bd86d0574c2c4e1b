"""The outline of the review page as HTML. Written here and not by templates: four hundred rows are on one page, and each
is drawn again after every decision. Words are escaped where they enter (`text_of`)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from luoshi.office.plans.making import heading_words
from luoshi.office.plans.models import Candidate, Responsibility, Task
from luoshi.office.plans.outline import NO_HEADING, Count, Outline, Path, Row, Seen, Wish
from luoshi.office.plans.roster import Meant
from luoshi.reader.write.marked import text_of
from luoshi.reader.write.wording import word

Kind, State, Part, Grade = Candidate.Kind, Candidate.State, Responsibility.Part, Task.Grade
DEEPEST = 3  # levels of headings that are set in
GRADES = ((Grade.SUPERVISED, "1"), (Grade.ROUTINE, "2"), (Grade.GUIDING, "3"))

# How somebody was found who is not named in the paper.
HOW = {
    "topic": gettext_noop("报告没有写明，按业务领域建议"),
    "catalogue": gettext_noop("报告没有写明，按常见职责建议"),
    "said": gettext_noop("报告写明"),
    "": gettext_noop("报告这样写；系统里没有找到这个单位或人"),
}


@dataclass(frozen=True)
class Drawing:
    """What every row needs: whether this actor may decide, the address of findings up to their number, and labels."""

    decides: bool
    at: str
    _labels: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, *, decides: bool) -> "Drawing":
        return cls(decides, reverse("finding", args=[0]).removesuffix("0/"))

    def gettext(self, words: str) -> str:
        """Translated once: a page says the same few labels three thousand times."""
        if words not in self._labels:
            self._labels[words] = _(words)
        return self._labels[words]


def outline_html(outline: Outline, wish: Wish, drawing: Drawing) -> SafeString:
    """All groups; each heading once, above what stands under it, with its counts and what accepts all of it."""
    parts: list[str] = []
    above: Path = ()
    drawn: set[Path] = set()
    address = reverse("review-heading", args=[outline.reading.report_id])
    for path, rows in outline.groups(wish):
        new = [path[: depth + 1] for depth in range(len(path)) if path[: depth + 1] != above[: depth + 1]]
        parts += [_heading(one, outline.counts, address, drawing, again=one in drawn) for one in new]
        drawn.update(new)
        above = path
        parts.append(f'<ol class="items">{"".join(_row(row, drawing) for row in rows)}</ol>')
    return mark_safe("".join(parts))


def row_html(outline: Outline, drawing: Drawing, *, note: str = "") -> SafeString:
    """One finding anew, and beside it every count that its decision has changed. `note`: what could not be done."""
    row = outline.rows[0]
    said = f'<p class="refused" role="alert">{text_of(note)}</p>' if note else ""
    return mark_safe(_row(row, drawing, said) + counts_html(outline, tuple(row.candidate.headings) or NO_HEADING))


def counts_html(outline: Outline, path: Path) -> str:
    """The counts of a path of headings and of the whole, to be put in their places."""
    found = (outline.counts[path[:depth]] for depth in range(len(path) + 1))
    return "".join(_count(one, swap=True) for one in found)


def _count(count: Count, *, swap: bool = False) -> str:
    words = _("待核 %(open)d / %(all)d") if count.open else _("%(all)d 条都核完了")
    mark = ' hx-swap-oob="true"' if swap else ""
    done = "" if count.open else " done"
    numbers = f'data-open="{count.open}" data-all="{count.all}"'
    return f'<span class="counted{done}" id="n{count.number}" {numbers}{mark}>{words % vars(count)}</span>'


def total_html(outline: Outline, *, swap: bool = False) -> SafeString:
    """How much waits of all; `swap` puts it in its place on a page that is there."""
    return mark_safe(_count(outline.counts[()], swap=swap))


def _heading(path: Path, counts: dict[Path, Count], address: str, drawing: Drawing, *, again: bool) -> str:
    """A heading; where it comes `again`, its count and its button stand above already."""
    words = path[-1] or drawing.gettext("没有标题的条目")
    button = ""
    if drawing.decides and not again:
        value = text_of(json.dumps(path, ensure_ascii=False))
        label = _("采用本部分")
        button = (
            f'<button class="act all" form="decide" formaction="{address}" name="headings" value="{value}" '
            f'aria-label="{text_of(_("采用“%(part)s”的全部待核条目") % {"part": heading_words(words)})}">{label}</button>'
        )
    depth = min(len(path) - 1, DEEPEST)
    return (
        f'<div class="part depth-{depth}" role="heading" aria-level="{depth + 2}"><span>{text_of(words)}</span> '
        f"{'' if again else _count(counts[path])}{button}</div>"
    )


def _row(row: Row, drawing: Drawing, note: str = "") -> str:
    one = row.candidate
    doubt = " doubtful" if row.is_doubtful else ""
    figures = "".join(_row(each, drawing) for each in row.figures)
    bits = f'<span class="bits">{"".join(_bits(row, drawing))}</span>'
    inside, below = (bits, "") if one.kind in {Kind.TARGET, Kind.CLAIM} else ("", bits)  # a figure stands on one line
    sub = f'<ol class="items sub">{figures}</ol>' if figures else ""
    return (
        f'<li class="entry {one.kind} {one.state}{doubt}" id="c{one.pk}" data-f="{one.mark}" data-v="{one.version}" '
        f'data-at="{drawing.at}{one.pk}/">{note}<div class="line">{_pick(row, drawing)}'
        f'<button type="button" class="item"><span class="words">{text_of(_words(row))}</span></button>'
        f"{inside}{_acts(row, drawing)}</div>{below}{_grades(row, drawing)}{sub}</li>"
    )


def _words(row: Row) -> str:
    one = row.candidate
    if one.kind == Kind.TASK and row.made:
        return "\n".join(f"{made.task.number}. {made.task.words}" for made in row.made)
    return one.words


def _pick(row: Row, drawing: Drawing) -> str:
    one = row.candidate
    if not drawing.decides or one.kind != Kind.TASK or one.state != State.OPEN:
        return ""
    label = text_of(drawing.gettext("选中，以便合并：%(words)s") % {"words": one.words[:20]})
    return f'<input type="checkbox" class="pick" form="merge" name="pick" value="{one.pk}:{one.version}" aria-label="{label}">'


def _acts(row: Row, drawing: Drawing) -> str:
    """What may be done now; each button says its version, so that a page that is out of date is noticed."""
    one = row.candidate
    if not drawing.decides:
        return ""
    at = f"{drawing.at}{one.pk}/"
    if one.state != State.OPEN:
        edit = one.state == State.ACCEPTED and one.kind == Kind.TASK and len(row.made) == 1
        change = f'<a class="act" href="{at}edit" data-act="edit">{drawing.gettext("修改")}</a>' if edit else ""
        return f'<span class="acts">{change}{_button(one, at + "undo", drawing.gettext("撤回"), "undo")}</span>'
    return (
        f'<span class="acts">{_button(one, at + "accept", drawing.gettext("采用"), "accept")}'
        f'<a class="act" href="{at}edit" data-act="edit">{drawing.gettext("修改")}</a>'
        f'<a class="act" href="{at}return" data-act="return">{drawing.gettext("不采用")}</a></span>'
    )


def _button(one: Seen, address: str, label: str, act: str) -> str:
    return (
        f'<button class="act {act}" form="decide" formaction="{address}" name="version" value="{one.version}" '
        f'data-act="{act}">{label}</button>'
    )


def _grades(row: Row, drawing: Drawing) -> str:
    """The three grades, the one that holds or is proposed pressed."""
    one = row.candidate
    if not drawing.decides or one.kind != Kind.TASK or one.state == State.RETURNED:
        return ""
    now = row.made[0].task.grade if row.made else one.said.get("grade", "")
    buttons = "".join(
        f'<button class="act grade" form="decide" formaction="{drawing.at}{one.pk}/grade?to={grade}" name="version" '
        f'value="{one.version}" aria-pressed="{"true" if grade == now else "false"}"><kbd>{key}</kbd> {grade.label}</button>'
        for grade, key in GRADES
    )
    return f'<div class="grades" role="group" aria-label="{drawing.gettext("督办、常规或原则性要求")}">{buttons}</div>'


def _bits(row: Row, drawing: Drawing) -> Iterator[str]:
    one = row.candidate
    if one.state != State.OPEN:
        yield _bit("decided", _decision(row, drawing))
    if one.kind == Kind.TASK:
        yield from _made_bits(row, drawing) if row.made else _task_bits(row, drawing)
    elif one.kind != Kind.GOAL:
        yield from _figure_bits(one)
    else:
        yield _bit("kind goal", str(Kind.GOAL.label))
    if row.is_doubtful and one.state == State.OPEN:
        yield _bit("doubt", drawing.gettext("请核对"), drawing.gettext("识别的把握不大，请对照原文"))


def _decision(row: Row, drawing: Drawing) -> str:
    one = row.candidate
    if one.state == State.RETURNED:
        return drawing.gettext("不采用：%(reason)s（%(who)s）") % {"reason": one.reason, "who": row.decider}
    return drawing.gettext("已采用（%(who)s）") % {"who": row.decider}


def _task_bits(row: Row, drawing: Drawing) -> Iterator[str]:
    said = row.candidate.said
    grade = Grade(said.get("grade", Grade.ROUTINE))
    yield _bit(f"grade {grade}", str(grade.label), said.get("why", ""))
    yield from _people(drawing, row.leaders, drawing.gettext("责任领导"))
    yield from _people(drawing, row.leads, drawing.gettext("牵头"))
    if said.get("assist"):
        yield _bit("body assist", drawing.gettext("配合：%(who)s") % {"who": said["assist"]})
    for due in said.get("dues", ()):
        day = due["day"]
        words = f"{due['words']}（{day}）" if day and day not in due["words"] else due["words"]
        yield _bit("deadline" if day else "recurrence", words)


def _people(drawing: Drawing, found: Sequence[Meant], label: str) -> Iterator[str]:
    for one in found:
        proposed = drawing.gettext("（建议）") if one.how in {"topic", "catalogue"} else ""
        known = "body lead" if one.organisation or one.membership else "body unknown"
        yield _bit(known, f"{label}：{one}{proposed}", drawing.gettext(HOW[one.how]))


def _made_bits(row: Row, drawing: Drawing) -> Iterator[str]:
    for made in row.made:
        task = made.task
        yield _bit(f"grade {task.grade}", str(task.get_grade_display()))
        for part, label in (
            (Part.LEADER, drawing.gettext("责任领导")),
            (Part.LEAD, drawing.gettext("牵头")),
            (Part.OWNER, drawing.gettext("落实")),
            (Part.ASSIST, drawing.gettext("配合")),
        ):
            if names := made.named.get(part):
                yield _bit("body lead" if part != Part.ASSIST else "body assist", f"{label}：{'、'.join(names)}")
        if task.due or task.due_words:
            day = f"（{task.due}）" if task.due and str(task.due) not in task.due_words else ""
            yield _bit("deadline" if task.due else "recurrence", f"{task.due_words}{day}")


def _figure_bits(one: Seen) -> Iterator[str]:
    status = "target" if one.kind == Kind.TARGET else "achieved"
    yield _bit(f"figure {status}", str(Kind(one.kind).label))
    if year := one.said.get("year"):
        yield _bit("plain", f"{year}年")
    if hardness := one.said.get("hardness"):
        yield _bit("plain", word("hardness", hardness))


@lru_cache(maxsize=4096)
def _bit(style: str, words: str, title: str = "") -> str:
    said = f' title="{text_of(title)}"' if title else ""
    return f'<span class="bit {style}"{said}>{text_of(words)}</span>'
