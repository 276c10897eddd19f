"""Names of files that others chose, made safe to write under."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from graph.errors import BadParameter, Text

#: Bytes that a name may have on the file systems in use.
_LONGEST = 255
#: What Windows takes for devices, whatever suffix follows.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_UNFIT = re.compile(r'[<>:"|?*]')


def safe_name(given: str) -> str:
    """The last part of a name, without what a file system or a terminal would take for something else.

    Raises:
        BadParameter: when nothing of it is left.
    """
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    # control and format characters: NUL, line ends, those that turn the direction of writing
    name = "".join(char for char in name if not unicodedata.category(char).startswith("C"))
    name = _UNFIT.sub("_", name).strip().lstrip(".").rstrip(". ").strip()
    if not name:
        raise BadParameter(
            Text("文件名里没有可用的字", "nothing in the file name can be used"),
            where="name",
            hint=Text("例如 000-yuci.yaml", "for example 000-yuci.yaml"),
        )
    return _shortened(f"_{name}" if _DEVICE.fullmatch(name) else name)


def _shortened(name: str) -> str:
    """At most 255 bytes; the suffix stays, for it says how the file is read."""
    if len(name.encode()) <= _LONGEST:
        return name
    suffix = Path(name).suffix
    suffix = suffix if len(suffix.encode()) <= 16 else ""
    stem = name[: -len(suffix)] if suffix else name
    return stem.encode()[: _LONGEST - len(suffix.encode())].decode(errors="ignore") + suffix
