"""Every format, in files that real programs' libraries wrote, gives the same paragraphs and metadata."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from loaders.document.base import Document
from loaders.document.reading.formats import READERS
from loaders.document.reading.read import read_document
from tests.loaders.document import made
from tests.loaders.document.made import BODY, TITLE

_WIDTH = 30


def read(folder: Path, name: str, data: bytes) -> Document:
    path = folder / name
    path.write_bytes(data)
    return read_document(path)


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def wrapped() -> list[str]:
    return [TITLE, *(body[at : at + _WIDTH] for body in BODY for at in range(0, len(body), _WIDTH))]


FILES = {
    "a.txt": made.text(TITLE, *BODY).encode(),
    "a.md": made.text(f"# {TITLE}", "", *(f"{body}\n" for body in BODY)).encode(),
    "a.html": made.web(BODY).encode(),
    "a.docx": made.word(BODY, title=TITLE),
    "a.pdf": made.pdf([wrapped()]),
}


def test_every_format_has_a_reader() -> None:
    assert sorted(READERS) == [".docx", ".htm", ".html", ".markdown", ".md", ".pdf", ".text", ".txt", ".xlsx"]


@pytest.mark.parametrize("name", FILES)
def test_one_article_reads_alike_in_every_format(name: str, tmp_path: Path) -> None:
    document = read(tmp_path, name, FILES[name])
    assert texts(document) == [TITLE, *BODY]
    assert (document.title, document.regions) == (TITLE, ("310118",))
    assert document.digest == hashlib.sha256(FILES[name]).hexdigest()
    assert document.path == str(tmp_path / name)


@pytest.mark.parametrize(
    ("encoding", "sample"),
    [
        ("utf-8", "简体"),
        ("utf-8-sig", "简体"),
        ("utf-16", "简体"),
        ("gb18030", "简体"),
        ("gbk", "简体"),
        ("big5", "繁體"),
        ("gb18030", "繁體"),
        ("utf-16-be", "\ufeff简体"),
    ],
)
def test_usual_encodings_are_told_apart(encoding: str, sample: str, tmp_path: Path) -> None:
    traditional = "臺北市與國立臺灣大學簽訂合作協議，雙方將共同培養學生，並在社區設立服務據點，歡迎居民參與。"
    body = traditional if "繁體" in sample else BODY[0]
    marked = sample[: sample.startswith("\ufeff")]
    document = read(tmp_path, "a.txt", f"{marked}{body}\n{body}\n".encode(encoding))
    assert texts(document) == [body, body]


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "utf-8"])
def test_a_page_is_read_in_the_encoding_that_it_names(charset: str, tmp_path: Path) -> None:
    page = made.web([*BODY, "镕基路旁的喆园小区也有志愿者。"]).replace('charset="utf-8"', f'charset="{charset}"')
    document = read(tmp_path, "a.html", page.encode("gb18030" if "g" in charset.lower() else charset))
    assert texts(document)[-1] == "镕基路旁的喆园小区也有志愿者。"


def test_a_page_leaves_out_what_is_around_the_article(tmp_path: Path) -> None:
    document = read(tmp_path, "a.html", made.web(BODY).encode())
    assert [paragraph.number for paragraph in document.paragraphs] == [4, 6, 7, 8]
    assert [(one.first, one.last) for one in document.left_out] == [(1, 3), (5, 5), (9, 12)]
    assert (document.publisher, document.published) == ("水乡日报", "2024-03-05")


@pytest.mark.parametrize(
    ("head", "date_said"),
    [
        ('<meta name="PubDate" content="2023-11-02 08:00">', "2023-11-02"),
        ('<meta property="article:published_time" content="2023-11-02T08:00:00+08:00">', "2023-11-02"),
        ('<link rel="canonical" href="https://www.example.cn/news/202311/02/t20231102_17.html">', "2023-11-02"),
        ('<meta property="og:url" content="https://www.example.cn/2023-11/02/c_17.htm">', "2023-11-02"),
    ],
)
def test_a_page_tells_its_day_in_its_head(head: str, date_said: str, tmp_path: Path) -> None:
    page = made.web(BODY, head=head).replace("发布时间：2024-03-05 09:30", "")
    assert read(tmp_path, "a.html", page.encode()).published == date_said


def test_a_short_notice_is_not_drowned_by_its_page(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "a.html", made.web(BODY[:1]).encode())) == [TITLE, BODY[0]]


def test_cells_of_a_table_stand_in_one_line(tmp_path: Path) -> None:
    table = "<table><tr><th>学校</th><th>街道</th></tr><tr><td>同济大学</td><td>香花桥街道</td></tr></table>"
    page = f"<html><body><p>{BODY[0]}</p>{table}<p>{BODY[1]}</p></body></html>"
    assert texts(read(tmp_path, "a.html", page.encode())) == [BODY[0], "学校\t街道", "同济大学\t香花桥街道", BODY[1]]


def test_rows_of_a_sheet_are_lines(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["学校", "街道", "项数"],
        [],
        ["同济大学", "香花桥街道", 3],
        ["上海大学", "盈浦街道", 2.5],
    ]
    document = read(tmp_path, "结对名单.xlsx", made.excel(rows))
    assert texts(document) == ["学校\t街道\t项数", "同济大学\t香花桥街道\t3", "上海大学\t盈浦街道\t2.5"]
    assert [paragraph.number for paragraph in document.paragraphs] == [1, 2, 3]
    assert document.title == "结对名单"


def test_word_prints_tables_boxes_and_insertions_but_nothing_deleted(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.created = datetime(2022, 5, 6)
    first = document.add_paragraph(BODY[0])
    first._p.append(parse_xml(f"<w:ins {nsdecls('w')} w:id='1' w:author='x'><w:r><w:t>另有增补。</w:t></w:r></w:ins>"))
    first._p.append(
        parse_xml(f"<w:del {nsdecls('w')} w:id='2' w:author='x'><w:r><w:delText>已删。</w:delText></w:r></w:del>")
    )
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "同济大学", "盈浦街道"
    document.add_paragraph("第一行\n第二行。")
    read_back = read(tmp_path, "a.docx", made.saved(document))
    assert texts(read_back) == [BODY[0] + "另有增补。", "同济大学\t盈浦街道", "第一行", "第二行。"]
    assert read_back.published == "2022-05-06"


def test_a_pdf_leaves_out_page_numbers_and_running_heads(tmp_path: Path) -> None:
    lines = wrapped()
    pages = [["水乡简报 第3期", *lines[start : start + 3], f"- {start} -"] for start in (0, 3, 6)]
    document = read(tmp_path, "a.pdf", made.pdf(pages))
    assert texts(document) == [TITLE, *BODY]
    assert document.paragraphs[1].lines == ((0, 3), (_WIDTH, 4))
    assert {one.why.zh for one in document.left_out} == {"页码", "页眉或页脚，每页重复"}


def test_markdown_keeps_the_numbers_of_its_source_lines(tmp_path: Path) -> None:
    source = (
        f"---\ntitle: 水乡\ndate: 2024-03\n---\n# {TITLE}\n\n| 校 | 地 |\n|---|---|\n| 同济大学 | 青浦区 |\n\n* * *\n"
    )
    document = read(tmp_path, "a.md", f"{source}- [名单](x.html)见**附件**\n    {BODY[0]}\n".encode())
    assert [(one.number, one.text) for one in document.paragraphs] == [
        (5, TITLE),
        (6, "校\t地"),
        (8, "同济大学\t青浦区"),
        (10, "名单见附件"),
        (11, BODY[0]),
    ]
    assert (document.title, document.published) == ("水乡", "2024-03")
