"""Two loads of one source, or two files: what each states, with nothing that others say or people decided."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from api.compare.base import today
from api.compare.differ import differences
from api.compare.elements import Elements
from api.compare.files import read_file
from api.compare.model import Comparison, KeptLoad, Kind, Side
from api.compare.picture import drawn
from graph.errors import NotFound, Text

if TYPE_CHECKING:
    from api.service.asking import Asking

_NO_VERSION = Text("比较的是文件，没有数据版本", "files were compared; there is no data version")


def kept_loads(desk: Asking, source: str) -> list[KeptLoad]:
    """The loads of a source that can be compared, the newest last.

    Raises:
        NotFound: when the graph has no such source, and none of its loads was kept.
        BadParameter: it is no id of a source.
    """
    found = desk.kept.list(source)
    if not found and not desk.ask("sources/list", {"source": source}).rows:
        raise NotFound(
            Text(f"没有来源 {source}", f"there is no source {source}"),
            hint=Text("xiaodi query sources/list 列出全部", "xiaodi query sources/list lists them"),
        )
    return found


def compare_loads(desk: Asking, source: str, before: str | None, after: str | None) -> Comparison:
    """Two loads of a source by their ids; by default the last two.

    Raises:
        NotFound: when they are not kept.
        BadParameter: the source is no id.
    """
    kept_loads(desk, source)
    chosen = desk.kept.chosen(source, before, after)
    found = [desk.kept.read(source, one.load_id) for one in chosen]
    sides = (_load(chosen[0]), _load(chosen[1]))
    return _compared("loads", sides, found[0], found[1], desk.version(), source=source)


def _load(one: KeptLoad) -> Side:
    moment = f"{one.finished[:19]}Z"
    title = Text(f"{one.source} {moment} 装载", f"{one.source} as loaded at {moment}")
    return Side(title, {"load": one.load_id, "finished": one.finished, "data_version": one.version})


def compare_files(before: Path, after: Path) -> Comparison:
    """Two fact sheets, tables with maps, or canonical exports.

    Raises:
        BadInput: with every fault of a file.
    """
    sides = tuple(Side(Text(path.name, path.name), {"file": path.name}) for path in (before, after))
    return _compared("files", (sides[0], sides[1]), read_file(before), read_file(after), 0)


def _compared(
    kind: Kind, sides: tuple[Side, Side], before: Elements, after: Elements, version: int, **filters: str
) -> Comparison:
    rows, counts = differences(before, after)
    return Comparison(
        kind,
        sides[0],
        sides[1],
        measures=(),
        rows=rows,
        counts=counts,
        picture=drawn(before, after, rows),
        version=version,
        date=today(),
        filters=filters,
        notes=() if version else (_NO_VERSION,),
    )
