"""Cells that do not say what they seem to: damage, formulas without a value, “the same”, words for no name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.errors import Text
from loaders.document.reading.base import Fault
from loaders.table.base import UNCOMPUTED, CellValue, Field, cell_text
from loaders.table.naming import SEVERAL, is_list
from loaders.table.reading_bytes import LOST

#: A formula that failed, as spreadsheets print it; and one that stands where its value should.
_FAILED = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!|FIELD!|ERROR!)")
_FORMULA = re.compile(r"=\s*[\w(\"'+\-$@].*", re.DOTALL)
_ABOVE = re.compile(r"[（(]?(?:同\s?[上前左]\s?|ditto|[〃″〞])[）)]?|''|\"", re.IGNORECASE)
#: Types of fields that may say anything.
_FREE = frozenset(("text", "texts"))
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
#: Characters of a cell of a spreadsheet, and digits that a number of it keeps.
_LONGEST, _DIGITS = 32_767, 15
_TENTH = re.compile(r"(?:19|20)\d\d\.1")
#: What stands where a name is not known yet.
_NO_NAME = re.compile(
    r"待(?:定|填|补|补充|确认|核实|落实|商|议)|未(?:定|知)|不(?:详|明|清楚)|(?:详?见|参见)(?:上|下|附件|附表|附后).{0,8}"
    r"|tb[cda]|unknown|pending|null|none|nan|true|false",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r".+(?<![高初中平同])等(?:[等共\d一二两三四五六七八九十多几余]*[家所个名位](?:单位|高校|院校|企业|公司)?)?"
)
#: A class of actors: 若干企业, 3家, 各社区.
_CLASS = re.compile(
    r"(?:(?:若干|有关|相关|部分|全体|所有|多|各|某|数|几|十余|[一二两三四五六七八九十\d]+)[家所个名]?|辖区|驻地|驻区)"
    r"(?:企业|公司|高校|院校|大学|学校|单位|社区|街道|部门|机构|院系|学院)(?:等)?|(?:若干|多|数|几|\d+)[家所个名]"
)
_CODED = frozenset(("name", "names", "key", "figure"))
_NAMES = frozenset(("name", "names"))


def check(field: Field, value: CellValue, text: str) -> None:
    """Accept the text of a cell that may be read.

    Raises:
        Fault: when it says something else than it seems to, or nothing.
    """
    for fault in (*_damage(field, value, text), *(_no_name(field, value, text) if field.type in _NAMES else ())):
        raise fault


def _damage(field: Field, value: CellValue, text: str) -> Iterator[Fault]:
    if LOST.search(text) or LOST.search(cell_text(value)):
        yield Fault(
            Text("有读不出的字：编码不同，或已损坏", "characters that cannot be read: another encoding, or damaged"),
            Text("照原文重新填写", "type it again"),
        )
    if len(text) > _LONGEST:
        yield Fault(
            Text(f"有 {len(text)} 个字，上限 {_LONGEST}", f"{len(text)} characters; at most {_LONGEST}"),
            Text("缩短它", "shorten it"),
        )
    if _FAILED.fullmatch(text):
        yield Fault(
            Text("公式出错", "a formula that failed"), Text("改正公式，或写入数值", "mend it, or type the value")
        )
    uncomputed = isinstance(value, str) and value.startswith(UNCOMPUTED)
    if uncomputed or (field.type not in _FREE and _FORMULA.fullmatch(text)):
        yield Fault(
            Text("是公式，没有算出的值", "a formula without its value"),
            Text("写入数值，或用表格软件打开并保存", "type the value, or open and save it in a spreadsheet program"),
        )
    if _ABOVE.fullmatch(text) and (field.type not in _FREE or field.required):
        yield Fault(Text("指的是上一格，没有写明", "it refers to the cell above"), Text("照上一格写全", "write it out"))
    yield from _spoilt_number(field, value, text)


def _spoilt_number(field: Field, value: CellValue, text: str) -> Iterator[Fault]:
    again = Text("把该列设为文本再重新填写", "format the column as text and type it again")
    if field.type in _CODED and _SCIENTIFIC.fullmatch(text):
        yield Fault(Text("科学记数法，末几位已丢掉", "a number of which the last digits are lost"), again)
    if isinstance(value, float) and value.is_integer() and abs(value) >= 10**_DIGITS:
        yield Fault(
            Text(
                f"数字超过 {_DIGITS} 位，表格软件已丢掉末几位", f"over {_DIGITS} digits; the spreadsheet lost the last"
            ),
            again,
        )
    if field.type == "date" and isinstance(value, float) and _TENTH.fullmatch(text):
        yield Fault(
            Text("数字 .1 可能是一月，也可能是十月", "the number .1 may be January or October"),
            Text("把该列设为文本，写成 2023-01 或 2023-10", "format the column as text and write 2023-01 or 2023-10"),
        )


def _no_name(field: Field, value: CellValue, text: str) -> Iterator[Fault]:
    """What is none of the names that may stand in a cell."""
    own = field.name == "name"
    if isinstance(value, bool) or _NO_NAME.fullmatch(text) or not any(map(str.isalnum, text)):
        yield Fault(
            Text("不是名称", "not a name"),
            Text("写明名称；没有就留空，或删去这一行", "write the name; leave it blank or delete the row if none"),
        )
    if _CLASS.fullmatch(text):
        yield Fault(
            Text("说的是一类，不是哪一个", "a class of them, and not one"),
            Text("一一写出名称；没有就删去这一行", "name each of them, or delete the row"),
        )
    if own and is_list(text):
        yield Fault(*SEVERAL)
    if own and text.replace(".", "").isdigit():
        yield Fault(
            Text("只有数字，不是名称", "digits alone, not a name"), Text("核对列与映射", "check column and map")
        )
    if not own and _OTHERS.fullmatch(text):
        yield Fault(
            Text("“等”没有写明还有谁", "it leaves open who else (等)"),
            Text("一一写全，或去掉“等”", "name them all, or take 等 out"),
        )
