"""Two loads of a source and two files: what is new, gone, changed; what is kept, for how long, for whom."""

from __future__ import annotations

import csv
import gzip
import io
import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from api.compare.files import read_file
from api.compare.loads import KEPT, KeptLoads
from api.compare.model import Comparison
from api.compare.sources import compare_files
from api.compare.writing import write
from api.service import Service
from graph.errors import BadInput, BadParameter, NotFound
from graph.exchange import export_lines, import_lines
from graph.ontology.records import Decision
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from loaders.base import LoadReport
from tests.api.compare.sheets import YUCI, changed_sheet

SOURCE = "000-yuci"


@pytest.fixture
def service(store: GraphStore, tmp_path: Path) -> Service:
    """A service that keeps what is loaded."""
    desk = Service(store)
    desk.kept = KeptLoads(tmp_path / "loads")
    return desk


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compare_files(YUCI, changed_sheet(tmp_path_factory.mktemp("changed")))


def told(found: Comparison) -> set[tuple[str, ...]]:
    """What differs: kind of thing, state, name, and what it changed from and to."""
    return {
        (row.what, row.state, row.name, row.other or "", *(str(x) for c in row.changes for x in (c.before, c.after)))
        for row in found.rows
    }


EXPECTED = {
    ("figure", "changed", "榆次区 · 签约高校", "", "13所", "15所"),
    ("relation", "gone", "玉湖社区", "山西中医药大学第三临床学院"),
    ("relation", "new", "玉湖社区", "山西中医药大学第三临床学院"),
    ("entity", "changed", "长城集团", "", "None", "['长城']"),
    ("relation", "gone", "玉湖社区", "中医阁"),
    ("relation", "new", "锦纶街道", "中医阁"),
}


def test_two_files_with_the_evidence_of_either_side(files: Comparison) -> None:
    assert told(files) == EXPECTED
    figure = next(row for row in files.rows if row.what == "figure")
    assert (figure.evidence_before, figure.evidence_after) == (("000-yuci#12",), ("000-yuci#13",))
    kinds = {(row.state, row.kind) for row in files.rows if row.other == "山西中医药大学第三临床学院"}
    assert kinds == {("gone", "paired"), ("new", "signed")}


def test_two_loads_of_one_source(service: Service, tmp_path: Path) -> None:
    for path in (YUCI, changed_sheet(tmp_path)):
        assert all(report.ok for report in service.load([str(path)]))
    found = service.compare_loads(SOURCE)
    assert told(found) == EXPECTED
    kept = service.kept_loads(SOURCE)
    back = service.compare_loads(SOURCE, kept[1].load_id, kept[0].load_id)
    assert {(row.state, row.id) for row in back.rows} == {
        ({"new": "gone", "gone": "new"}.get(row.state, row.state), row.id) for row in found.rows
    }
    assert {row["state"] for row in found.picture} == {"new", "gone", "same"}
    assert {row["a"] for row in found.picture if row["a_state"] == "changed"} >= {"榆次区", "长城集团"}


def test_what_others_say_and_people_decide_is_no_change_of_the_source(service: Service) -> None:
    service.load([str(YUCI)])
    others = [str(YUCI.with_name(name)) for name in ("003-jinzhong.yaml", "004-jinzhong-youth.yaml")]
    assert all(report.ok for report in service.load(others))
    item, into = (service.resolve(name).id for name in ("长城集团", "吉利"))
    when = "2026-01-01T00:00:00"
    service.decide(Decision(name="m", kind="merge", subject=item, object=into, who="甲", decided_at=when, why="同一家"))
    assert service.resolve("长城集团").id == into
    service.load([str(YUCI)])
    assert service.compare_loads(SOURCE).rows == ()


