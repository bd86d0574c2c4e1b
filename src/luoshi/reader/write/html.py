"""A reading as a page: the report on the left with its findings marked, the findings on the right, joined both ways.

`to_fragment` holds classes only, no style and no script, for pages under a strict content security policy that
serve reading.css and reading.js themselves; `to_page` is one file with both inside and nothing from elsewhere.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from itertools import groupby

from luoshi import __version__
from luoshi.reader.own import GENERATOR
from luoshi.reader.reading import Reading
from luoshi.reader.write.entries import Item, Tab, tabs
from luoshi.reader.write.ledger import counts
from luoshi.reader.write.marked import marked_text, text_of
from luoshi.reader.write.wording import headline, one_line, remark_line, word, words

# On a narrow screen the two panes stand under each other.
JUMP = (
    '<nav class="jump" aria-label="原文和识别结果">'
    '<a href="#reading-report">原文</a><a href="#reading-findings">识别结果</a></nav>\n'
)


def stylesheet() -> str:
    return files("luoshi.reader.write").joinpath("reading.css").read_text("utf-8")


def script() -> str:
    return files("luoshi.reader.write").joinpath("reading.js").read_text("utf-8")


def to_page(reading: Reading) -> str:
    """One self-contained file; its own policy lets the browser load and run nothing but what is in it."""
    style, code = stylesheet(), script()
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(code)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="generator" content="{GENERATOR} {__version__}">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text_of(headline(reading))} · 文稿识别</title>\n<style>{style}</style>\n</head>\n"
        f'<body class="reading-page">\n<main>\n{to_fragment(reading, level=1)}</main>\n<script>{code}</script>\n</body>\n</html>\n'
    )


def _digest(code: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}"


def to_fragment(reading: Reading, *, level: int = 2) -> str:
    """The reading without page around it; `level` is that of its title among the page's headings."""
    panels = tabs(reading)
    return (
        f'<div class="reading">\n{_head(reading, level, tabs=len(panels))}'
        f'<div class="panes">\n<section class="report" id="reading-report" aria-label="报告原文" tabindex="0">\n'
        f"{''.join(marked_text(reading))}</section>\n"
        f'<section class="findings" id="reading-findings" aria-label="识别结果">\n{_tab_list(panels)}'
        f"{''.join(map(_panel, panels))}</section>\n</div>\n{JUMP}</div>\n"
    )


def _head(reading: Reading, level: int, *, tabs: int) -> str:
    source = reading.source
    title = text_of(headline(reading))
    facts = [one_line(source.name), word("media", source.medium), source.encoding or "", f"{len(reading.text)} 字"]
    remarks = "".join(f"<li>{text_of(remark_line(reading, remark))}</li>" for remark in reading.remarks[:3])
    return (
        f'<header class="head">\n<h{level} class="title">{title}</h{level}>\n'
        f'<p class="source">{text_of("，".join(fact for fact in facts if fact))}</p>\n'
        '<p class="keys"><kbd>j</kbd> <kbd>k</kbd> 上下，<kbd>Enter</kbd> 看原文，'
        f"<kbd>1</kbd>–<kbd>{tabs}</kbd> 换栏</p>\n"
        + _legend(reading)
        + (f'<ul class="remarks" aria-label="提醒">{remarks}</ul>\n' if remarks else "")
        + "</header>\n"
    )


def _legend(reading: Reading) -> str:
    """Kinds with their counts (a press goes to the next one), then the marks inside sentences."""
    found = counts(reading)
    kinds = "".join(
        f'<li><button type="button" class="kind {code}" data-kind="{code}" title="看下一处">'
        f"{label} <b>{found.get(code, 0)}</b></button></li>"
        for code, label in words("kinds").items()
    )
    marks = "".join(
        f'<li><span class="{style}">{label}</span> {found[name]}</li>'
        for style, label, name in (
            ("action", "举措", "actions"),
            ("spot figure target", "数据", "figures"),
            ("spot deadline", "时限", "deadlines"),
            ("spot recurrence", "周期", "recurrences"),
            ("spot body lead", "单位", "bodies"),
        )
    )
    return f'<ul class="legend" aria-label="图例和数量">{kinds}{marks}</ul>\n'


def _tab_list(panels: Sequence[Tab]) -> str:
    made = "".join(_tab(tab, chosen=tab is panels[0]) for tab in panels)
    return f'<div class="tabs" role="tablist" aria-label="识别结果">{made}</div>\n'


def _tab(tab: Tab, *, chosen: bool) -> str:
    return (
        f'<button type="button" role="tab" class="tab" id="reading-tab-{tab.id}" '
        f'aria-controls="reading-panel-{tab.id}" aria-selected="{str(chosen).lower()}">'
        f"{tab.label} <b>{tab.size}</b></button>"
    )


def _panel(tab: Tab) -> str:
    nothing = "" if tab.extra else '<p class="none">没有识别出这一类内容。</p>\n'
    entries = "".join(_outlined(tab.items)) or nothing
    return (
        f'<div role="tabpanel" class="panel" id="reading-panel-{tab.id}" aria-labelledby="reading-tab-{tab.id}" '
        f'data-label="{tab.label}">\n{tab.extra}{entries}</div>\n'
    )


def _outlined(items: Iterable[Item]) -> Iterator[str]:
    """Entries in reading order; each heading is said once, above what stands under it."""
    above: tuple[str, ...] = ()
    for path, group in groupby(items, key=lambda item: item.path):
        for depth, heading in enumerate(path):
            if path[: depth + 1] != above[: depth + 1]:
                yield f'<p class="part depth-{min(depth, 3)}">{text_of(one_line(heading))}</p>\n'
        above = path
        yield f'<ol class="items">{"".join(map(_item, group))}</ol>\n'


def _go(end: tuple[str, str]) -> str:
    """A press leads to the other end of a link."""
    name, words = end
    return f'<button type="button" class="go" data-go="{name}">{text_of(words)}</button>'


def _item(item: Item) -> str:
    chips = "".join(f'<span class="bit {style}">{text_of(label)}</span>' for style, label in item.chips if label)
    doubt = '<span class="bit doubt">请核对</span>' if item.doubtful else ""
    more = "".join(f"<dt>{label}</dt><dd>{text_of(said)}</dd>" for label, said in item.more if said)
    more = "".join(f"<dt>{label}</dt><dd>{''.join(map(_go, said))}</dd>" for label, said in item.goes if said) + more
    return (
        f'<li class="entry" data-f="{item.id}"><button type="button" class="item">'
        f'<span class="words">{text_of(one_line(item.words))}</span>'
        f'<span class="bits">{chips}{doubt}</span></button><dl class="more">{more}</dl></li>\n'
    )
