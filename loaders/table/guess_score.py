"""How well a heading and its cells fit a field: between 0 and 1, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz

from graph.errors import Text
from graph.spelling import spellings
from graph.values import read_figure
from loaders.document.reading.base import Fault
from loaders.table.base import CellValue, Field, TableKind
from loaders.table.guess_words import WORDS
from loaders.table.kinds import KINDS
from loaders.table.mapping import NULLS, heading_key
from loaders.table.template import MARKS
from loaders.table.values import clean, read_value

#: What a heading says beside its name: （必填）, ：, *, the number of one of several columns.
_ASIDE = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]|[*＊:：]|[\d一二三四五]+$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[。！？!?]")
_LONGEST_NAME = 40
#: Types whose cells tell whether they are of it.
TYPED = frozenset(("date", "int", "number", "bool", "choice", "type", "rules", "figure", "name", "names"))
#: Marks that part several in a cell, beside those of a template.
_OTHER_MARKS = ("，", ",")
_EXACT, _KNOWN, _ASIDES, _PINYIN, _FUZZY = 1.0, 0.95, 0.92, 0.85, 0.85
_FEW = 3
_NO_KEY = Text("不像编号", "not like a key")
_RUNNING = Text("只是行的顺序号", "it only counts the rows")


class Fit(NamedTuple):
    """How well something fits, and why."""

    score: float
    why: Text


@dataclass(frozen=True)
class Cells:
    """What stands below a heading in the rows that were looked at: each value with how often."""

    values: Mapping[str, int]
    #: The values in order, for samples and to see whether they count the rows.
    printed: tuple[str, ...]

    @staticmethod
    def of(values: Iterator[CellValue]) -> Cells:
        texts = [text for value in values for text in _texts(value) if text and text not in NULLS]
        counts: dict[str, int] = {}
        for text in texts:
            counts[text] = counts.get(text, 0) + 1
        return Cells(counts, tuple(texts))

    @property
    def samples(self) -> tuple[str, ...]:
        return tuple(self.values)[:_FEW]

    @property
    def running(self) -> bool:
        """Whether they count the rows: 1, 2, 3."""
        numbers = [int(text) for text in self.printed if text.isascii() and text.isdigit()]
        return len(numbers) == len(self.printed) >= _FEW and numbers == list(
            range(numbers[0], numbers[0] + len(numbers))
        )

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks that part several names in some cell."""
        return tuple(mark for mark in (*MARKS, *_OTHER_MARKS) if any(_parts(text, mark) for text in self.values))

    def items(self, marks: tuple[str, ...]) -> list[str]:
        """The values, parted at some marks."""
        found = list(self.values)
        for mark in marks:
            found = [part.strip() for text in found for part in text.split(mark)]
        return list(dict.fromkeys(text for text in found if text))


def _texts(value: CellValue) -> list[str]:
    return [clean(one) for one in value] if isinstance(value, list) else [clean(value)]


def _parts(text: str, mark: str) -> bool:
    """Whether a mark stands between texts that may be names."""
    parts = [part.strip() for part in text.split(mark)]
    return len(parts) > 1 and all(parts) and all(_like_name(part) for part in parts)


def heading_fit(heading: str, field: Field, kind: TableKind) -> Fit:
    """How well a heading names a field of a kind."""
    key, plain = _forms(heading)
    own, others = _names(kind.name)[field.name]
    if key in own or _key(heading) in own:
        return Fit(_EXACT, Text("列名一样", "the same heading"))
    for form, score, why in (
        (key, _KNOWN, Text(f"也叫 {field.zh}", f"another word for {field.en}")),
        (plain, _ASIDES, Text(f"去掉旁注就是 {field.zh}", f"{field.en} but for what stands beside it")),
    ):
        if form in own or form in others:
            return Fit(score, why)
    if not _HAN.search(plain) and any(_spelled(name) == plain for name in (*own, *others)):
        return Fit(_PINYIN, Text(f"{field.zh} 的拼音", f"the pinyin of {field.zh}"))
    if field.type == "key":
        return Fit(0.0, _NO_KEY)
    best = max((*own, *others), key=lambda name: _alike(plain, name))
    return Fit(_alike(plain, best), Text(f"像 {best}", f"like {best}"))


def is_known(heading: str, kind: TableKind) -> bool:
    """Whether some field of a kind is called so."""
    return any(form in own or form in others for form in _forms(heading) for own, others in _names(kind.name).values())


def _forms(heading: str) -> tuple[str, str]:
    """The last part of a heading that spans rows, as it compares, with and without what stands beside it."""
    key = _key(heading.rpartition("/")[2]) or _key(heading)
    return key, _ASIDE.sub("", key) or key


def _key(heading: str) -> str:
    """A heading as it compares here: 签约时间 is 签约日期, start_date is start date."""
    return heading_key(heading).replace("时间", "日期").replace("_", "").replace("-", "")


@cache
def _names(name: str) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """What each field is called, and what else; the type of a 高校 stands under 高校类型."""
    kind, found = KINDS[name], {}
    for field in kind.fields:
        base = kind.field(field.name.rpartition("_")[0])
        tail = field.zh.removeprefix(base.zh) if base else ""
        more = [f"{other}{tail}" for other in base.known_as] if base and tail != field.zh else []
        own = tuple(dict.fromkeys(map(_key, (field.zh, field.en, field.name))))
        found[field.name] = own, tuple(map(_key, (*field.known_as, *more, *WORDS[name].get(field.name, ()))))
    return found


@cache
def _spelled(name: str) -> str:
    return next(spellings(name))[0] if _HAN.search(name) else ""


def _alike(text: str, name: str) -> float:
    """How alike two headings are: one within the other, by its share; else by what has to be changed."""
    short, long = sorted((text, name), key=len)
    if len(short) > 1 and short in long:
        return 0.55 + 0.35 * len(short) / len(long)
    return _FUZZY * fuzz.ratio(text, name) / 100


def cell_fit(field: Field, cells: Cells) -> float | None:
    """The share of cells that can be of a field; None where cells tell nothing."""
    if not cells.values:
        return None
    if field.type == "key":
        return 0.0 if cells.running else None
    if field.type not in TYPED:
        return None
    items = cells.items(cells.marks if field.many else ())
    return sum(reads(field, text) for text in items) / len(items)


def reads(field: Field, text: str) -> bool:
    """Whether a cell can be of a field."""
    try:
        if field.type == "figure":
            read_figure(text)
        elif field.type in ("name", "names"):
            return _like_name(text)
        else:
            read_value(field, text)
    except (Fault, ValueError):
        return False
    return True


def _like_name(text: str) -> bool:
    return 1 < len(text) <= _LONGEST_NAME and not _SENTENCE.search(text) and not text[:1].isdigit()


def fit(heading: str, cells: Cells, field: Field, kind: TableKind) -> Fit:
    """How well a column fits a field: by its heading, and as far as its cells bear that out."""
    named, share = heading_fit(heading, field, kind), cell_fit(field, cells)
    if share is None:
        return named
    if field.type == "key":
        return Fit(0.0, _RUNNING)
    zh = "格子都合" if share == 1 else f"格子合的有 {share:.0%}"
    en = "all cells fit" if share == 1 else f"{share:.0%} of its cells fit"
    return Fit(named.score * (0.5 + 0.5 * share), Text(f"{named.why.zh}，{zh}", f"{named.why.en}; {en}"))
