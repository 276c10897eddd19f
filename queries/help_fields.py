"""Whether two texts speak of one subject: the same word, or two words that fields.yaml puts under one subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from graph.errors import Text

_FILE = Path(__file__).parent / "help" / "fields.yaml"
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


class _Name(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    en: str


class Subject(BaseModel):
    """One subject: its name, the words that speak of it, the types of institutions that suit it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: _Name
    words: tuple[str, ...]
    suits: tuple[str, ...]


class Fields(BaseModel):
    """What fields.yaml says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subjects: dict[str, Subject]
    empty: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """Two words that meet: the same word (subject is None), or two of one subject."""

    wanted: str
    offered: str
    subject: str | None = None


@dataclass(frozen=True)
class _Read:
    """A text as it is compared: the words of the table in it, and the runs of Han characters between them."""

    words: tuple[str, ...]
    rest: tuple[str, ...]


@cache
def fields() -> Fields:
    """The table of subjects."""
    return Fields.model_validate(YAML(typ="safe").load(_FILE.read_text(encoding="utf-8")))


def subject_name(subject: str) -> Text:
    """A subject's name in both languages."""
    name = fields().subjects[subject].name
    return Text(name.zh, name.en)


@cache
def _subjects() -> Mapping[str, tuple[str, ...]]:
    """Word -> the subjects that it speaks of."""
    words = sorted({word for subject in fields().subjects.values() for word in subject.words})
    return {word: tuple(name for name, one in fields().subjects.items() if word in one.words) for word in words}


@cache
def _splitter() -> re.Pattern[str]:
    """Every word of the table, the longest first: what begins at one place is read as the longest."""
    known = {*_subjects(), *fields().empty}
    return re.compile("|".join(map(re.escape, sorted(known, key=lambda word: (-len(word), word)))))


@lru_cache(maxsize=50_000)
def _read(text: str) -> _Read:
    words = [word for word in _splitter().findall(text) if word in _subjects()]
    rest = _HAN.findall(_splitter().sub(" ", text))
    return _Read(tuple(dict.fromkeys(words)), tuple(rest))


def subjects_of(text: str) -> tuple[str, ...]:
    """The subjects that a text speaks of, in the order of the table."""
    found = {subject for word in _read(text).words for subject in _subjects()[word]}
    return tuple(name for name in fields().subjects if name in found)


def suits(subject: str, label: str) -> bool:
    """Whether institutions of a type suit a subject."""
    return label in fields().subjects[subject].suits


def match(wanted: str, offered: str, local: Sequence[str] = ()) -> Match | None:
    """The best way in which an offer meets what is wanted: the same word, then two words of one subject.

    Words of the names in `local` tell where and not what: they meet nothing, unless the table has them.
    """
    return next(_matches(_read(wanted), _read(offered), local), None)


def _matches(wanted: _Read, offered: _Read, local: Sequence[str]) -> Iterator[Match]:
    pairs = [(a, b) for a in wanted.words for b in offered.words]
    yield from (Match(a, b) for a, b in pairs if a == b)
    yield from (Match(a, b) for a, b in pairs if _is_inside(a, b) and _shared(a, b))
    common = {run for a in wanted.rest for b in offered.rest if (run := _common(a, b))}
    told = [run for run in common if not any(run in name for name in local)]
    yield from (Match(run, run) for run in sorted(told, key=lambda run: (-len(run), run)))
    yield from (Match(a, b, subject) for a, b in pairs for subject in _shared(a, b))


def _is_inside(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) > 1 and short in long


def _shared(a: str, b: str) -> list[str]:
    """The subjects that both words speak of."""
    return [name for name in _subjects()[a] if name in _subjects()[b]]


def _common(a: str, b: str) -> str:
    """The longest run of two or more characters that both hold; the first of equals."""
    spans = (a[i:j] for i in range(len(a)) for j in range(len(a), i + 1, -1))
    return max((span for span in spans if span in b), key=len, default="")
