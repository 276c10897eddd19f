"""Files that are broken or mean harm: one clear message each, and the others are read."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest

from graph.errors import BadInput, Problem
from loaders.document.base import Document
from loaders.document.reading.limits import MAX_BYTES, MAX_HTML_BYTES, MAX_LINE, MAX_PAGES, MAX_TAGS, MAX_UNPACKED, MIB
from loaders.document.reading.read import read_document, read_documents
from tests.loaders.document import made
from tests.loaders.document.made import BODY

_CORE_PART, _WORD_PART = "docProps/core.xml", "word/document.xml"
_CHINESE = "\n".join(BODY).encode()


def refused(path: Path, data: bytes) -> Problem:
    path.write_bytes(data)
    with pytest.raises(BadInput) as caught:
        read_document(path)
    (problem,) = caught.value.problems
    assert problem.file == str(path)
    assert problem.what.zh and problem.what.en
    return problem


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 512


WORD = made.word(BODY)
EXCEL = made.excel([["学校", "街道"], ["同济大学", "盈浦街道"]])
PDF = made.pdf([BODY])
BILLION = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><r>&b;</r>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>"""

CASES = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\r\n\t", "empty"),
    "unseen.txt": ("\ufeff\u200b\n\u202e".encode(), "no text"),
    "binary.txt": (b"\x7fELF\x02\x01\x00" + bytes(range(256)), "binary"),
    "really-a.txt": (PDF, "is PDF"),
    "really-b.md": (WORD, "zip / Office"),
    "english.txt": (b"The university and the district signed an agreement. " * 9, "not a Chinese document: 0%"),
    "japanese.txt": ("大学と地域が協力して、学生のボランティア活動を進めています。\n".encode() * 3, "not a Chinese"),
    "no-words.txt": (b"12 34 56\n7 8 9\n", "not a Chinese"),
    "no-words.pdf": (made.pdf([[]]), "no text layer"),
    "no-article.txt": ("来源：水乡日报\n版权所有".encode(), "there is no article"),
    "format.wps": (_CHINESE, "format .wps"),
    "nothing": (_CHINESE, "without a suffix"),
    "cut.docx": (WORD[: len(WORD) // 2], "not a sound Office"),
    "cut.xlsx": (EXCEL[:-30], "not a sound Office"),
    "cut.pdf": (PDF[: len(PDF) * 2 // 3], "cut off"),
    "text.pdf": (_CHINESE, "no PDF"),
    "text.docx": (_CHINESE, "not a sound Office"),
    "excel.docx": (EXCEL, "no word/document.xml"),
    "word.xlsx": (WORD, "no xl/workbook.xml"),
    "secret.docx": (ole("EncryptedPackage"), "encrypted"),
    "secret.xlsx": (ole("EncryptedPackage"), "encrypted"),
    "old.docx": (ole("WordDocument"), "Office 97-2003"),
    "secret.pdf": (made.pdf([BODY], password="水乡".encode().hex()), "encrypted"),
    "many.pdf": (made.pdf([["页"]] * (MAX_PAGES + 1)), f"{MAX_PAGES + 1} pages"),
    "billion.docx": (made.repacked(WORD, {_WORD_PART: BILLION}), "declares XML entities"),
    "outside.docx": (made.repacked(WORD, {_CORE_PART: OUTSIDE}), "declares XML entities"),
    "wide.docx": (made.repacked(WORD, {_CORE_PART: OUTSIDE.decode().encode("utf-16")}), "declares XML entities"),
    "outside.xlsx": (made.repacked(EXCEL, {"xl/sharedStrings.xml": OUTSIDE}), "declares XML entities"),
    "malformed.docx": (made.repacked(WORD, {_WORD_PART: b"<w:document>"}), "damaged Word"),
    "malformed.xlsx": (made.repacked(EXCEL, {"xl/workbook.xml": b"<workbook"}), "damaged Excel"),
    "ratio.docx": (made.repacked(WORD, {"word/bomb.xml": b" " * (32 * MIB)}), "a zip bomb?"),
    "parts.xlsx": (made.repacked(EXCEL, {f"xl/{n}": b"" for n in range(10_001)}), "parts in the zip"),
    "line.txt": (b"a" * (MAX_LINE * 4 + 1), "a line of"),
    "line.md": ("地".encode() * (MAX_LINE + 1), "a line of"),
    "huge.html": (b"<p>" + b" " * MAX_HTML_BYTES, "a page of 16 MB"),
    "tags.html": (b"<br>" * (MAX_TAGS + 1), "tags"),
    "comment.html": (b"<!-- -->", "no content"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_bad_file_has_one_clear_message(name: str, tmp_path: Path) -> None:
    data, says = CASES[name]
    assert says in refused(tmp_path / name, data).say("en")


def test_one_bad_file_never_stops_the_others(tmp_path: Path) -> None:
    for name, (data, _) in CASES.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "z").mkdir()
    (tmp_path / "z" / "good.txt").write_bytes(_CHINESE)
    (tmp_path / "z" / ".hidden.txt").write_bytes(_CHINESE)
    (tmp_path / "z" / "~$good.docx").write_bytes(b"lock")
    read = list(read_documents([tmp_path, tmp_path / "absent.txt"]))
    assert [Path(one.path).name for one in read if isinstance(one, Document)] == ["good.txt"]
    failed = [problem.file for one in read if isinstance(one, BadInput) for problem in one.problems]
    assert sorted(failed) == sorted([*(str(tmp_path / name) for name in CASES), str(tmp_path / "absent.txt")])


def test_a_line_of_a_hundred_megabytes_is_refused_at_its_place(tmp_path: Path) -> None:
    problem = refused(tmp_path / "a.txt", _CHINESE + b"\n" + "啊".encode() * (100 * MIB // 3))
    assert (problem.line, problem.column) == (len(BODY) + 1, 1)


def test_a_file_beyond_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(BadInput, match="上限 128 MB"):
        read_document(path)


def test_a_zip_that_understates_its_size_is_refused(tmp_path: Path) -> None:
    """The directory says that the part is small; its stream would give a gigabyte."""
    data = bytearray(made.repacked(WORD, {"word/bomb.xml": b" " * (8 * MIB)}))
    entry = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 64)
    assert "not a sound Office" in refused(tmp_path / "a.docx", bytes(data)).say("en")


def test_the_limit_of_unpacked_bytes_holds_whatever_the_ratio(tmp_path: Path) -> None:
    data = bytearray(made.repacked(WORD, {"word/media/a.bin": os.urandom(4 * MIB)}))
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 24, MAX_UNPACKED + 1)
    assert "a zip bomb?" in refused(tmp_path / "a.docx", bytes(data)).say("en")


@pytest.mark.parametrize(
    ("data", "line", "column", "says"),
    [
        ("第一行。\n第二行".encode() + b"\xff" + "还有字。".encode() * 40, 2, 4, "not valid utf-8: byte 0xff"),
        (("正常的一行文字。\n" * 9).encode() + "断".encode()[:2], 10, 1, "cut off inside a character"),
        ("开头\n坏\ufffd字".encode(), 2, 2, "wrong conversion"),
        ("开头\n锟斤拷".encode(), 2, 1, "wrong conversion"),
        ("开头\n".encode() + "大学与街道".encode().decode("cp1252", "replace").encode(), 2, 1, "wrong conversion"),
        ("\ufeff开头".encode("utf-16-le") + b"\x00\xd8" + "字".encode("utf-16-le"), 1, 3, "not valid utf-16-le"),
    ],
)
def test_a_wrong_encoding_is_told_at_its_place(data: bytes, line: int, column: int, says: str, tmp_path: Path) -> None:
    problem = refused(tmp_path / "a.txt", data)
    assert (problem.line, problem.column) == (line, column)
    assert says in problem.say("en")


def test_what_nobody_sees_is_taken_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("同济\u202e大学\u200b与\u2066青浦区\u2069合作。\n\u200f\n第二\u00ad段。\n", encoding="utf-8")
    document = read_document(path)
    assert [(one.number, one.text) for one in document.paragraphs] == [(1, "同济大学与青浦区合作。"), (2, "第二段。")]
    assert document.notes[0].en == "6 invisible characters were taken out (U+00AD U+200B U+200F U+202E U+2066)"


def test_lookalikes_of_characters_become_the_characters(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\u2f2f\u2f00\u2f42大\u5b78与社区合作共建。\n", encoding="utf-8")
    assert read_document(path).paragraphs[0].text == "工一文大學与社区合作共建。"


def test_a_table_of_digits_with_few_words_is_chinese(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.excel([["年", "项"], *([2000 + n, n * 7.25] for n in range(500))]))
    assert len(read_document(path).paragraphs) == 501


def test_a_page_nested_deeply_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<div>" * 900 + f"<p>{BODY[0]}</p>", encoding="utf-8")
    assert [one.text for one in read_document(path).paragraphs] == [BODY[0]]
    deeper = f"<p>{BODY[1]}</p>" + "<div>" * 50_000 + f"<p>{BODY[0]}</p>"
    assert "nested too deeply" in refused(path, deeper.encode()).say("en")


def test_a_page_in_one_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<div>" + f"<p>{BODY[0]}</p>" * 3_000 + "</div>", encoding="utf-8")
    assert len(read_document(path).paragraphs) == 3_000


def test_what_is_nested_too_deeply_in_markdown_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(BODY[0] + "\n\n" + "> " * 100 + BODY[1], encoding="utf-8")
    assert read_document(path).paragraphs[-1].text.endswith(BODY[1])


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for name, says in (("pipe.txt", "不是文件"), ("absent.txt", "没有这个文件"), (".", "不是文件")):
        with pytest.raises(BadInput, match=says):
            read_document(tmp_path / name)
