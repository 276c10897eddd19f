"""What a report says: every statement with its evidence, and numbers that are those of the queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.report.build import build
from api.report.model import Note, Report, Said, Section, Sketch, Table, han, statements
from api.report.run import FORMS, report_bytes, report_path
from api.service import Service
from graph.errors import AmbiguousName, BadParameter, Language, StoreBusy, UnknownName
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from queries.library import Answer
from tests.api.report.reading import cells, parts, tables
from tests.conftest import FACTSHEETS
from tests.registry_part import load_districts

Reports = dict[tuple[str, Language], Report]
_HAN = re.compile("[\u4e00-\u9fff]")


def test_every_statement_has_evidence_that_is_listed(reports: Reports, desk: Service) -> None:
    known = {row["source_id"] for row in desk.ask("sources/list", {}).rows}
    for report in reports.values():
        said = list(statements(report.sections))
        assert len(said) > 80
        assert all(one.evidence for one in said)
        listed = {number for source in report.sources for number, _ in source.places}
        assert listed == set(report.numbers.values()) == set(range(1, len(listed) + 1))
        assert {source.id for source in report.sources} <= known
        cited = {
            number for one in said for first, last in report.marks(one.evidence) for number in range(first, last + 1)
        }
        assert cited <= listed


def test_each_piece_of_evidence_is_what_the_graph_states(reports: Reports, desk: Service) -> None:
    report = reports["呈贡区", "zh"]
    for source in report.sources:
        for _, locator in source.places:
            if locator:
                asked = {"source": source.id, "evidence": f"{source.id}#{locator}"}
                assert desk.ask("sources/states", asked).rows, asked


def test_the_numbers_are_those_of_the_queries(five: GraphStore) -> None:
    desk = Service(five)
    found = tables(build(desk, "呈贡区"))
    counts = {row["what_id"]: row["count"] for row in desk.ask("overview/region", {"place": "呈贡区"}).rows}
    main = {line[0]: line[1:3] for line in cells(found["主要数字"])}
    pairs = str(counts["ties.formal"]), str(counts["ties.formal"] + counts["ties.other"])
    assert main["合作的双方中正式的（对）"] == pairs
    formal = desk.ask("partners/formal", {"place": "呈贡区"}).rows
    assert len({frozenset((row["a_id"], row["b_id"])) for row in formal}) == counts["ties.formal"]
    gaps = desk.gaps("呈贡区")
    assert [line[2:4] for line in cells(found["各条规则查出的缺口"])] == [
        (str(one.count), str(one.total)) for one in gaps
    ]
    listed = {caption: len(table.lines) for caption, table in found.items()}
    for one in gaps:
        assert not one.count or listed[f"{one.title.zh}：{one.total} 处中查出 {one.count} 处"] == one.count
    place = desk.ask("coverage/place", {"place": "呈贡区"}).rows[0]
    tree = found["各级街道乡镇与社区村的覆盖"]
    names = ("", "_formal", "_other", "_declared", "_surveyed_none", "_unrecorded", "_unsurveyed", "_figure")
    assert tree.lines[0].cells[2:] == tuple(str(place[f"subdistricts{name}"]) for name in names)


def test_what_might_look_like_a_contradiction_is_explained(reports: Reports) -> None:
    """A place that is declared alone is without a partner too, and a member that is named need not have a tie."""
    report = reports["雁山区", "zh"]
    tree = tables(report)["各级街道乡镇与社区村的覆盖"]
    assert {line.cells[-1] for line in tree.lines} == {"—"}
    assert [column.number for column in tree.columns] == [False, False, *[True] * 8], "blank numbers stand as numbers"
    notes = {
        section.title: [one.text for one in section.parts if isinstance(one, Note)] for section in sections(report)
    }
    (gaps,) = (texts for title, texts in notes.items() if title.endswith("缺口"))
    assert "仅有宣称" in gaps[0]
    (named,) = (texts for title, texts in notes.items() if title.endswith("宣称与记名") and texts)
    assert "所在" in named[0]


def sections(report: Report) -> Iterator[Section]:
    """All sections, at any depth."""
    waiting = list(report.sections)
    while waiting:
        one = waiting.pop(0)
        yield one
        waiting += one.sections


def test_pairs_are_counted_as_the_overview_counts_them(desk: Service) -> None:
    for place in ("榆次区", "雁山区", "晋中市"):
        counts = {row["what_id"]: row["count"] for row in desk.ask("overview/region", {"place": place}).rows}
        rows = cells(tables(build(desk, place))["谁与谁合作"])
        held = [row for row in rows if "计划" not in row[2]]  # what is planned is listed, and no tie yet
        assert len(held) == counts.get("ties.formal", 0) + counts.get("ties.other", 0), place


def test_declared_stands_beside_named(reports: Reports, desk: Service) -> None:
    rows = desk.ask("gaps/declared_vs_named", {"place": "榆次区"}).rows
    shown = [line[3:5] for line in cells(tables(reports["榆次区", "zh"])["宣称多少，记名多少"])]
    assert shown == [(f"{row['named']} / {row['declared']}", str(row["missing"])) for row in rows]


def test_figures_that_differ_stand_side_by_side(desk: Service) -> None:
    table = tables(build(desk, "晋中市"))["数值不同的数字"]
    row = next(line for line in table.lines if line.cells[1] == "驻地高校")
    assert row.cells[2:] == ("口径不同", "19所", "21所（2024-01）", "截至")
    assert {item.partition("#")[0] for item in row.evidence} == {"003-jinzhong", "004-jinzhong-youth"}


def test_what_is_empty_says_so_and_what_nobody_looked_at_says_that(tmp_path: Path, reports: Reports) -> None:
    told = [part for part in parts(reports["榆次区", "zh"].sections) if isinstance(part, Said)]
    none = next(part for part in told if part.text.startswith("数值不同的数字"))
    assert "没有记录" in none.text
    assert {"000-yuci", "003-jinzhong"} <= set(none.evidence)  # whole sources: nothing is where it could be
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        load_districts(store, ("450311",))
        report = build(Service(store), "雁山区")
    told = [part for part in parts(report.sections) if isinstance(part, Said)]
    assert [part for part in told if part.text.startswith("记名的协议：未调查")]
    units = next(part for part in told if "个社区村未调查" in part.text)
    assert len(units.evidence) > 30
    assert report.marked(units.evidence).count(",") < 5  # as runs of numbers
    assert all(one.evidence for one in statements(report.sections))


def test_an_accepted_gap_is_listed_as_accepted(tmp_path: Path) -> None:
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        desk = Service(store)
        desk.load([str(FACTSHEETS / "000-yuci.yaml")])
        subject = desk.gaps("榆次区", ["needs_unmet"])[0].findings[0].subject
        desk.accept_gap("needs_unmet", subject, "2099-06", "规划科", "已立项")
        found = tables(build(desk, "榆次区"))
    table = next(table for caption, table in found.items() if caption.startswith("没有服务对应的需求"))
    assert cells(table)[0][1] == "至 2099-06，规划科：已立项"
    rules = {line[0]: line[4] for line in cells(found["各条规则查出的缺口"])}
    assert rules["没有服务对应的需求"] == "1"


def test_a_date_narrows(reports: Reports, desk: Service) -> None:
    always, before = tables(reports["榆次区", "zh"]), build(desk, "榆次区", "2023-05")
    narrowed = tables(before)
    assert 0 < len(narrowed["谁与谁合作"].lines) < len(always["谁与谁合作"].lines)
    assert {line[-1] for line in cells(narrowed["活动"])} == {"2023-04 – 2023-06", "—"}
    assert "2024" in {line[-1] for line in cells(always["活动"])}
    sketch = next(part for part in parts(before.sections) if isinstance(part, Sketch))
    assert "山西医科大学" in {label.name for label in sketch.drawing.labels}
    assert "市民政局" not in {label.name for label in sketch.drawing.labels}
    assert before.meta.filters["as_of"] == "2023-05"
    assert any("2023-05" in part.text for part in parts(before.sections) if isinstance(part, Note))


def test_a_report_speaks_one_language(reports: Reports) -> None:
    english, chinese = reports["榆次区", "en"], reports["榆次区", "zh"]
    assert [section.title for section in chinese.sections][:2] == ["一、摘要", "二、合作覆盖"]
    assert chinese.sections[1].sections[0].title == "（一）各级覆盖"
    assert english.sections[1].sections[0].title == "2.1　By place and level"
    ours = [part.text for part in parts(english.sections) if isinstance(part, Note)]
    ours += [column.heading for table in tables(english).values() for column in table.columns]
    ours += list(tables(english)) + [section.title for one in english.sections for section in (one, *one.sections)]
    assert not [text for text in ours if _HAN.search(text)]
    assert len(list(parts(english.sections))) == len(list(parts(chinese.sections)))


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (34, "三十四")]
)
def test_numbers_in_chinese(number: int, said: str) -> None:
    assert han(number) == said


def test_tables_and_pictures_are_numbered_through(reports: Reports) -> None:
    captions = [part.caption for part in parts(reports["雁山区", "zh"].sections) if isinstance(part, Table)]
    assert [caption.partition("　")[0] for caption in captions] == [f"表{nth}" for nth in range(1, len(captions) + 1)]


@pytest.mark.parametrize(
    ("place", "as_of", "error"),
    [
        ("无此地", None, UnknownName),
        ("太原理工大学", None, BadParameter),
        ("榆次区", "2023-13", BadParameter),
        ("", None, (UnknownName, AmbiguousName)),
    ],
)
def test_what_cannot_be_reported_is_refused_in_both_languages(
    desk: Service, place: str, as_of: str | None, error: Any
) -> None:
    with pytest.raises(error) as caught:
        build(desk, place, as_of)
    assert caught.value.what.zh
    assert caught.value.what.en


class Written(Service):
    """A service to which somebody writes while it answers."""

    times = 0

    def ask(self, query: str, params: dict[str, Any]) -> Answer:
        if query == "sources/list" and self.times:
            self.times -= 1
            self.unload("001-chenggong") if self.times % 2 else self.load([str(FACTSHEETS / "001-chenggong.yaml")])
        return super().ask(query, params)


def test_a_write_meanwhile_is_noticed(tmp_path: Path) -> None:
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        desk = Written(store)
        desk.load([str(FACTSHEETS / "000-yuci.yaml")])
        desk.times = 1
        _, meta = report_bytes(desk, "榆次区", FORMS["html"], None, "zh")
        assert meta.version == desk.version()
        desk.times = 8
        with pytest.raises(StoreBusy):
            report_path(desk, "榆次区", tmp_path / "a.html", None, None, "zh")
        assert not [path for path in tmp_path.iterdir() if path.name.startswith("a.")]


def test_equal_graphs_say_the_same(reports: Reports, desk: Service) -> None:
    again = build(desk, "榆次区")
    assert again.sections == reports["榆次区", "zh"].sections
    assert isinstance(again.sections[0], Section)
