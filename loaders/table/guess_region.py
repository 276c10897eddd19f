"""Which division a table is about: by code or name, or from what the table itself says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.errors import NotFound, Text
from loaders.document.base import Paragraph
from loaders.document.reading.regions import regions
from loaders.registry import gazetteer


def division_code(text: str) -> str:
    """The code of the division that a code or a full name means.

    Raises:
        NotFound: when there is none, or several have the name.
    """
    code = text.strip().removeprefix("cn-")
    if code.isdigit():
        if gazetteer([code]).division(code):
            return code
    elif found := regions(code, None, ()):
        return found[0]
    raise NotFound(
        Text(f"没有找到地方“{text}”，或不止一处", f"no place, or more than one, is called “{text}”"),
        hint=Text("写区划代码，如 140702，或全名，如 榆次区", "give its code, such as 140702, or its full name"),
    )


def told_region(title: str, texts: Sequence[str]) -> str | None:
    """The code of the division that a table names in its title and cells; None when it is not certain."""
    found = regions(title, None, list(_paragraphs(texts)))
    return found[0] if found else None


def region_name(code: str) -> str:
    """What the division of a code is called; the code itself where no registry has it."""
    division = gazetteer([code]).division(code)
    return division.called if division else code


def _paragraphs(texts: Sequence[str]) -> Iterable[Paragraph]:
    for number, text in enumerate(texts, 1):
        yield Paragraph(number, text, ((0, number),))
