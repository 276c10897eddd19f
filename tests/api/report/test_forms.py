"""The two forms: a page that asks nobody and runs nothing, and a document that another library reads."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from api.report import docx, html, png
from api.report.build import build
from api.report.model import Report, Section, Sketch, Table
from api.report.widths import PAGE, widths
from api.service import Service
from graph.errors import Language
from graph.stores.kglite import KgliteStore
from tests.api.report.reading import cells, parts, tables
from tests.browser.conftest import Watched, browser, watched  # noqa: F401 - fixtures

Reports = dict[tuple[str, Language], Report]
HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(2)>', "=HYPERLINK(\"http://evil.example\",\"x\")",
           "</style><b>粗", "{{ 7*7 }}", "a\u202eb", "]]>&amp;")  # fmt: skip


def page_of(report: Report) -> str:
    out = io.BytesIO()
    html.write(report, out)
    return out.getvalue().decode()


def document_of(report: Report) -> Any:
    out = io.BytesIO()
    docx.write(report, out)
    return Document(io.BytesIO(out.getvalue()))


@pytest.fixture(scope="module")
def document(reports: Reports) -> Any:
    """That of 榆次区, read again by the library."""
    return document_of(reports["榆次区", "zh"])


class Seen(HTMLParser):
    """What a page holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


# --- the page -----------------------------------------------------------------------------------------


