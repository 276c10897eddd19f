"""Where something is, in words; and what lies around a place."""

from __future__ import annotations

from graph.name_reader import NameRow
from graph.name_table import NameTable
from graph.values import DIVISION_LENGTHS


def where_is(table: NameTable, row: NameRow) -> str:
    """The divisions down to it, or what it lies in: 山西省晋中市榆次区."""
    if not row.places:
        return _path(table, row.regions.split()[:1], itself=row.id.removeprefix("cn-"))
    divisions = [id_.removeprefix("cn-") for id_ in row.places.split() if id_.startswith("cn-")]
    others = [id_ for id_ in row.places.split() if not id_.startswith("cn-")]
    found = [other.name for id_ in others for other in table.rows("id = ?", [id_])]
    found += [_path(table, [code]) for code in divisions]
    return "、".join(dict.fromkeys(text for text in found if text))


def _path(table: NameTable, codes: list[str], *, itself: str = "") -> str:
    """The names of the divisions that hold a code, from the province down, without `itself`."""
    above = [code[:length] for code in codes for length in DIVISION_LENGTHS if length <= len(code)]
    names = [row.name for code in above if code != itself for row in table.rows("id = ?", [f"cn-{code}"])]
    return "".join(names)


def outwards(here: str) -> list[str]:
    """The divisions around a code, the narrowest first, and everywhere, which is no code."""
    around = [here[:length] for length in sorted(DIVISION_LENGTHS, reverse=True) if length < len(here)]
    return [*around, ""]
