"""A fact sheet, and the same with some of its statements changed."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import FACTSHEETS

YUCI = FACTSHEETS / "000-yuci.yaml"
_EDITS = (
    ("topic: 签约高校, printed: 13所, at: 12", "topic: 签约高校, printed: 15所, at: 13"),
    ("kind: paired, to: 山西中医药大学第三临床学院", "kind: signed, to: 山西中医药大学第三临床学院"),
    ("{type: Enterprise, name: 长城集团, at: 16}", "{type: Enterprise, name: 长城集团, at: 16, aliases: [长城]}"),
    ("{from: 玉湖社区, type: FOUNDED, to: 中医阁, at: 26}", "{from: 锦纶街道, type: FOUNDED, to: 中医阁, at: 26}"),
)


def changed_sheet(folder: Path) -> Path:
    """A copy with a figure told anew, a tie of another kind, an alias more and another founder."""
    text = YUCI.read_text(encoding="utf-8")
    for before, after in _EDITS:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    path = folder / YUCI.name
    path.write_text(text, encoding="utf-8")
    return path