def test_a_kept_load_is_private_and_an_export_of_the_source_alone(service: Service, tmp_path: Path) -> None:
    service.load([str(YUCI)])
    (path,) = (tmp_path / "loads" / SOURCE).iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with KgliteStore(str(tmp_path / "read.kgl")) as read, gzip.open(path, "rt", encoding="utf-8") as lines:
        import_lines(read, lines)
        assert {line for line in export_lines(read) if '"edge"' not in line} == _lines(path, "node")
    assert not compare_files(path.rename(path.with_name("a.jsonl.gz")), YUCI).rows


def _lines(path: Path, kind: str) -> set[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {line.rstrip("\n") for line in lines if line.startswith(f'{{"{kind}"')}


def test_the_last_loads_are_kept_and_no_more(tmp_path: Path) -> None:
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        desk, kept = Service(store), KeptLoads(tmp_path / "loads")
        desk.load([str(YUCI)])
        for version in range(KEPT + 3):
            assert kept.keep(store, LoadReport("x", SOURCE, created=1), version)
        assert [one.version for one in kept.list(SOURCE)] == list(range(3, KEPT + 3))
        assert not list((tmp_path / "loads").rglob("*.part"))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("api.compare.loads.MOST", 20)
    yield


def test_a_large_source_is_not_kept_and_it_is_said(
    service: Service, small: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "api.compare.loads"):
        service.load([str(YUCI)])
    assert "not kept" in caplog.text
    assert service.kept_loads(SOURCE) == []
    with pytest.raises(NotFound) as error:
        service.compare_loads(SOURCE)
    assert "--loads" in error.value.say("en")


@pytest.mark.parametrize("source", ["../etc", "a b", "..", ""])
def test_no_folder_but_those_of_sources_is_looked_into(tmp_path: Path, source: str) -> None:
    with pytest.raises(BadParameter):
        KeptLoads(tmp_path).list(source)
    with pytest.raises(NotFound):
        KeptLoads(tmp_path).read("ok", "../../secret")
    assert KeptLoads(tmp_path).list("a" * 3000) == []


def test_a_file_that_is_none_says_so(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"node": "x"}\nnonsense\n[]\n', encoding="utf-8")
    with pytest.raises(BadInput) as error:
        read_file(bad)
    assert [problem.line for problem in error.value.problems] == [1, 2, 3]
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(b"{}" * 1000)[:20])
    with pytest.raises(BadInput):
        read_file(cut)


def test_an_export_is_compared_with_an_export(five: GraphStore, tmp_path: Path) -> None:
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"]
    lines = list(export_lines(five))
    paths[0].write_text("\n".join(lines), encoding="utf-8")
    paths[1].write_bytes(gzip.compress("\n".join(line for line in lines if "长城集团" not in line).encode()))
    found = compare_files(*paths)
    assert ("entity", "gone", "长城集团", "") in told(found)
    assert {row.state for row in found.rows} == {"gone"}


def cells(path: Path) -> str:
    """Every cell of a workbook."""
    book = CalamineWorkbook.from_path(str(path))
    return " ".join(
        str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    )


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json", "html"])
def test_each_form_tells_what_differs_and_of_what_it_is(files: Comparison, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out.{suffix}"
    write(files, path, "zh")
    if suffix == "csv":
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
        assert {row["state"] for row in rows} == {"新增", "消失", "改动"}
        meta = json.loads(path.with_name("out.csv.meta.json").read_text("utf-8"))
        assert meta["filters"]["first_file"] == YUCI.name
        assert {"data_version", "date"} <= meta.keys()
    elif suffix == "json":
        found = json.loads(path.read_text("utf-8"))
        assert found["meta"]["filters"]["compare"] == found["kind"] == "files"
        assert len(found["differences"]) == len(files.rows)
    else:
        text = path.read_text("utf-8") if suffix == "html" else cells(path)
        assert all(word in text for word in ("13所", "15所", "000-yuci#13", files.date, "first_file"))


def test_an_unknown_form_is_refused(files: Comparison, tmp_path: Path) -> None:
    with pytest.raises(BadParameter):
        write(files, tmp_path / "out.pdf", "zh")
    assert list(tmp_path.iterdir()) == []
