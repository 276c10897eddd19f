"""The answer of a question as a table for people: which columns stand in it, and what each cell is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from api.explorer.terms import SOURCES
from api.headings import heading
from api.report.words import coded, said
from api.views.style import edge_name, node_name
from api.views.text import values
from graph.errors import Language, Text
from graph.ontology import edge_types, node_types
from graph.store import Row

Kind = Literal["evidence", "entity", "source", "number", "date", "text"]
_IDS = ("_id", "_ids")
#: Columns of places in sources.
_CITED = frozenset({"evidence", "proposed_at", "disputed_at"})
_SOURCES = frozenset({"source", "sources", "other_source", "proposed_by"})
_DATES = frozenset(
    {"date", "end_date", "last_date", "as_of", "other_as_of", "since", "until", "today", "published", "first_seen",
     "last_seen", "valid_from", "valid_to", "first_day", "last_day", "registry_date", "newest_source"}
)  # fmt: skip
_NUMBERS = frozenset({"int", "float", "number"})
#: Ids of what has no profile: figures, relations, decisions and the like.
_NO_ENTITIES = frozenset(
    {
        "claim_id", "edge_id", "statement_id", "decision_id", "record_id", "run_id", "passage_id", "row_id", "pair_id",
        "total_id", "part_id", "what_id",
    }
)  # fmt: skip
#: Of these the relation or figure is marked where the evidence is opened.
_STATEMENTS = ("edge_id", "claim_id", "statement_id", "tie_id")
#: Words of ours in cells that nothing else calls by a name.
_WORDS: Mapping[str, Text] = {
    "entity": Text("实体", "entity"),
    "relation": Text("关系", "relation"),
    "claim": Text("数字", "figure"),
    "in": Text("指向它", "to it"),
    "out": Text("由它指出", "from it"),
    "inside": Text("在境内", "inside"),
    "tied": Text("与境内有合作", "tied to it"),
    "member": Text("成员", "member"),
    "any": Text("全部合作", "all ties"),
    "name": Text("名称", "name"),
}
#: Columns whose cells are words of ours, beside those that every door words.
_WORDED = frozenset(
    {"what", "direction", "how", "side", "basis", "relation", "role", "kind", "other_kind", "detail", "via", "action",
     "state"}
)  # fmt: skip
#: Columns that say the same in each language; the other one is left out.
_OTHER_LANGUAGE: Mapping[Language, str] = {"zh": "_en", "en": "_zh"}


@dataclass(frozen=True)
class Link:
    """Something by name; with an id it leads to its page."""

    name: str
    id: str = ""
    label: str = ""
    status: str = ""


@dataclass(frozen=True)
class Column:
    """A column as people read it."""

    name: str
    title: str
    kind: Kind
    #: The column with the ids of what it names.
    ids: str = ""


def columns_of(returns: Mapping[str, str], columns: Sequence[str], language: Language) -> list[Column]:
    """The columns that people read; ids make links of the others."""
    hidden = (*_IDS, _OTHER_LANGUAGE[language])
    shown = [name for name in columns if not name.endswith(hidden) and not _is_beside(name, columns)]
    found = [Column(name, _title(name, language), *_kind(name, returns.get(name, ""), columns)) for name in shown]
    return sorted(found, key=lambda one: one.kind == "evidence")


def _is_beside(name: str, columns: Sequence[str]) -> bool:
    """Whether a column says of what type, or how firm, another one's entities are: it stands in the same cell."""
    whose, _, what = name.rpartition("_")
    return what in ("label", "status") and whose in columns and f"{whose}_id" in columns


def _title(name: str, language: Language) -> str:
    return heading(name.removesuffix("_zh").removesuffix("_en"), language)


def _kind(name: str, declared: str, columns: Sequence[str]) -> tuple[Kind, str]:
    if name in _CITED:
        return "evidence", ""
    if name in _SOURCES:
        return "source", "source_id" if name == "source" and "source_id" in columns else ""
    if ids := _ids(name, columns):
        return "entity", ids
    return ("number" if declared in _NUMBERS else "date" if name in _DATES else "text"), ""


def _ids(name: str, columns: Sequence[str]) -> str:
    """The column with the ids of what a column names; of a bare name, those of what each row is about."""
    several = [f"{name}_ids", f"{name.removesuffix('ies')}y_ids", f"{name.removesuffix('s')}_ids"]
    own = [columns[-1]] if name == "name" and "name_id" not in columns and columns[-1].endswith("_id") else []
    for ids in (f"{name}_id", *several, *own):
        if ids in columns and ids not in _NO_ENTITIES:
            return ids
    return ""


def links(row: Row, column: Column) -> list[Link]:
    """What a cell names, each with its id where there is one for each."""
    names, ids = _list(row[column.name]), _list(row.get(column.ids)) if column.ids else []
    if column.kind == "source" and not column.ids:
        return [Link("", one) for one in names]
    if len(names) != len(ids):
        return [Link(name) for name in names]
    label, status = (str(row.get(f"{column.name}_{what}") or "") for what in ("label", "status"))
    return [Link(name, id_, label, status) for name, id_ in zip(names, ids, strict=True)]


def _list(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    return [str(one) for one in value if one is not None] if isinstance(value, list | tuple) else [str(value)]


def cell(row: Row, column: Column, language: Language) -> str:
    """A cell as text."""
    value = row[column.name]
    if value is None or value == "" or value == []:
        return ""
    if column.name in ("type", "label") or column.name.endswith("_label"):
        return typed(str(value), language)
    if column.name.endswith("_status"):
        return coded("status", str(value), language)
    if column.name in _WORDED:
        told = [one for each in _list(value) for one in each.split("、")]
        return Text("、", ", ").say(language).join(worded(one, language) for one in told)
    return said(column.name, value, language)


def worded(value: str, language: Language) -> str:
    """A word of ours in that of a reader; any other text as it is."""
    if (told := _WORDS.get(value) or SOURCES.get(value)) is not None:
        return told.say(language)
    if (edge := value.upper()) in edge_types():
        return edge_name(edge, language)
    return values(language).get(value, value)


def typed(value: str, language: Language) -> str:
    """A type of the ontology in words."""
    if value in edge_types():
        return edge_name(value, language)
    return node_name(value, language) if value in node_types() else value


def focus_of(row: Row) -> str:
    """The statement that a row is about, to be marked where its evidence is opened."""
    return next((str(row[name]) for name in _STATEMENTS if row.get(name)), "")
