"""Mentions made from hand labels, so that the finding of relations is measured on its own."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

from loaders.document.base import Document, FoundEntity, Mention, Paragraph

_TYPES = {"Government": "GovernmentBody", "Village": "Community"}
_CLOSED = ("。", "！", "？", "”", "：", "…", "!", "?", "；", "—", "）")


def read_lines(path: Path) -> Document:
    """A document of one paragraph a line; a line that breaks off is joined with the next."""
    return as_document(path.read_text(encoding="utf-8"), str(path))


def as_document(source: str, path: str = "") -> Document:
    """The same of a text."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    wrapped = sum(not line.endswith(_CLOSED) for line in lines) * 2 > len(lines) > 40
    paragraphs: list[Paragraph] = []
    at = 0
    while at < len(lines):
        text, starts, first = lines[at], [(0, at + 1)], at + 1
        while at + 1 < len(lines) and _broken(lines[at], wrapped):
            at += 1
            starts.append((len(text), at + 1))
            text += lines[at]
        paragraphs.append(Paragraph(first, text, tuple(starts)))
        at += 1
    return Document(path, tuple(paragraphs), title=paragraphs[0].text if paragraphs else "")


def _broken(line: str, wrapped: bool) -> bool:
    return not line.endswith(_CLOSED) and len(line) >= (22 if wrapped else 60)


def _type(entity: dict[str, Any]) -> str:
    kind, name = str(entity["type"]), str(entity["name"])
    if kind != "Region":
        return _TYPES.get(kind, kind)
    return "Province" if name.endswith(("省", "自治区")) else "City" if name.endswith(("市", "州")) else "District"


def labelled(document: Document, gold: dict[str, Any]) -> tuple[list[FoundEntity], list[Mention]]:
    """The gold's entities, and their names wherever they stand, the longest first."""
    names: dict[str, dict[str, Any]] = {}
    for entity in gold["entities"]:
        for name in (entity["name"], *entity.get("mentions", []), *entity.get("aliases", [])):
            if not _two_places(name, entity, gold):
                names.setdefault(name, entity)
    pattern = re.compile("|".join(r"\s*".join(map(re.escape, name)) for name in sorted(names, key=len, reverse=True)))
    low, high = gold.get("scope") or (1, 10**9)
    mentions = [
        Mention(at, m.start(), m.end(), m[0], e["name"], _type(e), parent=_parent(e, gold))
        for at, paragraph in enumerate(document.paragraphs)
        if low <= paragraph.number <= high
        for m in pattern.finditer(paragraph.text)
        for e in [names[re.sub(r"\s", "", m[0])]]
    ]
    return [_entity(entity, at, gold) for at, entity in enumerate(gold["entities"])], mentions


def _two_places(name: str, entity: dict[str, Any], gold: dict[str, Any]) -> bool:
    """Whether a name holds another place's: 甲区乙街道 is two mentions."""
    others = [e["name"] for e in gold["entities"] if e["type"] in ("Region", "Subdistrict") and e is not entity]
    return entity["type"] in ("Region", "Subdistrict", "Community", "Village") and name.startswith(tuple(others))


def _entity(entity: dict[str, Any], at: int, gold: dict[str, Any]) -> FoundEntity:
    props = {"kind": "village"} if entity["type"] == "Village" else {}
    parent = _parent(entity, gold)
    return FoundEntity(f"e{at}", entity["name"], _type(entity), None, (), parent=parent, props=dict(props))


def _parent(entity: dict[str, Any], gold: dict[str, Any]) -> str | None:
    if entity["type"] != "College":
        return None
    owners = [e["name"] for e in gold["entities"] if e["type"] == "University" and entity["name"].startswith(e["name"])]
    return max(owners, key=len, default=None) if owners != [entity["name"]] else None


def load(path: Path) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return gold


def scorer(path: Path) -> ModuleType:
    """The scoring script as a module."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
