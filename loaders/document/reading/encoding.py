"""Bytes to text: by mark, by trial, and by guess only where two encodings both fit."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from io import BytesIO

from charset_normalizer import from_bytes

from graph.errors import Text
from loaders.document.reading.base import Fault
from loaders.document.reading.limits import MAX_LINE

#: The longest mark first: that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ("gb18030", "big5")
_WIDEST = 4
_SAMPLE = 20_000
#: A text read in a wrong encoding has fewer common characters than this.
_PLAUSIBLE = 0.7
_CLOSE = 0.1
_SPOILT = re.compile("\ufffd|锟斤拷|(?:[ä-é][\x80-\xbf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2}){3}")
_FORMATS = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "zip / Office"),
    (b"\xd0\xcf\x11\xe0", "Office 97-2003"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
)
_SAVE_AS = Text("另存为 UTF-8 后再读", "save it as UTF-8")


def decode(data: bytes, declared: str | None = None, *, lines: bool = True) -> str:
    """The text of a file.

    `declared` is the encoding that it names itself; `lines` says whether its lines are those that are printed.

    Raises:
        Fault: when it is binary, or in no encoding that fits; it names the place.
    """
    return decoded(data, declared, lines=lines)[0]


def decoded(data: bytes, declared: str | None = None, *, lines: bool = True) -> tuple[str, str]:
    """The same, and the encoding that it is in; `ascii` where that is not yet told.

    Raises:
        Fault: as `decode`.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding), encoding
    _refuse_binary(data)
    if lines:
        _refuse_long_lines(data)
    for encoding in filter(None, (declared, "utf-8")):
        text = _try(data, encoding)
        if text is not None:
            return _sound(text), "ascii" if data.isascii() else encoding
    text, encoding = _legacy(data)
    return _sound(text), encoding


def _strict(data: bytes, encoding: str) -> str:
    try:
        return _sound(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise _broken(data, encoding, error) from error


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _legacy(data: bytes) -> tuple[str, str]:
    """A text in the encodings of before Unicode; where several fit, the one that gives common characters."""
    fits = {encoding: text for encoding in _LEGACY if (text := _try(data, encoding)) is not None}
    ranked = sorted(((_commonness(text), encoding) for encoding, text in fits.items()), reverse=True)
    if not ranked or ranked[0][0] < _PLAUSIBLE:
        raise _unreadable(data)
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLOSE:
        best = from_bytes(data[:_SAMPLE], cp_isolation=[*_LEGACY]).best()
        if best is not None and best.encoding in fits:
            return fits[best.encoding], best.encoding
    return fits[ranked[0][1]], ranked[0][1]


def _commonness(text: str) -> float:
    """The share of everyday characters among those that are not ASCII."""
    wide = [char for char in text[:_SAMPLE] if not char.isascii()]
    return sum(map(_common, wide)) / len(wide) if wide else 0.0


def _common(char: str) -> bool:
    if not "\u4e00" <= char <= "\u9fff":
        return "\u2010" <= char <= "\u2027" or "\u3000" <= char <= "\u3011" or "\uff00" <= char <= "\uff5e"
    gb, big5 = (char.encode(encoding, "ignore")[:1] for encoding in ("gb2312", "big5"))
    return b"\xb0" <= gb <= b"\xd7" or b"\xa4" <= big5 <= b"\xc6"


def _refuse_binary(data: bytes) -> None:
    for magic, name in _FORMATS:
        if data.startswith(magic):
            raise Fault(
                Text(f"内容是 {name}，不是文本", f"the content is {name}, not text"),
                Text("改正扩展名", "give it the right extension"),
            )
    at = data.find(b"\x00")
    if at >= 0:
        raise Fault(
            Text(f"是二进制文件（第 {at} 字节为 0）", f"a binary file (byte {at} is 0)"),
            Text("UTF-16 文件须带 BOM", "a UTF-16 file needs its byte order mark"),
        )


def _refuse_long_lines(data: bytes) -> None:
    """Before decoding: a line of 100 MB would take many times that."""
    lines: Iterator[bytes] = iter(BytesIO(data if b"\n" in data else data.replace(b"\r", b"\n")))
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE * _WIDEST:
            raise Fault(
                Text(
                    f"一行有 {len(line)} 字节，上限 {MAX_LINE} 个字符",
                    f"a line of {len(line)} bytes; at most {MAX_LINE} characters",
                ),
                Text("断成多行后再读", "break it into lines"),
                line=number,
                column=1,
            )


def _sound(text: str) -> str:
    """The text, if no earlier conversion has spoilt it."""
    found = _SPOILT.search(text)
    if found is None:
        return text
    line, column = _place(text[: found.start()])
    raise Fault(
        Text("文字已被错误的转码损坏", "the text was spoilt by a wrong conversion"),
        Text("找回原文件", "get the original file"),
        line=line,
        column=column,
    )


def _unreadable(data: bytes) -> Fault:
    """No encoding fits: the place where the likeliest one breaks."""
    errors: dict[str, UnicodeDecodeError] = {}
    for encoding in ("utf-8", *_LEGACY):
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            errors[encoding] = error
    sample = data[:_SAMPLE].decode("utf-8", "replace")
    likely = "utf-8" if sample.count("\ufffd") * 20 < len(sample) else max(errors, key=lambda e: errors[e].start)
    return _broken(data, likely, errors[likely])


def _broken(data: bytes, encoding: str, error: UnicodeDecodeError) -> Fault:
    line, column = _place(data[: error.start].decode(encoding, "replace"))
    byte = data[error.start : error.start + 1].hex()
    cut = (
        Text("；文件似在一个字符中间断了", "; the file seems cut off inside a character")
        if error.end >= len(data)
        else Text("", "")
    )
    return Fault(
        Text(f"不是有效的 {encoding}：字节 0x{byte}{cut.zh}", f"not valid {encoding}: byte 0x{byte}{cut.en}"),
        _SAVE_AS,
        line=line,
        column=column,
    )


def _place(before: str) -> tuple[int, int]:
    """Line and column, from 1, of what comes after a text."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")
