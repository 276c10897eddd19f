"""The lines of a text file, in whatever encoding; what is spoilt in one line does not hide the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from loaders.document.reading.base import Fault
from loaders.document.reading.encoding import decoded
from loaders.document.reading.limits import MIB

_CHUNK = 8 * MIB
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_WIDE = re.compile(rb"[\x80-\xff]")
_UTF8_MARK = b"\xef\xbb\xbf"
#: What stands for bytes that an earlier conversion, or ours, could not read; and what no text has.
_LOST = ("\ufffd".encode(), "锟斤拷".encode(), b"\x00")
LOST = re.compile("\ufffd|锟斤拷|\x00")
#: Of the lines that tell an encoding, how many must be in it.
_MOST = 0.5


def texts(path: Path) -> Iterator[str]:
    """The lines of a file with their ends, decoded chunk by chunk; bytes that cannot be read become U+FFFD.

    Raises:
        Fault: when it is binary, or most of it in no encoding.
    """
    with path.open("rb") as file:
        if file.read(4).startswith(_WIDE_MARKS):
            file.seek(0)
            yield from _split(decoded(file.read(), lines=False)[0])
            return
        file.seek(0)
        encoding, before = "ascii", 0
        while chunk := file.read(_CHUNK):
            chunk += file.readline()
            # What is plain tells no encoding: only what comes after is asked.
            wide = _WIDE.search(chunk) if encoding == "ascii" else None
            plain = chunk.rfind(b"\n", 0, wide.start()) + 1 if wide else 0
            for part in filter(None, (chunk[:plain], chunk[plain:])):
                text, encoding = _decoded(part, encoding, before)
                before += part.count(b"\n")
                yield from _split(text)


def _decoded(chunk: bytes, encoding: str, before: int) -> tuple[str, str]:
    """A chunk in the encoding of those before it."""
    try:
        if encoding == "ascii":
            return decoded(chunk, lines=False)
        decoded(chunk.replace(_UTF8_MARK, b""), encoding, lines=False)
        return chunk.decode(encoding), encoding
    except (Fault, UnicodeDecodeError) as error:
        likely = _likely(chunk) if encoding == "ascii" else encoding
        if (text := _mostly(chunk, likely)) is not None:
            return text, likely
        if isinstance(error, UnicodeDecodeError):
            return chunk.decode(encoding, "replace"), encoding
        raise Fault(error.what, error.hint, line=error.line + before, column=error.column) from error


def _likely(chunk: bytes) -> str:
    """The encoding of the first line that tells one."""
    first = next((line for line in chunk.splitlines() if _WIDE.search(line)), b"")
    return "utf-8" if _is(first, "utf-8") else "gb18030"


def _mostly(chunk: bytes, encoding: str) -> str | None:
    """A chunk of which some lines are spoilt or in another encoding; None when most are, or it is no text at all."""
    lines = [(line, _sound(line, encoding)) for line in chunk.splitlines(keepends=True)]
    wide = [sound for line, sound in lines if _WIDE.search(line)]
    if sum(wide) < _MOST * len(wide):
        return None
    plain = b"".join(line for line, sound in lines if sound)
    for lost in _LOST:
        plain = plain.replace(lost, b"")
    try:
        decoded(plain, encoding, lines=False)
    except Fault:
        return None
    return "".join(line.decode(encoding) if sound else _spoilt(line, encoding) for line, sound in lines)


def _sound(line: bytes, encoding: str) -> bool:
    """Whether a line is in an encoding, and not rather in another one that is known for certain."""
    if line.isascii():
        return True
    return _is(line, encoding) and (encoding == "utf-8" or not _is(line, "utf-8"))


def _spoilt(line: bytes, encoding: str) -> str:
    """A line with U+FFFD for what cannot be read; nothing of it can where it is in another encoding."""
    return line.decode("ascii" if _is(line, "utf-8") else encoding, "replace")


def _is(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _split(text: str) -> Iterator[str]:
    """Lines with their ends; a file of old has carriage returns alone."""
    end = "\n" if "\n" in text else "\r"
    start = 0
    while (found := text.find(end, start)) >= 0:
        yield text[start : found + 1]
        start = found + 1
    if start < len(text):
        yield text[start:]
