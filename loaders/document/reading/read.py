"""A file to a Document: the format's reader, then the steps that all formats share."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from graph.errors import NO_TEXT, BadInput, Problem, Text
from loaders.document.base import Document
from loaders.document.reading.articles import left_out, select
from loaders.document.reading.base import Fault, Page, Reader
from loaders.document.reading.formats import READERS
from loaders.document.reading.limits import MAX_BYTES, MAX_FOREIGN_SHARE, MIB, MIN_HAN_SHARE
from loaders.document.reading.metadata import metadata
from loaders.document.reading.regions import regions
from loaders.document.reading.wrapping import fill_width, group, join

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f]")
_FOREIGN = re.compile(r"[\u3041-\u30ff\uac00-\ud7a3]")
_WORD = re.compile(r"[^\W\d_\u2e80-\u9fff\uac00-\ud7a3\U00020000-\U0003134f]+")


def read_document(path: Path) -> Document:
    """Read one file.

    Raises:
        BadInput: with the one problem for which it cannot be read.
    """
    try:
        data = _load(path)
        page = _reader(path).read(data)
        _check_chinese(page)
        return _document(path, data, page)
    except Fault as fault:
        raise BadInput([Problem(str(path), fault.line, fault.column, fault.what, fault.hint)]) from fault


def read_documents(paths: Sequence[Path]) -> Iterator[Document | BadInput]:
    """Read files, and all files in folders; for each that cannot be read, its error in place of a document."""
    for path in paths:
        for file in _files(path):
            try:
                yield read_document(file)
            except BadInput as error:
                yield error


def _files(path: Path) -> list[Path]:
    """The files in a folder, in order, without hidden ones and the locks of open Office files."""
    if not path.is_dir():
        return [path]
    return sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and not any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
    )


def _load(path: Path) -> bytes:
    if not path.is_file():
        raise Fault(Text("不是文件", "not a file") if path.exists() else Text("没有这个文件", "no such file"))
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Fault(
                Text(
                    f"文件有 {size // MIB} MB，上限 {MAX_BYTES // MIB} MB",
                    f"a file of {size // MIB} MB; at most {MAX_BYTES // MIB} MB",
                ),
                Text("分成几个文件", "split it"),
            )
        data = path.read_bytes()
    except OSError as error:
        raise Fault(Text(f"打不开：{error.strerror}", f"cannot be opened: {error.strerror}")) from error
    if not data.strip():
        raise Fault(Text("文件是空的", "the file is empty"))
    return data


def _reader(path: Path) -> Reader:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = " ".join(sorted(READERS))
        raise Fault(
            Text(
                f"不支持 {path.suffix or '没有扩展名'} 格式",
                f"the format {path.suffix or 'without a suffix'} is not supported",
            ),
            Text(f"支持 {known}", f"supported: {known}"),
        )
    return reader


def _check_chinese(page: Page) -> None:
    """Refuse what has no words, and what is in another language."""
    if not page.lines:
        raise Fault(Text("文件里没有文字", "the file has no text"))
    han = words = foreign = 0
    for line in page.lines:
        han += len(_HAN.findall(line.text))
        foreign += len(_FOREIGN.findall(line.text))
        words += len(_WORD.findall(line.text))
    every = han + words + foreign
    if not han or han < MIN_HAN_SHARE * every or foreign > MAX_FOREIGN_SHARE * every:
        share = round(100 * han / every) if every else 0
        raise Fault(
            Text(f"不是中文文献：汉字占 {share}%", f"not a Chinese document: {share}% of its words are Han"),
            Text(f"至少应占 {MIN_HAN_SHARE:.0%}", f"at least {MIN_HAN_SHARE:.0%} are needed"),
        )


def _document(path: Path, data: bytes, page: Page) -> Document:
    lines = select(page.lines)
    article = [line for line in lines if line.why is None]
    if not article:
        why = lines[0].why or NO_TEXT
        raise Fault(Text(f"没有正文，只有{why.zh}等", f"there is no article, only {why.en} and the like"))
    groups = group(article, fill_width(article, wrapped=page.wrapped))
    joined = tuple(map(join, groups))
    about = metadata(page, [replace(lines[0], text=one.text) for lines, one in zip(groups, joined, strict=True)])
    title = about.title or _named(path)
    return Document(
        path=str(path),
        paragraphs=joined,
        title=title,
        publisher=about.publisher,
        published=about.published,
        regions=regions(title, about.publisher, joined),
        left_out=left_out(lines),
        digest=hashlib.sha256(data).hexdigest(),
        notes=_notes(page),
    )


def _named(path: Path) -> str:
    """The file's name, where it was given as a title."""
    return path.stem if _HAN.search(path.stem) else ""


def _notes(page: Page) -> tuple[Text, ...]:
    if not page.invisible:
        return ()
    count = page.invisible.total()
    codes = " ".join(f"U+{ord(char):04X}" for char in sorted(page.invisible)[:5])
    return (Text(f"已去掉 {count} 个不可见字符（{codes}）", f"{count} invisible characters were taken out ({codes})"),)
