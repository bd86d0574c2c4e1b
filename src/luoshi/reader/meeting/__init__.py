"""Which meeting or paper a report is: its name, day, place, people and agenda."""

import re
from datetime import date
from itertools import pairwise

from luoshi.reader import run_together
from luoshi.reader.draft import Draft
from luoshi.reader.figures.scene import five_year_end
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.meeting import agenda, dates, places, titles
from luoshi.reader.people import Person, people
from luoshi.reader.reading import Meeting

_ISSUER = re.compile(rf"(?:{any_of(load('papers')['issuers'])})$")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SPAN = re.compile(r"(?:19|20)\d\d年?[-—－–~～至](?:20\d\d)年?")
_TERM = re.compile(r"(?P<year>20\d\d)(?:年?[-—－–~～至]20\d\d)?学年度?第?(?P<term>[一二])学期")
_PLANNED = re.compile(
    r"(?:部署|安排|谋划|研究|做好|开展)[^，。；\n]{0,6}?(?P<year>20\d\d)(?:年|[-—－–~～至]{1,2}20\d\d学年)"
    r"|是(?P<called>20\d\d)年[^，。；\n]{0,10}(?:动员|部署|推进|誓师)会"
)
_SUMMED_UP = re.compile(r"(?:总结|回顾)(?:了|回顾|总结)?[^，。；\n暨]{0,4}?(?P<year>20\d\d)年")
_REVIEWED = re.compile(  # a whole year looked back on; what comes of it is for the next
    r"(?:总结|回顾)(?:了|回顾|总结)*[^，。；\n暨]{0,4}?(?P<year>20\d\d)年(?:度(?!第)|(?![上下]半年|[-—－–~～至第春秋]|以来))"
)
_ONLY_YEAR = re.compile(r"(?<![\d到至自从])(?<!截止)(?P<year>(?:19|20)\d\d)年(?!以来|以前|之前|前|底前|底|末|起)")
_YEAR_WORD = re.compile(r"(?P<year>(?:19|20)(?<!\d..)\d\d)(?:年|[-—－–~～至./〕\]]|学年)")
_DEPLOYED = re.compile(r"[对就](?P<year>20\d\d)年[^，。；\n]{0,14}(?:部署|安排)")
_PLAN_HEADING = re.compile(
    r"(?P<year>20\d\d)年[^，。；\n]{0,14}(?:打算|计划|思路|安排|重点|要点|任务|举措)[^。\n]{0,8}(?=\n|$)"
)
_NUMBER_OF_PAPER = re.compile(r"^[^\n，。；《》]{0,40}[〔\[（(](?P<year>20\d\d)[〕\]）)]\d+号 *[）)]?$", re.MULTILINE)
_OF_PERIOD = re.compile(
    r"今年是[^。；\n]{0,12}?“?(?P<plan>十[一二三四五六七八九]?五)”?[^。；\n]{0,24}?(?P<place>开局|收官)"
)
_ABOUT_TO = re.compile(r"关于|印发|(?:19|20)\d\d|(?<=[局厅])(?=教育|工作|年)")
_OWN_PLACE = re.compile(r"[㐀-鿿]{2,4}?[省市县区旗州盟](?=\d|全|第|“|教育|教体|中小学|学校)")
_SEVERAL = re.compile(r"等[㐀-鿿\d]{1,3}(?:个?部门|单位)$")
_DATE_PART = re.compile(r"^.*?(?:[日号](?:至\d+日)?(?:[上下中]午|晚上?|全天)?[，,]?|近日，|日前，)")
_PRINTED_BY = re.compile(  # the last line of a paper: 某县人民政府办公室 2031年3月6日印发
    r"(?<![㐀-鿿])(?P<body>[㐀-鿿]{3,30}(?:办公室|[局厅委办]))[ 　]*(?P<day>20\d\d年\d{1,2}月\d{1,2}日)[ 　]*印发"
)
_ISSUED = re.compile(
    r"(?:发文|成文|印发)日期[：: ]*(?P<day>20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)"
)  # as a site's table says
_LEAD = 200  # characters behind the day in which the lead says what was planned
_SCRAP = 10  # characters; a first line as short as that is what was left of the page
_HEADLINE = 60  # characters
_HEAD = 3000  # characters in which a report says what it is


