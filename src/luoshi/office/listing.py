"""A list on a page: searched, filtered, sorted, paged, and exported exactly as it is seen."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page, Paginator
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from luoshi.office.attachment import attached, workbook_of

PAGE_SIZE = 50
AT_ONCE = 5000  # rows that a workbook is made of while somebody waits; of more a job makes it
BATCH = 1000  # rows that an export fetches at once
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so may be run by a spreadsheet

Words = str | Promise


@dataclass(frozen=True)
class Column:
    """What a list shows of a row. `order` is the field it may be sorted by, `link` gives the address it leads to. Where no
    field says it, `rank` gives of all rows that are left, by their number, what they are sorted by. What is said `once` is
    left out on the page where the row above says the same."""

    name: str
    label: Words
    value: Callable[[Any], Any]
    order: str = ""
    link: Callable[[Any], str] | None = None
    css: str = ""  # "number" aligns right
    rank: Callable[[QuerySet[Any]], Mapping[int, Any]] | None = None
    once: bool = False


@dataclass(frozen=True)
class Filter:
    """A choice above a list. `narrow` gives the condition for a chosen value, None for one it does not know. With a `default`
    there is always something chosen."""

    name: str
    label: Words
    choices: Sequence[tuple[str, Words]]
    narrow: Callable[[str], Q | None]
    default: str = ""


class Ranked(Sequence[Any]):
    """Rows in an order that no field says; asked for a page at a time."""

    def __init__(self, rows: QuerySet[Any], numbers: Sequence[int]) -> None:
        self.rows, self.numbers = rows, numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, at: Any) -> Any:
        wanted = self.numbers[at] if isinstance(at, slice) else [self.numbers[at]]
        found = {row.pk: row for row in self.rows.filter(pk__in=wanted).order_by()}
        rows = [found[number] for number in wanted if number in found]
        return rows if isinstance(at, slice) else rows[0]


@dataclass(frozen=True)
class Listing:
    """What a list is made of; `shown` is one page of it, `exported` the whole as a workbook, `streamed` as CSV."""

    rows: QuerySet[Any]
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    search: Sequence[str | Callable[[str], Q]] = ()  # fields that the search box looks in, or what a word asks for
    order: str = ""  # the column sorted by at first, "-name" for descending
    title: Words = ""  # of the exported sheet
    look_up: Callable[[Sequence[Any]], None] | None = None  # what columns need, asked for all rows shown at once
    each: QuerySet[Any] | None = (
        None  # as rows, by their number alone: what narrows them may keep a database from using it
    )
    kind: str = ""  # its name among the lists that a job exports; "": it never grows so long
    # On a phone each row stands as a card: its "wide" cell above the others with their labels, without those called "aside".
    cards: bool = False

    def chosen(self, given: Mapping[str, str]) -> QuerySet[Any] | Ranked:
        """The rows that search and filters leave, sorted; the row's number settles ties so that pages do not overlap."""
        found = self.rows
        if words := given.get("q", "").strip():
            for word in words.split():
                found = found.filter(_any(_asks(one, word) for one in self.search))
        for one in self.filters:
            if value := given.get(one.name) or one.default:
                condition = one.narrow(value)
                found = found.none() if condition is None else found.filter(condition)
        return self._sorted(found, given.get("sort") or self.order)

    def count(self, given: Mapping[str, str]) -> int:
        """How many rows search and filters leave."""
        found = self.chosen(given)
        return len(found) if isinstance(found, Ranked) else found.count()

    def _sorted(self, found: QuerySet[Any], sort: str) -> QuerySet[Any] | Ranked:
        orders = {column.name: column.order for column in self.columns if column.order}
        ranks = {column.name: column.rank for column in self.columns if column.rank}
        if rank := ranks.get(sort.lstrip("-")):
            values = rank(found)
            numbers = sorted(found.order_by().values_list("pk", flat=True))
            return Ranked(found, sorted(numbers, key=lambda pk: values[pk], reverse=sort.startswith("-")))
        order = orders.get(sort.lstrip("-"))
        if order is None:
            return found
        return found.order_by(_ordering(found, order, down=sort.startswith("-")), "pk")

    def shown(self, request: HttpRequest) -> "Shown":
        """One page, as listing.html draws it."""
        page = Paginator(self.chosen(request.GET), PAGE_SIZE).get_page(request.GET.get("page"))
        page.object_list = self._looked_up(self._numbered(page.object_list))
        return Shown(self, page, {name: request.GET[name] for name in request.GET})

    def _numbered(self, found: Any) -> Any:
        """The rows of a page. Where `each` is known, first their numbers alone: a database that sorts wide rows carries all
        of every row along, for the few that are shown."""
        if self.each is None or not isinstance(found, QuerySet):
            return found
        return Ranked(self.each, list(found.values_list("pk", flat=True)))[:]

    def exported(self, request: HttpRequest, *, name: str) -> HttpResponse:
        """What is seen, all pages of it, as a workbook with its row count in the last line."""
        rows = self._looked_up(self.chosen(request.GET))
        return workbook_of(workbook(str(self.title), self.columns, rows), name)

    def streamed(self, request: HttpRequest, *, name: str) -> StreamingHttpResponse:
        """What is seen, all pages of it, as CSV with its row count in the last line, sent while it is being read."""
        response = StreamingHttpResponse(self._csv(self.chosen(request.GET)), content_type="text/csv; charset=utf-8")
        return attached(response, f"{name}.csv")

    def _csv(self, found: QuerySet[Any] | Ranked) -> Iterator[str]:
        yield "\ufeff" + _csv_line(column.label for column in self.columns)  # by which Excel knows the encoding
        count = 0
        for rows in self.batches(found):
            count += len(rows)
            yield "".join(_csv_line(neutral(column.value(row)) for column in self.columns) for row in rows)
        yield "\r\n" + _csv_line([_("共 %(count)s 行") % {"count": count}])

    def batches(self, found: QuerySet[Any] | Ranked) -> Iterator[Sequence[Any]]:
        """All rows in their order, some at a time. Their numbers are asked for once and no question stays open meanwhile:
        whoever fetches slowly holds nobody up."""
        rows = self.each if self.each is not None else found.rows if isinstance(found, Ranked) else found
        numbers = found.numbers if isinstance(found, Ranked) else list(found.values_list("pk", flat=True))
        for at in range(0, len(numbers), BATCH):
            yield self._looked_up(Ranked(rows, numbers)[at : at + BATCH])

    def _looked_up(self, rows: Any) -> Any:
        if self.look_up is None:
            return rows
        found = list(rows)
        self.look_up(found)
        return found


