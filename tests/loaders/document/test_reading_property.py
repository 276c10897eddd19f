"""Whatever a file holds: no crash, no line lost, and every passage is found again at its place."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import BadInput
from graph.values import paragraphs as span_of
from loaders.document.base import Document
from loaders.document.reading.base import INVISIBLE, Page
from loaders.document.reading.formats import READERS
from loaders.document.reading.read import read_document
from tests.loaders.document import made
from tests.loaders.document.made import BODY, TITLE

_PIECES = (
    "青浦区", "与同济大学", "签订协议", "，", "。", "、", "；", "“", "”", "（", "）", "\n", "\n\n", "　　", "▲", "一、",
    "本报记者 甲乙", "来源：", "2023年5月1日", "相关新闻", "# ", "*", "|", "<p>", "&nbsp;", "\t", "\u202e",
    "\u200b", "A1", " ", "街道", "地", "校" * 28,
)  # fmt: skip
documents = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=80).map("".join),
    st.text(max_size=300),
)
FILES = {
    ".docx": made.word(BODY, title=TITLE),
    ".xlsx": made.excel([["同济大学", "盈浦街道"]]),
    ".pdf": made.pdf([BODY]),
    ".html": made.web(BODY).encode(),
    ".txt": made.text(TITLE, *BODY).encode("gb18030"),
}
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(data: bytes, suffix: str) -> Document | None:
    """The document, or None where it was refused as it should be."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(data)
        try:
            return read_document(path)
        except BadInput as error:
            assert len(error.problems) == 1
            return None


def check(document: Document, page: Page) -> None:
    """Every line is in one paragraph or left out; every paragraph is its lines; every place is told right."""
    lines = {line.number: line.text for line in page.lines}
    kept = [number for one in document.paragraphs for _, number in one.lines]
    left = [n for one in document.left_out for n in range(one.first, one.last + 1) if n in lines]
    assert sorted(kept + left) == sorted(lines)
    assert [one.number for one in document.paragraphs] == sorted(one.number for one in document.paragraphs)
    for one in document.paragraphs:
        assert one.lines[0] == (0, one.number)
        starts = [*(start for start, _ in one.lines), len(one.text)]
        for (start, number), after in zip(one.lines, starts[1:], strict=True):
            assert one.text[start:after].rstrip() == lines[number]
            assert one.locator(start, start + len(lines[number])) == str(number)
        covered = span_of(one.locator(0, len(one.text)))
        assert covered == (one.lines[0][1], one.lines[-1][1])


@quick
@given(documents)
def test_every_line_of_a_text_is_found_again(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    document = read(data, ".txt")
    if document is not None:
        check(document, READERS[".txt"].read(data))
        printed = [line for line in text.removeprefix("\ufeff").splitlines() if INVISIBLE.sub("", line).strip()]
        assert max(number for one in document.paragraphs for _, number in one.lines) <= len(printed)


@quick
@given(documents, st.sampled_from([".md", ".html"]))
def test_every_line_of_marked_up_text_is_found_again(text: str, suffix: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    document = read(data, suffix)
    if document is not None:
        check(document, READERS[suffix].read(data))


@quick
@given(st.binary(max_size=400), st.sampled_from(sorted(READERS)))
def test_arbitrary_bytes_are_read_or_refused(data: bytes, suffix: str) -> None:
    read(data, suffix)


@pytest.mark.parametrize("suffix", FILES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_files_are_read_or_refused(suffix: str, data: st.DataObject) -> None:
    file = bytearray(FILES[suffix])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(file) - 1))
        file[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    document = read(bytes(file), suffix)
    if document is not None:
        check(document, READERS[suffix].read(bytes(file)))


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_office_files_with_mutated_parts_are_read_or_refused(suffix: str, data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(FILES[suffix])) as package:
        name = data.draw(st.sampled_from(package.namelist()))
        part = bytearray(package.read(name))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(part)))
        cut = data.draw(st.integers(0, 60))
        part[at : at + cut] = data.draw(st.sampled_from([b"", b"x", b"<", bytes(part[:cut])]))
    read(made.repacked(FILES[suffix], {name: bytes(part)}), suffix)


@quick
@given(st.lists(st.sampled_from(BODY), min_size=1, max_size=12), st.integers(24, 40))
def test_a_wrapped_text_loses_no_character(bodies: list[str], width: int) -> None:
    lines = [one[at : at + width] for one in bodies for at in range(0, len(one), width)]
    document = read(made.text(*lines).encode(), ".txt")
    assert document is not None
    assert "".join(one.text for one in document.paragraphs) == "".join(bodies)
