"""Short mentions of what a document names in full: introduced abbreviations, brands of firms, ends of names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import ahocorasick

from graph.errors import Text
from loaders.document.base import Document, Mention

_INTRODUCED = re.compile(
    r"[”\"]?\s*[（(](?:以下|下文|后文|下)?\s*(?:统一)?(?:简称|统称|称|又称|也称|又名|亦称)\s*(?:为|作)?\s*[：:]?\s*[“\"「‘]?([^“”\"「」‘’（）()，。；]{2,14})[”\"」’]?\s*[）)]"
)
_WHY = Text("文中全称的简称", "short for a full name in the text")
_FORMS = ("有限责任公司", "集团股份有限公司", "集团有限公司", "股份有限公司", "有限公司")


def with_shorts(document: Document, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, and those by short forms that stand in no other name; an introduced form means its full name."""
    introduced, forms = _forms(document, found)
    full = [
        replace(mention, name=meant.name, type=meant.type, id=meant.id, parent=meant.parent, why=(_WHY,))
        if (meant := introduced.get(mention.name) or introduced.get(mention.text)) and meant.name != mention.name
        else mention
        for mention in found
    ]
    return [*full, *_further(document, full, {**forms, **introduced})]


def _further(document: Document, found: Sequence[Mention], forms: Mapping[str, Mention]) -> Iterator[Mention]:
    if not forms:
        return
    automaton = ahocorasick.Automaton()
    for form, meant in forms.items():
        automaton.add_word(form, (len(form), meant))
    automaton.make_automaton()
    taken = [bytearray(len(paragraph.text)) for paragraph in document.paragraphs]
    for mention in found:
        taken[mention.paragraph][mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    for index, paragraph in enumerate(document.paragraphs):
        for start, end, mention in _spots(automaton, paragraph.text):
            if not any(taken[index][start:end]):
                text = paragraph.text[start:end]
                yield replace(mention, paragraph=index, start=start, end=end, text=text, confidence=0.8, why=(_WHY,))


def _spots(automaton: ahocorasick.Automaton, text: str) -> Iterator[tuple[int, int, Mention]]:
    for last, (length, mention) in automaton.iter_long(text):
        yield last + 1 - length, last + 1, mention


def _forms(document: Document, found: Sequence[Mention]) -> tuple[dict[str, Mention], dict[str, Mention]]:
    """Short forms of one name alone: those that the text introduces, and those that a rule derives."""
    introduced: dict[str, dict[str, Mention]] = defaultdict(dict)
    derived: dict[str, dict[str, Mention]] = defaultdict(dict)
    for mention in found:
        for form in _introduced(document, mention):
            introduced[form].setdefault(mention.name, mention)
        for form in _brands(mention):
            derived[form].setdefault(mention.name, mention)
    names = {mention.name for mention in found}
    return _single(introduced, set()), _single(derived, names)


def _single(forms: Mapping[str, dict[str, Mention]], names: set[str]) -> dict[str, Mention]:
    return {form: next(iter(of.values())) for form, of in forms.items() if len(of) == 1 and form not in names}


def _introduced(document: Document, mention: Mention) -> Iterator[str]:
    match = _INTRODUCED.match(document.paragraphs[mention.paragraph].text, mention.end)
    if match:
        yield match[1].strip()


def _brands(mention: Mention) -> Iterator[str]:
    """What is left of a company's full name: with its place and brand, or brand and trade."""
    form = next((form for form in _FORMS if mention.name.endswith(form)), None)
    if mention.type != "Enterprise" or form is None:
        return
    stem = mention.name.removesuffix(form)
    if mention.parent or len(stem) > len("甲市乙丙科技"):
        yield stem
