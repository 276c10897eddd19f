"""What docx and xlsx share: a zip of XML that is checked before it is opened, and its core properties."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from lxml import etree

from graph.errors import Text
from loaders.document.reading.base import Fault
from loaders.document.reading.limits import MAX_PARTS, MAX_RATIO, MAX_UNPACKED, MIB, RATIO_FROM

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CORE = "docProps/core.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_CHUNK = MIB
_HEAD = 4096
_CUT = Text("文件可能不完整，重新取得后再读", "it may be cut off; get it again")


def check_office(data: bytes, part: str, most: int = MAX_UNPACKED) -> None:
    """Accept an Office file that has this part and is no larger than `most` bytes when unpacked.

    Raises:
        Fault: when it is encrypted, of the old format, cut off, a zip bomb, or holds XML entities.
    """
    _refuse_ole(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _check_sizes(package, len(data), most)
            if part not in package.namelist():
                raise Fault(
                    Text(f"不是这种 Office 文件：没有 {part}", f"not an Office file of this kind: no {part}"),
                    Text(
                        "改正扩展名，或打开它另存为这种格式", "give it the right extension, or save it in this format"
                    ),
                )
            for entry in package.infolist():
                _check_part(package, entry)
    except (
        zipfile.BadZipFile,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        zlib.error,
    ) as error:
        raise Fault(Text(f"不是完好的 Office 文件（{error}）", f"not a sound Office file ({error})"), _CUT) from error


def core_properties(data: bytes) -> dict[str, str]:
    """`title`, `creator`, `publisher`, `created`, as far as the file says."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        if _CORE not in package.namelist():
            return {}
        try:
            root = etree.fromstring(package.read(_CORE), etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            return {}
    tags = {
        f"{_DC}title": "title",
        f"{_DC}creator": "creator",
        f"{_DC}publisher": "publisher",
        f"{_TERMS}created": "created",
    }
    return {tags[child.tag]: child.text.strip() for child in root if child.tag in tags and child.text}


def _refuse_ole(data: bytes) -> None:
    if not data.startswith(_OLE):
        return
    if _ENCRYPTED in data:
        raise Fault(Text("文件已加密", "the file is encrypted"), Text("去掉密码后再读", "remove its password"))
    raise Fault(
        Text("是 Office 97-2003 的旧格式", "of the old format of Office 97-2003"),
        Text("另存为 .docx 或 .xlsx", "save it as .docx or .xlsx"),
    )


def _check_sizes(package: zipfile.ZipFile, packed: int, most: int) -> None:
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_PARTS:
        raise Fault(
            Text(
                f"压缩包有 {len(entries)} 项，上限 {MAX_PARTS}", f"{len(entries)} parts in the zip; at most {MAX_PARTS}"
            )
        )
    if unpacked > most or unpacked > max(RATIO_FROM, packed * MAX_RATIO):
        raise Fault(
            Text(
                f"解压后有 {unpacked // MIB} MB，为原大小的 {unpacked // packed} 倍，疑为压缩炸弹",
                f"{unpacked // MIB} MB when unpacked, {unpacked // packed} times its size: a zip bomb?",
            ),
            Text(
                f"上限 {most // MIB} MB、{MAX_RATIO} 倍",
                f"at most {most // MIB} MB and {MAX_RATIO} times",
            ),
        )


def _check_part(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack a part once: its check sum must be right, and its head must declare no entities."""
    if entry.flag_bits & 1:
        raise Fault(Text("文件已加密", "the file is encrypted"), Text("去掉密码后再读", "remove its password"))
    with package.open(entry) as part:
        head = part.read(_HEAD)
        while part.read(_CHUNK):
            pass
    if entry.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in head.replace(b"\x00", b""):
        raise Fault(
            Text(
                f"{entry.filename} 声明了 XML 实体，不予读取", f"{entry.filename} declares XML entities; it is not read"
            ),
            Text("正常的 Office 文件没有这种声明", "a sound Office file has no such declaration"),
        )
