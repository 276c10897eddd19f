"""The national registries as sources: one a province (`divisions-2023/14`), one a list of HEIs,
one of who succeeded whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from pathlib import Path

from graph.base import Value
from graph.errors import BadInput, Problem, Text
from graph.gazetteer import Division, Hei
from graph.identity import place_id, place_name
from graph.ledger import Batch, batch
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement
from graph.values import division_parent, name_key
from loaders.base import Stream
from loaders.registry import count_of_province, provinces, read_heis_2017, read_heis_2026, read_province
from loaders.successions import SUCCESSIONS, TITLE, succession_stream

#: Statements in one transaction.
BATCH = 20_000
DIVISIONS_DATE = "2023-06-30"
_DIVISIONS = "divisions-2023"
_HEI_LISTS: Mapping[str, tuple[str, str, str, Callable[[], Iterator[Hei]]]] = {
    "universities-2017": ("全国高等学校名单 2017", "教育部", "2017-05-31", read_heis_2017),
    "universities-2026": ("全国高等学校名单 2026", "公开名录汇编", "2026-08", read_heis_2026),
}
_RANK = 10
#: The length of a district's code.
_DISTRICT = 6


class RegistryLoader:
    """Loads `registry/divisions-2023/<province>` and `registry/universities-<year>`: parts, not files."""

    def accepts(self, path: Path) -> bool:
        return registry_part(path) is not None

    def load(self, path: Path) -> Stream:
        part = registry_part(path)
        if part is None:
            raise BadInput([Problem(str(path), 0, 0, Text("没有这一份名录", "there is no such registry"))])
        if part in _HEI_LISTS:
            return _hei_stream(part)
        if part == SUCCESSIONS.id:
            return succession_stream(_source_node(SUCCESSIONS, *TITLE))
        province = part.rpartition("/")[2]
        if not count_of_province(province):
            raise BadInput(
                [Problem(str(path), 0, 0, Text(f"没有省级代码 {province}", f"no province has the code {province}"))]
            )
        return _division_stream(part, province)


def registry_part(path: Path) -> str | None:
    """The source that a path names, when it names one of the registries."""
    parts = path.parts
    if len(parts) >= 3 and parts[-3:-1] == ("registry", _DIVISIONS):
        return f"{_DIVISIONS}/{parts[-1]}"
    if len(parts) >= 2 and parts[-2] == "registry" and parts[-1] in (*_HEI_LISTS, SUCCESSIONS.id):
        return parts[-1]
    return None


def registry_paths(regions: Sequence[str]) -> list[Path]:
    """The parts of the registries: those of some provinces, or all of them and what is told of HEIs."""
    wanted = [region[:2] for region in regions] or provinces()
    paths = [Path("registry", _DIVISIONS, province) for province in dict.fromkeys(wanted)]
    return paths if regions else [*paths, *(Path("registry", name) for name in (*_HEI_LISTS, SUCCESSIONS.id))]


def _source_node(mark: SourceMark, title: str, publisher: str) -> NodeStatement:
    props: dict[str, Value] = {
        "name": title,
        "kind": "registry",
        "rank": mark.rank,
        "publisher": publisher,
        "published": mark.published,
        **({"published_first": mark.published, "published_last": mark.published} if mark.published else {}),
    }
    return NodeStatement(mark.id, "Source", Statement(mark, (f"{mark.id}#source",), props))


def _batches(nodes: Iterable[tuple[NodeStatement, EdgeStatement | None]], first: NodeStatement) -> Iterator[Batch]:
    """Pairs of a node and the edge that leads on from it, in batches; the source comes with the first."""
    pairs = iter(nodes)
    extra = [first]
    while chunk := list(islice(pairs, BATCH // 2)):
        yield batch([*extra, *(node for node, _ in chunk)], (edge for _, edge in chunk if edge is not None))
        extra = []


# --- divisions -----------------------------------------------------------------------------------


def _division_stream(source: str, province: str) -> Stream:
    mark = SourceMark(source, _RANK, DIVISIONS_DATE, registry=True)
    title = f"统计用区划代码 2023 · {next(read_province(province)).name}"
    pairs = (_division(mark, division) for division in read_province(province))
    total = 2 * count_of_province(province)
    return Stream(source, _batches(pairs, _source_node(mark, title, "国家统计局")), total)


def _division(mark: SourceMark, division: Division) -> tuple[NodeStatement, EdgeStatement | None]:
    code = division.code
    evidence = (f"{mark.id}#{code}",)
    node = NodeStatement(division.id, division.label, Statement(mark, evidence, _props(division)))
    parent = division_parent(code)
    if parent is None:
        return node, None
    return node, EdgeStatement("PART_OF", node.id, place_id(parent), Statement(mark, evidence))


_STREETS = (("街道", "street"), ("镇", "town"), ("乡", "township"))


def _props(division: Division) -> dict[str, Value]:
    name = place_name(division.name)
    props: dict[str, Value] = {"name": name, "code": division.code}
    if name != division.name:
        props["official_name"] = division.name
    if len(division.code) == 9:
        props["kind"] = next((kind for end, kind in _STREETS if name.endswith(end)), "other")
    elif len(division.code) == 12:
        props["kind"] = "village" if division.name.endswith(("村民委员会", "村委会")) else "urban"
    return props


# --- HEIs ----------------------------------------------------------------------------------------


def _hei_stream(source: str) -> Stream:
    title, publisher, published, read = _HEI_LISTS[source]
    mark = SourceMark(source, _RANK, published, registry=True)
    heis = list(read())
    seats = _Seats()
    listed = [_source_node(mark, title, publisher)]
    edges: list[EdgeStatement] = []
    places: dict[str, NodeStatement] = {}
    for hei in heis:
        evidence = (f"{mark.id}#{hei.moe_code or hei.name}",)
        listed.append(NodeStatement(hei.id, "University", Statement(mark, evidence, _hei_props(hei))))
        seat = seats.of(hei)
        if seat is not None:
            statement = Statement(mark, evidence, {"name": seat.called, "code": seat.code})
            places.setdefault(seat.id, NodeStatement(seat.id, seat.label, statement))
            edges.append(EdgeStatement("LOCATED_IN", hei.id, seat.id, Statement(mark, evidence)))
    nodes = [*listed, *places.values()]
    return Stream(source, iter([batch(nodes, edges)]), len(nodes) + len(edges))


def _hei_props(hei: Hei) -> dict[str, Value]:
    given = {
        "name": hei.name,
        "moe_code": hei.moe_code,
        "level": hei.level,
        "authority": hei.authority,
        "ownership": hei.ownership,
    }
    return {name: value for name, value in given.items() if value}


class _Seats:
    """Where a list seats an HEI: the city or district that it names within the province, else the province."""

    def __init__(self) -> None:
        self._named: dict[tuple[str, str], Division] = {}
        self._provinces: dict[str, Division] = {}
        for province in provinces():
            for division in takewhile(lambda below: len(below.code) <= _DISTRICT, read_province(province)):
                self._provinces.setdefault(province, division)
                self._named.setdefault((province, name_key(division.name)), division)

    def of(self, hei: Hei) -> Division | None:
        province = hei.moe_code[2:4] if hei.moe_code else hei.province_code or ""
        found = self._named.get((province, name_key(hei.city or "")))
        return found or self._provinces.get(province)