def _ordering(rows: QuerySet[Any], order: str, *, down: bool) -> str | OrderBy:
    """Rows that lack what a list is sorted by come last, whatever the database thinks of them. Where none can lack it the
    field is named plainly, as an index has it."""
    if not _may_lack(rows, order):
        return f"-{order}" if down else order
    return OrderBy(F(order), descending=down, nulls_last=True)


def _may_lack(rows: QuerySet[Any], order: str) -> bool:
    model: Any = rows.model
    if order in rows.query.annotations:
        return True
    try:
        for name in order.split("__"):
            field = model._meta.pk if name == "pk" else model._meta.get_field(name)
            if field.null:
                return True
            model = field.related_model
    except FieldDoesNotExist:
        return True
    return False


def _asks(place: str | Callable[[str], Q], word: str) -> Q:
    return Q(**{f"{place}__icontains": word}) if isinstance(place, str) else place(word)


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=())
    for condition in conditions:
        found |= condition
    return found


@dataclass(frozen=True)
class Shown:
    """One page of a list, in the words of its template."""

    listing: Listing
    page: Page[Model]
    given: dict[str, str]
    sort: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sort", self.given.get("sort") or self.listing.order)

    @property
    def heads(self) -> list[dict[str, Any]]:
        """Label, address to sort by, and aria-sort of each column."""
        return [self._head(column) for column in self.listing.columns]

    def _head(self, column: Column) -> dict[str, Any]:
        by, down = self.sort.lstrip("-"), self.sort.startswith("-")
        here = by == column.name
        turned = f"-{column.name}" if here and not down else column.name
        return {
            "label": column.label,
            "css": column.css,
            "address": self._address(sort=turned, page="") if column.order or column.rank else "",
            "direction": ("descending" if down else "ascending") if here and (column.order or column.rank) else "",
        }

    @property
    def lines(self) -> list[list[dict[str, Any]]]:
        return [[_cell(column, row) for column in self.listing.columns] for row in self.page.object_list]

    @property
    def is_large(self) -> bool:
        """Whether a job makes the workbook."""
        return bool(self.listing.kind) and self.page.paginator.count > AT_ONCE

    @property
    def written(self) -> list[SafeString]:
        """The cells of each row. Written here and not by the template: a page has five hundred of them."""
        heads = [_head_of(column, labelled=self.listing.cards) for column in self.listing.columns]
        once = [at for at, column in enumerate(self.listing.columns) if column.once]
        found, above = [], None
        for line in self.lines:
            said = [_written(cell) for cell in line]
            for at in once:
                if above and line[at]["value"] == above[at]["value"]:
                    said[at] = ""
            found.append(mark_safe("".join(f"{head}{one}</td>" for head, one in zip(heads, said, strict=True))))
            above = line
        return found

    @property
    def filters(self) -> list[dict[str, Any]]:
        return [
            {
                "name": one.name, "label": one.label, "choices": one.choices, "default": one.default,
                "chosen": self.given.get(one.name) or one.default,
            }
            for one in self.listing.filters
        ]  # fmt: skip

    @property
    def words(self) -> str:
        return self.given.get("q", "")

    @property
    def narrowed(self) -> bool:
        """Whether search or a filter may hide rows."""
        return bool(self.words) or self.filtered

    @property
    def filtered(self) -> bool:
        return any(self.given.get(one.name, one.default) != one.default for one in self.listing.filters)

    def export(self) -> str:
        return self._address(export="xlsx", page="")

    def export_csv(self) -> str:
        return self._address(export="csv", page="")

    def asked(self) -> str:
        """Search, filters and order as an address says them."""
        return self._address(page="").removeprefix("?")

    def before(self) -> str:
        return self._address(page=str(self.page.previous_page_number())) if self.page.has_previous() else ""

    def after(self) -> str:
        return self._address(page=str(self.page.next_page_number())) if self.page.has_next() else ""

    def _address(self, **changes: str) -> str:
        kept = {**self.given, **changes}
        kept.pop("export", None) if "export" not in changes else None
        return "?" + "&".join(f"{quote(k)}={quote(v)}" for k, v in kept.items() if v)


