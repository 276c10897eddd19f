"""A report from start to end: what is asked, the sections in order, the numbers of what they cite."""

from __future__ import annotations

from datetime import UTC, datetime

from api.exports.base import Meta
from api.report.asked import Inquiry, evidence_of
from api.report.cite import numbers_of, sources_of
from api.report.coverage import below, coverage
from api.report.findings import figures, gaps
from api.report.model import Note, Part, Report, Section, Sketch, numbered, statements
from api.report.overview import overview
from api.report.picture import MOST, draw
from api.report.texts import DATED, METHOD
from api.report.ties import pairs_of, ties
from api.report.words import plain
from api.report.works import people, supply, works
from api.service.asking import Asking
from api.views.style import node_name
from graph.errors import Language, StoreBusy, Text


def build(desk: Asking, place: str, as_of: str | None = None, language: Language = "zh") -> Report:
    """What there is to report about a place, of one version of the graph.

    Args:
        place: id, name or alias.
        as_of: ties, coverage, agreements, activities and roles at that date; all times where it is not given.

    Raises:
        BadParameter: what is named is no place, or the date cannot be read.
        UnknownName, AmbiguousName: the place is not found.
        StoreBusy: somebody wrote meanwhile.
    """
    version, today = desk.version(), f"{datetime.now(UTC):%Y-%m-%d}"
    asked = Inquiry(desk, place, as_of, today, language)
    sections = numbered(_sections(asked), language)
    numbers = numbers_of([asked.searched, *(one.evidence for one in statements(sections))])
    meta = _meta(asked, version)
    report = Report(
        meta,
        language,
        plain(meta.title.say(language)),
        _facts(asked, meta),
        sections,
        sources_of(numbers, asked.sources.values(), language),
        numbers,
    )
    if desk.version() != version:
        raise StoreBusy(
            Text("写报告时有人写入，不属于同一个版本", "somebody wrote meanwhile: no single version can be reported"),
            hint=Text("等装载做完再写", "ask again when the load is done"),
        )
    return report


def _sections(asked: Inquiry) -> list[Section]:
    pairs = pairs_of(asked)
    return [
        overview(asked, pairs),
        coverage(asked),
        gaps(asked),
        figures(asked),
        ties(asked, pairs),
        works(asked),
        supply(asked),
        people(asked),
        _method(asked),
        _network(asked),
    ]


def _meta(asked: Inquiry, version: int) -> Meta:
    place = asked.place
    filters = {"place": place.name, "place_id": place.id} | ({"as_of": asked.as_of} if asked.as_of else {})
    title = Text(f"{place.name}校地合作报告", f"{place.name}: universities and localities")
    return Meta("region", title, version, asked.today, filters, _warnings(asked))


def _warnings(asked: Inquiry) -> tuple[Text, ...]:
    """What a reader has to know before all else."""
    cut, loading = "、".join(sorted(set(asked.cut))), "、".join(sorted(asked.incomplete))
    return (
        *([Text(f"行数到了上限，只有一部分：{cut}", f"the row limit was reached, a part only: {cut}")] if cut else []),
        *([Text(f"正在装载、不全：{loading}", f"still loading, incomplete: {loading}")] if loading else []),
    )


def _facts(asked: Inquiry, meta: Meta) -> tuple[tuple[str, str], ...]:
    place = asked.place
    above = asked.rows("places/hierarchy")[0]
    levels = ("province", "city", "district", "subdistrict")
    lies = [above[level] for level in levels if above[level] not in (None, place.name)]
    kinds = [asked.sources[one]["kind"] for one in asked.searched if one in asked.sources]
    registries = kinds.count("registry")
    everything = asked.say("全部时间", "all times")
    found = [
        (Text("地方", "place"), f"{place.name}（{node_name(place.label, asked.language)}，{place.id}）"),
        (Text("所属", "lies in"), " · ".join(lies) or asked.say("未记录", "not recorded")),
        (Text("截至", "as of"), asked.as_of or everything),
        (Text("报告日期", "date of the report"), meta.date),
        (Text("数据版本", "data version"), str(meta.version)),
        (
            Text("写到此地的来源", "sources that speak of it"),
            asked.say(
                f"{len(kinds)} 份，其中文献与表格 {len(kinds) - registries} 份、名录 {registries} 份",
                f"{len(kinds) - registries} documents or tables, {registries} registries",
            ),
        ),
        (Text("最新文献日期", "newest document"), below(asked)[0]["newest_source"] or asked.say("未写日期", "undated")),
        *((Text("注意", "note"), note.say(asked.language)) for note in meta.notes),
    ]
    return tuple((name.say(asked.language), plain(value)) for name, value in found)


def _network(asked: Inquiry) -> Section:
    """The picture of all ties, drawn from the same rows as the table of partners."""
    rows = asked.rows("network/ties")
    title, caption = asked.say("关系图", "The network"), Text("合作关系图", "Network of ties")
    if not rows:
        return Section(title, (asked.absent(caption),))
    drawing = draw(rows, asked.language)
    parts: list[Part] = [Sketch(caption.say(asked.language), drawing, asked.shown(evidence_of(rows)))]
    if drawing.nodes > MOST:
        nodes = drawing.nodes
        parts.append(Note(asked.say(f"共 {nodes} 个，只画了关系最多的 {MOST} 个。", f"Of {nodes}, {MOST} are drawn.")))
    return Section(title, tuple(parts))


def _method(asked: Inquiry) -> Section:
    notes = [note.say(asked.language) for note in METHOD]
    if asked.as_of:
        notes.append(asked.say(DATED.zh.format(asked.as_of), DATED.en.format(asked.as_of)))
    return Section(asked.say("方法与界限", "Method and limits"), tuple(Note(note) for note in notes))
