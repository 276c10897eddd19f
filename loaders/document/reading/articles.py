"""Which lines are the article, and why the others are not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from graph.errors import Text
from loaders.document.base import LeftOut
from loaders.document.reading.base import Line
from loaders.document.reading.signs import (
    DATED,
    FOOT,
    LABELLED,
    OTHERS,
    body,
    byline,
    ended,
    headline,
    marked_caption,
    opens_report,
    tool,
)

NAVIGATION = Text("导航或按钮", "navigation or buttons")
LABELS = Text("稿件信息（来源、作者、时间），已作为元数据", "source, author and time, taken as metadata")
FOOTER = Text("页脚", "page footer")
TEASERS = Text("相关新闻的标题", "headlines of related news")
_SHORT_LINE = 120
_HEADLINES = 4
_FEWEST_TEASERS = 2
#: An article that is not the first must be about universities this many times as much to be taken for the page's.
_CLEARLY = 3
_TOPIC = re.compile(r"大学|学院|高校|院校|校[地城市企]合作|[校市城]校|校地|校企|产学研|师生")
_MOST_TITLE = 30


def other_article(title: str) -> Text:
    """Why the lines of another article are left out."""
    name = title if len(title) <= _MOST_TITLE else title[:_MOST_TITLE] + "…"
    return Text(f"同页的另一篇：{name}", f"another article on the page: {name}")


def select(lines: Sequence[Line]) -> list[Line]:
    """The lines, each that is no part of the article with the reason in `why`."""
    marked = _teasers(_boilerplate(list(lines)))
    return _main_article(marked)


def left_out(lines: Sequence[Line]) -> tuple[LeftOut, ...]:
    """Runs of lines that were left out for one reason."""
    runs = (list(run) for _, run in groupby(lines, key=lambda line: line.why))
    return tuple(LeftOut(run[0].number, run[-1].number, run[0].why) for run in runs if run[0].why is not None)


def _boilerplate(lines: list[Line]) -> list[Line]:
    return [replace(line, why=line.why or _reason(line)) for line in lines]


def _reason(line: Line) -> Text | None:
    text = line.text
    if line.kind == "row" or len(text) > _SHORT_LINE:
        return None
    if tool(text):
        return NAVIGATION
    if LABELLED.match(text) and not ended(text):
        return LABELS
    return FOOTER if FOOT.search(text) and not body(text) else None


def _teasers(lines: list[Line]) -> list[Line]:
    """From a heading such as 相关新闻 on, and lists of headlines with their days."""
    result = list(lines)
    marker = next(
        (
            i
            for i, line in enumerate(lines)
            if line.why is None and OTHERS.match(line.text) and _mostly_before(lines, i)
        ),
        None,
    )
    if marker is not None:
        result[marker:] = [replace(line, why=line.why or TEASERS) for line in result[marker:]]
    start = 0
    for dated, run in groupby(
        result, key=lambda line: line.kind != "row" and bool(DATED.match(line.text)) and not body(line.text)
    ):
        size = len(list(run))
        if dated and size >= _FEWEST_TEASERS:
            result[start : start + size] = [
                replace(line, why=line.why or TEASERS) for line in result[start : start + size]
            ]
        start += size
    return result


def _mostly_before(lines: Sequence[Line], index: int) -> bool:
    """Whether there is running text before a line: a column named like that may also head the page."""
    return any(body(line.text) for line in lines[:index] if line.why is None)


def _main_article(lines: list[Line]) -> list[Line]:
    kept = [i for i, line in enumerate(lines) if line.why is None]
    starts = article_starts([lines[i] for i in kept])
    if len(starts) < 2:
        return lines
    bounds = list(zip(starts, [*starts[1:], len(kept)], strict=True))
    main = _most_relevant([[lines[i] for i in kept[first:after]] for first, after in bounds])
    result = list(lines)
    for number, (first, after) in enumerate(bounds):
        why = other_article(lines[kept[first]].text)
        if number != main:
            for i in kept[first:after]:
                result[i] = replace(result[i], why=why)
    return result


def _most_relevant(articles: Sequence[Sequence[Line]]) -> int:
    """The first, unless another is clearly more about universities."""
    scores = [sum(len(_TOPIC.findall(line.text)) for line in article) for article in articles]
    best = max(range(len(scores)), key=lambda i: (scores[i], -i))
    return best if scores[best] > _CLEARLY * scores[0] else 0


def article_starts(lines: Sequence[Line]) -> list[int]:
    """Where articles begin: at headlines with a byline under them, after running text that has ended."""
    starts = [0]
    for index, line in enumerate(lines):
        start = _headlines_above(lines, index) if opens_report(line.text) else None
        if (
            start is not None
            and start > starts[-1]
            and any(body(one.text) and ended(one.text) for one in lines[starts[-1] : start])
        ):
            starts.append(start)
    return starts


def _headlines_above(lines: Sequence[Line], index: int) -> int | None:
    """The first of the headlines that stand right above a line; None when there are none."""
    first = index
    while (
        first > 0
        and index - first < _HEADLINES
        and headline(lines[first - 1])
        and not byline(lines[first - 1].text)
        and not marked_caption(lines[first - 1])
    ):
        first -= 1
    return first if first < index else None
