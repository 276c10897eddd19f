"""Title, publisher and date: from the file's own metadata first, else from how the text begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from graph.values import first_day, squeeze
from loaders.document.reading.base import Line, Page
from loaders.document.reading.signs import ITEM, LABEL, body, byline, ended, headline

_HEAD, _TAIL = 10, 4
_TITLE_LINES = 2
_PUBLISHERS = ("来源", "信息来源", "文章来源", "稿源", "发布机构", "发布单位", "供稿")
_WRITERS = ("作者", "撰稿", "发布者")
_DATES = ("发布时间", "发布日期", "时间", "日期", "更新时间")
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:年|[-./])\s*(1[0-2]|0?[1-9])(?:\s*(?:月|[-./])\s*(3[01]|[12]\d|0?[1-9])\s*日?(?!\d)|\s*月|(?![-./\d]))"
)
_URL = re.compile(r"https?://[^\s\"'<>]{5,300}")
_URL_DATE = re.compile(r"(?<!\d)(20\d{2})[-_/]?(1[0-2]|0[1-9])[-_/]?(?:/)?(3[01]|[12]\d|0[1-9])?(?!\d)")
#: When an account published, as its page prints it: 原创 某某发布 2024年5月6日 18:06 某地.
_ACCOUNT = re.compile(r"^(?:原创\s*)?([\u4e00-\u9fff]{2,16})?\s*(?=20\d{2}\s*[年./-]).{6,14}\s\d{1,2}:\d{2}(?!\d)")
#: The number of an official paper: 某政办发〔2024〕3号.
_NUMBER = re.compile(r"〔\d{4}〕\s*\d+\s*号$")
_SAYS = re.compile(r"[与和]|签|成立|揭牌|携手|共建|走进|助力|推进|推动|召开|开展|举办|组织|建设")
_LONGEST_NAME = 20
_MARKS = " \t■●◆▲□—-－（）()【】[]|｜　"
_BODY_END = re.compile(
    r"(?:[部委局办厅院会社台网报校]|大学|学院|中心|政府|日报|晚报|协会|学会|集团|公司|街道|社区|研究所|团委|工会|党支部|编辑部|办公室|工作组|领导小组)$"
)
_ORGANISATION = re.compile(r"^[\u4e00-\u9fff“”·（）()]{4,30}$")
#: What programs write in place of a title.
_NO_TITLE = re.compile(
    r"^(?:microsoft word|untitled|无标题|文档\s*\d*|document\d*|powerpoint|word 文档|新建)", re.IGNORECASE
)
_SITE = re.compile(r"\s*[-_|–—]{1,2}\s*[^-_|–—]{2,30}$")


@dataclass(frozen=True)
class Metadata:
    title: str
    publisher: str | None
    published: str | None


def metadata(page: Page, article: Sequence[Line]) -> Metadata:
    """What the file says of itself; `article` are its paragraphs, each as one line."""
    ends = [line.text for line in (*page.lines[:_HEAD], *page.lines[_HEAD:][-_TAIL:])]
    labelled = dict(pair for line in page.lines if len(line.text) <= 200 for pair in _labels(line))
    return Metadata(
        _title(page, article),
        _publisher(page, labelled, ends),
        _first(
            _iso(page.published), _labelled_date(labelled), _url_date(page.lines), _signed_date(ends), _iso(page.made)
        ),
    )


def _first(*dates: str | None) -> str | None:
    return next(filter(None, dates), None)


# --- title -------------------------------------------------------------------------------------


def _title(page: Page, article: Sequence[Line]) -> str:
    told = page.title.strip()
    printed = {squeeze(line.text) for line in article[:_HEAD]}
    if told and not _NO_TITLE.match(told):
        bare = _SITE.sub("", told)
        if squeeze(told) in printed or page.made is None:
            return told if squeeze(told) in printed else bare
        if squeeze(bare) in printed:
            return bare
    return _headline(article)


def _headline(article: Sequence[Line]) -> str:
    """The headlines that the text begins with, without its masthead, its subtitle and who wrote it."""
    marked = next((line.text for line in article[:_HEAD] if line.kind == "heading"), "")
    if marked:
        return marked
    start = next((i for i, line in enumerate(article[:_HEAD]) if headline(line) and not _masthead(line.text)), None)
    if start is None:
        return ""
    heads = takewhile(
        lambda line: headline(line) and not ITEM.match(line.text) and not _masthead(line.text), article[start:]
    )
    return " ".join(line.text for line in list(heads)[:_TITLE_LINES])


def _masthead(text: str) -> bool:
    """Who issued it, when, or under which number: above a title, below it, or at the end of an official paper."""
    return bool(_DATE.search(text) or _NUMBER.search(text) or _alone(text))


def _alone(text: str) -> bool:
    """Whether a line is the name of an organisation and says nothing of it."""
    bare = text.strip(_MARKS)
    return (
        len(bare) <= _LONGEST_NAME
        and bool(_ORGANISATION.match(bare) and _BODY_END.search(bare))
        and not _SAYS.search(bare)
    )


# --- publisher ---------------------------------------------------------------------------------


def _labels(line: Line) -> Iterator[tuple[str, str]]:
    if not body(line.text):
        for label, value in LABEL.findall(line.text):
            if value:
                yield label, value


def _publisher(page: Page, labelled: dict[str, str], ends: Sequence[str]) -> str | None:
    named = [labelled[label] for label in _PUBLISHERS if label in labelled] + [page.publisher or ""]
    writers = [labelled[label] for label in _WRITERS if _BODY_END.search(labelled.get(label, ""))]
    accounts = [found[1] for text in ends if (found := _ACCOUNT.match(text)) and found[1]]
    signed = [*accounts, *(name for name in map(_signature, ends) if name)]
    return next((name for one in (*named, *writers, *signed) if (name := one.strip(_MARKS))), None)


def _signature(text: str) -> str | None:
    """A line that holds nothing but an organisation, and perhaps a day: 某某委员会 2023年10月27日."""
    bare = _DATE.sub("", text).strip(_MARKS)
    dated, marked = bare != text.strip(_MARKS), text[:1] in "■●◆▲□" or _alone(text)
    if ended(text) or byline(text) or not _ORGANISATION.match(bare) or not _BODY_END.search(bare):
        return None
    return bare if dated or marked else None


# --- date --------------------------------------------------------------------------------------


def _iso(text: str | None) -> str | None:
    """The first date in a text, in the precision in which it is given."""
    for found in _DATE.finditer(text or ""):
        parts = [found[1], *(f"{int(part):02}" for part in found.groups()[1:] if part)]
        try:
            first_day("-".join(parts))
        except ValueError:
            continue
        return "-".join(parts)
    return None


def _labelled_date(labelled: dict[str, str]) -> str | None:
    return next((date for label in _DATES if (date := _iso(labelled.get(label)))), None)


def _url_date(lines: Sequence[Line]) -> str | None:
    urls = (url for line in (*lines[:_HEAD], *lines[_HEAD:][-_TAIL:]) for url in _URL.findall(line.text))
    return next((date for url in urls if (date := url_date(url))), None)


def url_date(url: str) -> str | None:
    """The day in an address, as most news sites have it: /2023-10/27/ or /t20231027_1.html."""
    for found in _URL_DATE.finditer(url):
        date = _iso("-".join(filter(None, found.groups())))
        if date:
            return date
    return None


def _signed_date(ends: Sequence[str]) -> str | None:
    """The date of a line that is a date, perhaps with an organisation: running text has dates of other things."""
    for text in ends:
        if len(text) <= 60 and not ended(text) and not body(text):
            rest = _DATE.sub("", text).strip(_MARKS)
            if (
                not rest
                or _ACCOUNT.match(text)
                or _signature(text)
                or LABEL.search(text)
                or not re.search(r"[\u4e00-\u9fff]", rest)
            ):
                date = _iso(text)
                if date:
                    return date
    return None
