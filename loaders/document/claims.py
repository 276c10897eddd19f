"""Figures as printed: what they count, of whom, in which part and over which time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.base import Value
from graph.errors import Text
from graph.values import Figure, read_figure
from loaders.document.base import FoundClaim, Paragraph
from loaders.document.clauses import HEAD, QUOTED, TAIL, TITLE, Clause
from loaders.document.dates import FoundDate
from loaders.document.scene import FUTURE, Scene
from loaders.document.words import any_of, words

_DIGITS = r"\d+(?:[,，]\d{3})*(?:\.\d+)?\s*[百千万亿]*\s*[余多]?\s*[万亿]?"
_HAN = r"(?:[一二两三四五六七八九]?十[一二三四五六七八九]?|[二两三四五六七八九]|[一二两三四五六七八九]?[百千万])[余多]?"
_UNIT = any_of(words("units"))
_FIGURE = re.compile(
    rf"(?P<lead>近|约|超过|超|逾)?\s*(?:(?P<digits>{_DIGITS})|(?P<han>{_HAN}))\s*"
    rf"(?P<unit>{_UNIT})(?P<above>以上|及以上|余|多)?"
)
_HAN_UNITS = frozenset(words("han_units"))
#: Not figures: ordinals, dates, grades, floors and code numbers.
_ORDINAL = re.compile(r"(?:第|[A-Za-z\-－〔\[.．])\s*$")
_DATED = re.compile(r"^\s*(?:年|月|日|号|时|点|分|级|届|后|周)")
_STOP = re.compile(
    rf"[，。；：、（）()“”《》！？\s{HEAD}{TAIL}{TITLE}{QUOTED},;:]|[与及将被等已正并的于均都共]|和(?!谐)|(?<!行)为|(?<!意)向|到(?!位)|"
    r"在(?!校|职|读|册|岗|编|档)|达(?!成)|对(?!接)|\d"
)
_BREAKS = any_of(words("breaks"))
_VERBS = any_of((*words("breaks"), *words("count_verbs")))
_BREAK = re.compile(rf"(?<!党)(?:{_BREAKS})")
_LEADING_VERB = re.compile(
    rf"^(?:{_VERBS}|了|过|着|约|近|不少于|不低于|至少|超|逾|已|将|还|又|新(?!能源|兴)|并|各类|各|类|全部|成功|总(?!额|数))+"
)
_TRAILING = re.compile(r"(?:不少于|不低于|至少|达到|超过|总数|共计|累计|达|共|约|近|为|超|逾|有|了|已|的|数|于|\s)+$")
_HAN_RUN = re.compile(r"[一-龥]{2,10}$")
_TARGET = re.compile(
    "力争|争取|目标|计划|预计|到20\\d\\d年|确保|(?<![模虚比草])拟(?![人声态合])|不少于|不低于|规划|下一步|预期|不超过"
)
_PERIOD = re.compile(
    "(?:今年|去年|年初|20\\d\\d年|\\d+月|[一-龥]{2,18})以来|截至[^，,。；]{2,12}|今年上半年|上半年|下半年|全年|年内|暑期|每年|年均"
)
_MEASURES = frozenset(words("measures"))
_SCOPE = re.compile("新增|累计|首批|新签约|其中|现有|总数|同比")


def find_claims(paragraph: Paragraph, scene: Scene, count: int) -> list[FoundClaim]:
    """The figures of one clause; without a subject there is nobody they are about."""
    found: list[FoundClaim] = []
    for match in _FIGURE.finditer(scene.clause.text):
        claim = _claim(paragraph, scene, match, count + len(found) + 1)
        if claim:
            found.append(claim)
    return found


def _claim(paragraph: Paragraph, scene: Scene, match: re.Match[str], number: int) -> FoundClaim | None:
    clause = scene.clause
    start, end = clause.start + match.start(), clause.start + match.end()
    figure = _figure(clause.text, match)
    topic = _topic(scene, match) if figure else ""
    subject = scene.subject(start, strict=False)
    about = next((party for party in subject.parties), None)
    if figure is None or about is None or not topic:
        return None
    printed = scene.text[start:end].replace(" ", "")
    locator = paragraph.locator(start, end)
    sure = {"explicit": 0.8, "carried": 0.7, "paragraph": 0.5}.get(subject.how, 0.4)
    why = Text(f"“{printed}”数“{topic}”", f"“{printed}” counts “{topic}”")
    return FoundClaim(
        f"c{locator}-{number}", about.key, topic, printed, locator, _props(scene, match, figure), sure, (why,)
    )


def _figure(text: str, match: re.Match[str]) -> Figure | None:
    before, after = text[: match.start()], text[match.end() :]
    if _ORDINAL.search(before) or _DATED.match(after) or before[-1:].isdigit():
        return None
    if match["han"] and (match["unit"] not in _HAN_UNITS or before[-1:] in "第一每同另某这那任唯前后"):
        return None
    try:
        return read_figure(re.sub(r"[\s，]", "", match[0].removesuffix("以上").removesuffix("及")))
    except ValueError:
        return None


def _topic(scene: Scene, match: re.Match[str]) -> str:
    """The noun after the figure (13所高校), else the one before it (在校生24万人)."""
    text = scene.clause.text
    after = _STOP.split(text[match.end() :], maxsplit=1)[0]
    noun = _LEADING_VERB.sub("", _BREAK.split(after, maxsplit=1)[0])[:12]
    if len(noun) >= 2 and match["unit"] not in _MEASURES:
        return noun
    before = _TRAILING.sub("", text[: match.start()])
    last = _STOP.split(before)[-1]
    own = _LEADING_VERB.sub("", last)[-12:]
    if len(own) >= 2:
        return own
    run = _HAN_RUN.search(before)
    return noun if len(noun) >= 2 else run[0] if run else ""


def _props(scene: Scene, match: re.Match[str], figure: Figure) -> dict[str, Value]:
    text, clause = scene.clause.text, scene.clause
    above = "以上" if (match["above"] or "").endswith("以上") else None
    props: dict[str, Value] = {"value": figure.value, "low": figure.low, "high": figure.high}
    props |= {"qualifier": above or figure.qualifier, "unit": _unit(figure), "kind": _kind(scene, match)}
    scope = _SCOPE.search(text[max(0, match.start() - 16) : match.start()])
    period = next(_PERIOD.finditer(scene.sentence.text[: clause.end - scene.sentence.start]), None)
    props |= {"scope": scope[0] if scope else None, "period": scene.text[_at(scene, period)] if period else None}
    props["as_of"] = next((date.iso for date in _until(scene, clause)), None)
    return {name: value for name, value in props.items() if value is not None}


def _at(scene: Scene, match: re.Match[str]) -> slice:
    return slice(scene.sentence.start + match.start(), scene.sentence.start + match.end())


def _unit(figure: Figure) -> str:
    return figure.unit.strip("余多") or "个"


def _kind(scene: Scene, match: re.Match[str]) -> str:
    before = scene.sentence.text[: scene.clause.start - scene.sentence.start + match.start()]
    wished = _TARGET.search(before[-40:]) or FUTURE.search(before[-40:])
    return "target" if wished and not re.search("已|累计|截至", before[-20:]) else "declared"


def _until(scene: Scene, clause: Clause) -> Iterator[FoundDate]:
    return (date for date in scene.dates if date.sense == "until" and date.start < clause.end)