def meeting(draft: Draft) -> Draft:
    """The step: fills `meeting`. It runs before sentences are told apart, for the plan year dates them."""
    return draft.having(meeting=read_meeting(draft.text, tuple(noise.raw for noise in draft.noise)))


def read_meeting(text: str, raws: tuple[str, ...] = ()) -> Meeting:
    """The meeting or paper that `text` is; `raws` is what the page held around it."""
    lines = list(run_together.lines(text, (match.span() for match in _LINE.finditer(text, 0, 40_000))))
    if not lines:
        return Meeting()
    printed = dates.published(raws)
    held = titles.meetings_held(text, lines)
    named = titles.title_of(text, lines, [raw.strip() for raw in raws], held)
    persons = people(text)
    head = min(_HEAD, len(text))

    organiser, why_organiser = _organiser(text, lines, named, held)
    day, why_day = _day(text, lines, named, held, raws)
    place, why_place = _place(text, lines, named, held, organiser)
    around = "\n".join(raws)
    level, why_level = _level(text, around, named, held, organiser, place)
    if place is None:
        place, why_place = _place_in_text(text, around, lines, level)
        if place:
            level, why_level = _level(text, around, named, held, organiser, place)
    year, why_year = _year(text, named, day, printed)
    chair, why_chair = _host(text, lines, named, persons, head)
    came = agenda.attendance(text, head)
    reasons = {
        "title": named.reason,
        "date": why_day,
        "place": why_place,
        "level": why_level,
        "year": why_year,
        "organiser": why_organiser,
        "host": why_chair,
        "attendance": "attendance-none" if came is None else "attendance-counted",
    }
    return Meeting(
        title=named.title,
        date=day.isoformat() if day else None,
        place=place,
        level=level,
        year=year,
        organiser=organiser,
        host=chair,
        attendance=came,
        agenda=agenda.acts(text, persons),
        reasons=tuple(reasons.items()),
    )


def _day(
    text: str,
    lines: list[tuple[int, int]],
    named: titles.Named,
    held: list[titles.Held],
    raws: tuple[str, ...],
) -> tuple[date | None, str]:
    printed = dates.published(raws)
    printed_by = _printed_by(text) if named.title is None else None
    if printed_by:
        return dates.alone(printed_by["day"], []), "date-imprint"
    if named.kind == "government":
        day = next(iter(dates.days(text, 0, min(800, len(text)))), None)
        return dates.settle(day, _latest_year(named.title), printed) if day else (None, "date-none")
    if named.kind == "news":
        return _day_of_news(text, named, held, printed)
    for start, end in lines if named.kind == "paper" else lines[:8]:
        alone = dates.alone(text[start:end], printed) if end - start <= 24 else None
        if alone:
            return alone, "date-line"
    printed_by = _printed_by(text) if named.kind == "paper" else None
    imprint = dates.alone(printed_by["day"], []) if printed_by else None
    if imprint:
        return imprint, "date-imprint"
    issued = (dates.alone(match["day"], []) for raw in raws for match in _ISSUED.finditer(raw))
    of_issue = next(filter(None, issued), None)
    return (of_issue, "date-of-issue") if of_issue else (None, "date-none")


def _day_of_news(
    text: str, named: titles.Named, held: list[titles.Held], printed: list[date]
) -> tuple[date | None, str]:
    day = next((before for meeting_held in held if (before := _day_of(text, meeting_held))), None)
    day = day or next(iter(dates.days(text, 0, min(200, len(text)))), None)
    if day is None:
        opening = text[: agenda.sentence_around(text, held[-1].verb)[1]] if held else ""
        return dates.by_day_alone(opening, printed)
    lead = text[day.start : day.end + _LEAD]
    planned, summed = _PLANNED.search(lead), _SUMMED_UP.search(lead)
    return dates.settle(
        day,
        _latest_year(named.title),
        printed,
        planned=_planned_year(planned) if planned else None,
        summed_up=int(summed["year"]) if summed else None,
    )


def _day_of(text: str, held: titles.Held) -> dates.Day | None:
    """The day written before the verb that says that a meeting was held, in the same sentence."""
    start, _ = agenda.sentence_around(text, held.verb)
    before = dates.days(text, start, held.start)
    return before[-1] if before else None