def _cell(column: Column, row: Any) -> dict[str, Any]:
    return {"value": column.value(row), "address": column.link(row) if column.link else "", "css": column.css}


def _head_of(column: Column, *, labelled: bool) -> str:
    label = f' data-label="{escape(column.label)}"' if labelled and column.css != "wide" else ""
    return f'<td class="{column.css}"{label}>'


def _written(cell: dict[str, Any]) -> str:
    said = _said(cell["value"])
    return f'<a href="{escape(cell["address"])}">{said}</a>' if cell["address"] and said else said


def _said(value: Any) -> str:
    """A value as a template would write it, "" for none."""
    if value is None:
        return ""
    here = timezone.localtime(value) if isinstance(value, datetime) else value
    return conditional_escape(here if isinstance(here, str) else localize(here))


def workbook(title: str, columns: Sequence[Column], rows: Iterable[Any]) -> bytes:
    """Rows under their heads; what a spreadsheet could take for a formula is written as text."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet((title or _("列表"))[:31])
        head = book.add_format({"bold": True, "bottom": 1})
        sheet.write_row(0, 0, [str(column.label) for column in columns], head)
        count = 0
        for count, row in enumerate(rows, 1):
            for number, column in enumerate(columns):
                sheet.write(count, number, neutral(column.value(row)))
        sheet.write(count + 2, 0, _("共 %(count)s 行") % {"count": count})
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return made.getvalue()


def _csv_line(cells: Iterable[Any]) -> str:
    made = io.StringIO()
    csv.writer(made).writerow(list(cells))
    return made.getvalue()


def minute(moment: datetime | None) -> str:
    """A moment as lists show it, by the clock on the wall; "" for none."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def neutral(value: Any) -> Any:
    """A value that no spreadsheet runs, also after it was saved as CSV and opened again."""
    if value is None or isinstance(value, int | float):
        return value
    said = str(value)
    return f"'{said}" if said.startswith(FORMULA) else said