def test_the_page_asks_nobody_and_runs_nothing(reports: Reports) -> None:
    seen = Seen(page_of(reports["榆次区", "zh"]))
    assert "script" not in seen.tags
    assert not [name for name, _ in seen.attributes if name.startswith("on") or name == "style"]
    addresses = {value for name, value in seen.attributes if name in ("href", "src", "srcset", "action")}
    assert all(str(value).startswith(("#", "data:")) for value in addresses)
    assert not re.search(r"url\(|@import|https?:", page_of(reports["榆次区", "zh"]))
    policy = next(str(value) for name, value in seen.attributes if name == "content" and "default-src" in str(value))
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_every_mark_leads_to_its_place(reports: Reports) -> None:
    seen = Seen(page_of(reports["呈贡区", "zh"]))
    ids = [value for name, value in seen.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {str(value)[1:] for name, value in seen.attributes if name == "href" and str(value).startswith("#")} <= set(
        ids
    )


def test_the_page_opens_offline_and_prints_whole_pages(reports: Reports, watched: Watched, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "report.html"
    file.write_text(page_of(reports["榆次区", "zh"]), "utf-8")
    page = watched.open(file)
    assert page.title() == "榆次区校地合作报告"
    assert page.locator("svg.net text").count() > 20
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    sizes = {tuple(round(side * 25.4 / 72) for side in printed[nth].get_size()) for nth in range(len(printed))}
    assert sizes == {(210, 297)}
    texts = [printed[nth].get_textpage().get_text_range() for nth in range(len(printed))]
    assert all(len(text.strip()) > 60 for text in texts), "a page is blank"
    assert sum("境内一方" in text for text in texts) > 1  # the head of a long table is repeated


def test_no_label_of_the_picture_covers_another(reports: Reports, watched: Watched, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "report.html"
    file.write_text(page_of(reports["榆次区", "zh"]), "utf-8")
    boxes = watched.open(file).evaluate(
        "[...document.querySelectorAll('svg.net text')].map(e => e.getBoundingClientRect())"
        ".map(r => [r.left, r.top, r.right, r.bottom])"
    )
    for nth, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[nth + 1 :]:
            wide, tall = min(right, other[2]) - max(left, other[0]), min(bottom, other[3]) - max(top, other[1])
            assert wide <= 1 or tall <= 1


# --- the document -------------------------------------------------------------------------------------


def test_the_document_has_all_that_the_model_has(reports: Reports, document: Any) -> None:
    report = reports["榆次区", "zh"]
    found = tables(report)
    captions = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    assert [text.partition("　")[2] for text in captions if text.startswith("表")] == list(found)
    for table, read in zip(
        found.values(), document.tables[1:], strict=True
    ):  # the first has the facts of the title page
        rows = [[cell.text for cell in row.cells] for row in read.rows]
        assert rows[0] == [*(column.heading for column in table.columns), "出处"]
        assert [tuple(row[:-1]) for row in rows[1:]] == cells(table)
        assert [row[-1] for row in rows[1:]] == [report.marked(line.evidence) for line in table.lines]
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings == [*(section.title for section in report.sections), "来源"]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "[11]\u00a0000-yuci#12" in text
    (picture,) = document.inline_shapes
    assert (round(picture.width.mm), round(picture.height.mm)) <= (170, 215)


def test_rows_are_whole_and_heads_repeated(document: Any) -> None:
    for table in document.tables[1:]:
        marks = [{child.tag for child in row._tr.trPr} for row in table.rows]
        assert all(qn("w:cantSplit") in found for found in marks)
        assert [qn("w:tblHeader") in found for found in marks] == [True] + [False] * (len(marks) - 1)
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    fields = [field.get(qn("w:instr")) for field in page.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_chinese_has_fonts_of_its_own(reports: Reports, document: Any) -> None:
    styles = document.styles
    fonts = {name: styles[name].element.rPr.rFonts for name in ("Normal", "Body Text", "Title", "Heading 1", "Caption")}
    assert {name: font.get(qn("w:eastAsia")) for name, font in fonts.items()} == {
        "Normal": "宋体", "Body Text": "宋体", "Title": "黑体", "Heading 1": "黑体", "Caption": "黑体"
    }  # fmt: skip
    assert not [font for font in fonts.values() if font.get(qn("w:eastAsiaTheme"))]
    assert styles["Body Text"].element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    english = document_of(reports["榆次区", "en"]).styles["Body Text"].element.pPr
    assert english.ind is None


def test_where_no_font_has_chinese_the_nodes_are_numbered(reports: Reports, monkeypatch: pytest.MonkeyPatch) -> None:
    report = reports["雁山区", "zh"]
    sketch = next(part for part in parts(report.sections) if isinstance(part, Sketch))
    if png.han_font() is not None:
        named = png.png(sketch.drawing)
        monkeypatch.setattr(png, "FONTS", (("no-such-font.ttc", 0),))
        png.han_font.cache_clear()
        assert png.png(sketch.drawing) != named
    try:
        rows = [[cell.text for cell in row.cells] for row in document_of(report).tables[-1].rows]
    finally:
        monkeypatch.undo()
        png.han_font.cache_clear()
    assert rows == [["编号", "名称"], *([str(label.nth), label.name] for label in sketch.drawing.labels)]


def test_the_picture_is_drawn_at_the_size_it_is_shown(reports: Reports) -> None:
    sketch = next(part for part in parts(reports["呈贡区", "zh"].sections) if isinstance(part, Sketch))
    image = Image.open(io.BytesIO(png.png(sketch.drawing))).convert("RGB")
    assert abs(image.width / png.DOTS - sketch.drawing.width) < 0.1
    assert len(image.getcolors(1 << 24) or []) > 10
    assert image.getpixel((0, 0)) == (255, 255, 255)


# --- both ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report of a place where everything has a name that somebody else would run."""
    folder = tmp_path_factory.mktemp("attacked")
    told = [json.dumps(name) for name in HOSTILE]
    named = "".join(f"  - {{type: Enterprise, name: {name}, in: 榆次区, at: 1}}\n" for name in told)
    ties = "".join(f"  - {{from: 榆次区, type: PARTNERS_WITH, kind: joint, to: {name}, at: 1}}\n" for name in told)
    sheet = folder / "attack.yaml"
    sheet.write_text(f"{_HEAD}{named}\nrelations:\n{ties}", "utf-8")
    with KgliteStore(str(folder / "graph.kgl")) as store:
        desk = Service(store)
        (loaded,) = desk.load([str(sheet)])
        assert loaded.ok, [problem.say("en") for problem in loaded.problems]
        store.write(
            lambda tx: tx.run(
                "MATCH (n:Enterprise {name: '{{ 7*7 }}'}) SET n.name = $name", {"name": "钟\x07\x0b\x00声"}
            )
        )
        return build(desk, "榆次区")


_HEAD = """source: {id: attack, title: "<b>来源</b>&", document: none.txt, paragraphs: 1-3, region: "140702"}
entities:
  - {type: District, name: 榆次区, at: 1}
"""


def test_hostile_names_are_text_in_both(attacked: Report) -> None:
    seen, document = Seen(page_of(attacked)), document_of(attacked)
    shown = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for name in HOSTILE:
        told = name.replace("\u202e", "\ufffd") if name != "{{ 7*7 }}" else "钟\ufffd\ufffd\ufffd声"
        assert told in seen.text
        assert told in shown
    assert not {"script", "img", "b"} & set(seen.tags)
    assert "49" not in [cell for line in tables(attacked)["谁与谁合作"].lines for cell in line.cells]
    assert "<b>来源</b>&" in seen.text
    assert not document.element.xpath("//w:instrText | //w:hyperlink")


def test_a_hostile_page_runs_nothing(attacked: Report, watched: Watched, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "report.html"
    file.write_text(page_of(attacked), "utf-8")
    page = watched.open(file)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    assert page.locator("script, img").count() == 0


def test_columns_fill_the_page_and_hold_their_words(reports: Reports) -> None:
    for report in reports.values():
        for table in tables(report).values():
            found = widths(table, [report.marked(line.evidence) for line in table.lines], "出处")
            assert sum(found) == pytest.approx(PAGE)
            assert min(found) > 6
    narrow = Table("", tables(reports["榆次区", "en"])["Coverage of subdistricts and communities"].columns, ())
    assert widths(narrow, [], "sources")[1] > widths(narrow, [], "sources")[2]


def test_a_report_without_sections_is_still_a_document(reports: Reports) -> None:
    report = reports["榆次区", "zh"]
    bare = Report(report.meta, "zh", report.title, report.facts, (Section("一、摘要"),), (), {})
    assert "一、摘要" in [paragraph.text for paragraph in document_of(bare).paragraphs]
    assert "一、摘要" in page_of(bare)