def _organiser(
    text: str, lines: list[tuple[int, int]], named: titles.Named, held: list[titles.Held]
) -> tuple[str | None, str]:
    if named.kind == "paper":
        return _issuer(text, lines, named.title or "")
    if named.title is None:
        return _imprint(text)
    if named.kind in ("news", "script", "speech"):
        for meeting_held in held:
            body = _holder(text, meeting_held.verb)
            if body:
                return body, "organiser-held-it"
    return None, "organiser-none"


def _printed_by(text: str) -> re.Match[str] | None:
    return _PRINTED_BY.search(text) if "印发" in text else None


def _imprint(text: str) -> tuple[str | None, str]:
    match = _printed_by(text)
    return (match["body"], "organiser-in-imprint") if match else (None, "organiser-none")


def _holder(text: str, verb: int) -> str | None:
    """The body in front of 召开; a place alone (某县召开) is none."""
    start = max(text.rfind(stop, 0, verb) for stop in "，。；！？：\n“") + 1
    words = re.split(r"(?<=[局委府厅校园室心])(?:在|于|今天|联合)", text[start:verb])[0]
    words = re.sub(r"^(?:由|经|今天|今日|近日|日前|昨日|\d+月\d+日)+", "", words).strip(" 　")
    words = re.sub(r"(?:隆重|组织|主持|联合|专题|胜利|顺利|今天|如期|圆满)+$", "", words)
    if len(words) > 40 or not _ISSUER.search(words) or words.startswith(("我", "本", "在", "《", "关于")):
        return None
    return words


def _issuer(text: str, lines: list[tuple[int, int]], title: str) -> tuple[str | None, str]:
    """Who issued a paper: in front of 关于 or the year of its title, else over the date at its end."""
    match = _ABOUT_TO.search(title)
    front = title[: match.start()].strip(" 　") if match else ""
    signed = _signed(text, lines)
    if signed and (not front or signed.replace("人民", "") == front):
        return signed, "organiser-signed"  # the formal name, where the title has the short one
    if (_ISSUER.search(front) or _SEVERAL.search(front)) and not re.search(r"[（(]", front):
        return front, "organiser-in-title"
    if signed:
        return signed, "organiser-signed"
    first = text[lines[0][0] : lines[0][1]]
    match = re.match(r"(?P<body>[^，。《》\n]{2,30}?)关于", first)
    if match and _ISSUER.search(match["body"]):
        return match["body"], "organiser-in-first-line"
    return None, "organiser-none"


def _signed(text: str, lines: list[tuple[int, int]]) -> str | None:
    """The body on the line over the date."""
    for (start, end), (next_start, next_end) in pairwise(lines):
        over_date = end - start <= 40 and next_end - next_start <= 24 and dates.alone(text[next_start:next_end], [])
        if over_date and _ISSUER.search(signed := text[start:end].strip(" 　")):
            return signed
    return None


def _place(
    text: str, lines: list[tuple[int, int]], named: titles.Named, held: list[titles.Held], organiser: str | None
) -> tuple[str | None, str]:
    """Where: from the one who held it, the words before 召开, the title, the headline, the session."""
    tried = [("place-of-organiser", organiser or "")]
    for meeting_held in held:
        start = max(text.rfind(stop, 0, meeting_held.verb) for stop in "，。；！？：\n") + 1
        tried.append(("place-held", text[start : meeting_held.start + 1]))
        tried.append(("place-held", _DATE_PART.sub("", text[start : meeting_held.start])))
        own = _OWN_PLACE.match(text, meeting_held.start)
        tried.append(("place-held", own[0] if own else ""))
    tried.append(("place-in-title", named.title or ""))
    if named.kind == "government":
        tried.append(("place-of-session", titles.government_session(text) or ""))
    first = text[lines[0][0] : lines[0][1]]
    tried.append(("place-in-headline", re.split(r"—{1,2}|[ 　]", first)[-1] if named.kind == "news" else first))
    if named.kind == "news" and len(first) <= _SCRAP and len(lines) > 1:
        tried.append(("place-in-headline", text[lines[1][0] : lines[1][1]]))
    for reason, words in tried:
        place = places.leading_place(words) or (places.place_after_year(words) if words else None)
        if place:
            return place, reason
    return None, "place-none"


