"""Templates: an empty table of some kinds with its map, which loads as it is once the table is filled in."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import orjson

from graph.errors import BadParameter, Language, Refused, Text
from loaders.document.sheet import source_id
from loaders.table.base import Field, TableKind
from loaders.table.guess_region import region_name
from loaders.table.kinds import KINDS
from loaders.table.mapping import heading_key
from loaders.table.template_excel import workbook
from loaders.table.template_map import ChosenColumn, ChosenTable, MapHead, map_text

#: Marks at which a cell that may hold several is parted; sentences hold all of them but the line break.
MARKS = ("、", "；", ";", "\n")
_SENTENCES = frozenset(("reasons", "reasons_en", "rules"))
#: The place that the examples are of; it stands in a template whose own place was not said.
EXAMPLE_REGION = "140702"


@dataclass(frozen=True)
class Template:
    """An empty table as a file, and its map."""

    content: bytes
    map: str


def kinds_for(path: Path, names: Sequence[str] = ()) -> tuple[TableKind, ...]:
    """The kinds of tables that are named, by id or title; where none is, the one that the name of the file tells.

    Raises:
        BadParameter: for a name that no kind has, and for a file whose name tells none.
    """
    if names:
        return tuple({(kind := _kind(name)).name: kind for name in names}.values())
    stem = heading_key(path.stem)
    same = [kind for kind in KINDS.values() if stem in _called(kind)]
    within = [kind for kind in KINDS.values() if any(name in stem for name in _called(kind))]
    found = same or within
    if len(found) != 1:
        raise _unknown(path.name)
    return tuple(found)


def template(path: Path, kinds: Sequence[TableKind], language: Language = "zh", region: str | None = None) -> Template:
    """An empty table of some kinds, for a file of this name, and its map; `region` is a division's code.

    Raises:
        BadParameter: when files of this name are not made, or hold one kind alone.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise BadParameter(
            Text(f"不能写成 {path.suffix or path.name}", f"{path.suffix or path.name} is not written"),
            where=path.name,
            hint=Text("用 .xlsx、.csv 或 .jsonl", "use .xlsx, .csv or .jsonl"),
        )
    if len(kinds) > 1 and write is not workbook:
        raise BadParameter(
            Text("这种文件只能有一张表", "a file of this format holds one table"),
            where=path.name,
            hint=Text("用 .xlsx，或分成几个文件", "use .xlsx, or several files"),
        )
    return Template(write(kinds, language), template_map(path, kinds, language, region))


def template_map(path: Path, kinds: Sequence[TableKind], language: Language = "zh", region: str | None = None) -> str:
    """The map of the template of some kinds; `path` names its file."""
    sheets = path.suffix.lower() == ".xlsx"
    code = region or EXAMPLE_REGION
    place = region_name(code)
    note = Text(place, place) if region else Text(f"这是{place}：改成本地的区划代码", f"this is {place}: say your own")
    head = MapHead(source_id(path).replace("doc-", "table-"), path.stem, code, note=note)
    top = Text(
        f"{path.name} 的映射：填好后 xiaodi load {path.name} --dry-run 先看，去掉 --dry-run 装载",
        f"the map of {path.name}: fill it in, look with xiaodi load {path.name} --dry-run, then load it without",
    )
    tables = [
        ChosenTable(kind.name, tuple(_columns(kind, language)), kind.title.say(language) if sheets else None)
        for kind in kinds
    ]
    return map_text(head, tables, language, top)


def write_template(
    path: Path, kinds: Sequence[TableKind], language: Language = "zh", region: str | None = None, *, force: bool = False
) -> Path:
    """Write a template and, beside it, its map, whose path is returned.

    Raises:
        Refused: when one of them is there already, without `force`.
        BadParameter: as `template`.
    """
    made = template(path, kinds, language, region)
    beside = map_beside(path)
    for target in (path, beside):
        check_free(target, force=force)
    path.write_bytes(made.content)
    beside.write_text(made.map, encoding="utf-8")
    return beside


def map_beside(path: Path) -> Path:
    """Where the map of a table is written: 表.map.yaml beside 表.xlsx."""
    return path.with_name(f"{path.stem}.map.yaml")


def check_free(path: Path, *, force: bool) -> None:
    """See that nothing is written over.

    Raises:
        Refused: when there is something, without `force`.
    """
    if path.exists() and not force:
        raise Refused(
            Text("已经有了，没有改动", "it is there already and was left as it is"),
            where=str(path),
            hint=Text("换个名字，或用 --force 覆盖", "choose another name, or write over it with --force"),
        )


def split_of(field: Field) -> tuple[str, ...]:
    """The marks that part a cell of a field in a template."""
    return () if not field.many else ("\n",) if field.name in _SENTENCES else MARKS


def _columns(kind: TableKind, language: Language) -> Iterator[ChosenColumn]:
    for field in kind.fields:
        needed = Text("必填，", "required, ") if field.required else Text("", "")
        note = Text(f"{needed.zh}{field.doc.zh}", f"{needed.en}{field.doc.en}")
        yield ChosenColumn(field.heading.say(language), (field.name,), split_of(field), note=note)


def _kind(name: str) -> TableKind:
    found = next((kind for kind in KINDS.values() if heading_key(name) in _called(kind)), None)
    if found is None:
        raise _unknown(name)
    return found


def _called(kind: TableKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(heading_key(name) for name in (kind.name, kind.title.zh, kind.title.en)))


def _unknown(name: str) -> BadParameter:
    listed = Text(
        "、".join(f"{kind.name}（{kind.title.zh}）" for kind in KINDS.values()), ", ".join(kind for kind in KINDS)
    )
    return BadParameter(
        Text(f"看不出 {name} 是哪种表", f"{name} does not tell a kind of table"),
        hint=Text(f"用 --kind 指明：{listed.zh}", f"name it with --kind: {listed.en}"),
    )


def _text(kinds: Sequence[TableKind], language: Language) -> bytes:
    """The headings as CSV, with the mark by which spreadsheets know UTF-8."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(_headings(kinds, language))
    return out.getvalue().encode("utf-8-sig")


def _lines(kinds: Sequence[TableKind], language: Language) -> bytes:
    """One object whose values are null: a row that holds nothing is none."""
    return orjson.dumps(dict.fromkeys(_headings(kinds, language))) + b"\n"


def _headings(kinds: Sequence[TableKind], language: Language) -> list[str]:
    return [field.heading.say(language) for kind in kinds for field in kind.fields]


_WRITERS: Mapping[str, Callable[[Sequence[TableKind], Language], bytes]] = {
    ".xlsx": workbook,
    ".csv": _text,
    ".jsonl": _lines,
}