def _place_in_text(text: str, around: str, lines: list[tuple[int, int]], level: str | None) -> tuple[str | None, str]:
    """The place where the opening names none: the one named most, the one before an office, a short name."""
    if level not in ("city", "county", None):
        return None, "place-none"
    unit = places.unit_of(text)
    first = text[lines[0][0] : lines[0][1]]
    headline = "" if "。" in first or len(first) > _HEADLINE else first
    tried = (
        ("place-in-text", places.place_in_text(text, level) if level else None),
        ("place-of-office", places.place_of_office(text, unit)),
        ("place-on-page", places.place_on_page(text, around, unit)),
        ("place-by-short-name", places.place_by_short_name(text, headline, around, unit)),
        ("place-by-conditions", places.place_by_conditions(text, unit)),
    )
    return next(((place, reason) for reason, place in tried if place), (None, "place-none"))


def _level(
    text: str,
    around: str,
    named: titles.Named,
    held: list[titles.Held],
    organiser: str | None,
    place: str | None,
) -> tuple[str | None, str]:
    if organiser and places.is_school(organiser):
        return "school", "level-of-organiser"
    if place:
        return places.level_of(place, f"{text}\n{around}")
    lead = text[held[0].verb - 60 if held and held[0].verb > 60 else 0 :][:160]
    return places.level_by_words(f"{organiser or ''}，{named.title or ''}", lead, text), "level-by-words"


def _latest_year(name: str | None) -> int | None:
    term = _TERM.search(name or "")
    if term:  # the second term of a school year falls into the next year
        return int(term["year"]) + (term["term"] == "二")
    years = [int(year) for year in _YEAR.findall(_SPAN.sub("", name or ""))]
    return max(years, default=None)


def _year(text: str, named: titles.Named, day: date | None, printed: list[date]) -> tuple[int | None, str]:
    """The plan year: of the title, of a heading that plans, of what is 部署, of the day, of the paper's number."""
    titled = _latest_year(named.title)
    planned = [int(match["year"]) for match in _PLAN_HEADING.finditer(text)] if named.kind == "paper" else []
    if titled:
        ahead = [year for year in planned if year == titled + 1]
        if ahead and "总结" in (named.title or ""):
            return ahead[0], "year-of-plan-heading"
        return titled, "year-in-title"
    end = min(len(text), _HEAD)
    match = (_PLANNED.search(text, 0, end) or _DEPLOYED.search(text, 0, end)) if named.kind != "paper" else None
    if match:
        return _planned_year(match), "year-planned"
    if day:
        return day.year, "year-of-date"
    number = _NUMBER_OF_PAPER.search(text, 0, 400)  # on a line of its own; another paper's is cited in a sentence
    if number:
        return int(number["year"]), "year-of-number"
    return (None, "year-none") if named.kind == "paper" else _year_by_the_way(text, named, printed)


def _planned_year(match: re.Match[str]) -> int:
    return int(match.groupdict().get("called") or match["year"])


def _year_by_the_way(text: str, named: titles.Named, printed: list[date]) -> tuple[int | None, str]:
    """The plan year where nothing says it outright: after the year reviewed, the only one named, the page's."""
    head = _without_collection(text[:_HEAD])
    reviewed = _REVIEWED.search(head)
    if reviewed:
        return int(reviewed["year"]) + 1, "year-after-review"
    years = {match["year"] for match in _YEAR_WORD.finditer(head)}
    if len(years) == 1 and _ONLY_YEAR.search(head):  # a year up to which or since when is no plan year
        return int(years.pop()), "year-only-one-named"
    period = _OF_PERIOD.search(head)
    if period:
        return _year_of(period), "year-of-plan-period"
    pages = {day.year for day in printed if day.month < dates.LATE}
    if named.kind == "news" and named.title and not years and len(pages) == 1 == len({d.year for d in printed}):
        return pages.pop(), "year-of-publication"
    return None, "year-none"


def _year_of(period: re.Match[str]) -> int:
    """今年是“十四五”开局之年: 2021; its 收官之年: 2025."""
    end = five_year_end(period["plan"])
    return end - 4 if period["place"] == "开局" else end


def _without_collection(head: str) -> str:
    """The first line of a collection of samples names the year in which it was put together, not theirs."""
    first, _, rest = head.partition("\n")
    return head if titles.without_copies(first) == first else rest


def _host(
    text: str, lines: list[tuple[int, int]], named: titles.Named, persons: tuple[Person, ...], head: int
) -> tuple[str | None, str]:
    found, why = agenda.host(text, persons, head)
    if found is None and named.kind == "script":
        name = agenda.author(text, lines)
        return name, "host-of-script" if name else why
    return found, why
