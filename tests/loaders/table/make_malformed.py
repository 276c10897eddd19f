"""Writes the workbooks of `malformed/`: `python -m tests.loaders.table.make_malformed`. Text files are as they are."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

FOLDER = Path(__file__).with_name("malformed")
_HEAD = ["甲方", "乙方", "合作方式", "起始日期"]
_ROWS = [
    ["玉湖社区", "山西中医药大学", "结对", "2023年8月"],
    ["新华街道", "晋中学院", "签约", "2022-05-10"],
    ["榆次区", "太原理工大学", "共建", "2021"],
]
_MADE = datetime(2026, 1, 1)
_SHEET = "xl/worksheets/sheet1.xml"


def _book(write: Callable[[Workbook], None]) -> bytes:
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE})
        write(book)
    return data.getvalue()


def _page(book: Workbook, name: str = "名单", *, rows: bool = True) -> Worksheet:
    page = book.add_worksheet(name)
    for number, row in enumerate([_HEAD, *_ROWS] if rows else [_HEAD]):
        page.write_row(number, 0, row)
    return page


def _merged_rows(book: Workbook) -> None:
    page = _page(book)
    page.merge_range("A3:A4", "新华街道")
    page.write_row("A5", ["玉湖社区", "山西医科大学", "结对", "2023"])


def _merged_across(book: Workbook) -> None:
    page = _page(book)
    page.merge_range("A5:D5", "注：以上数据截至2023年底。")
    page.merge_range("C6:D6", "结对")
    page.write_row("A6", ["玉湖社区", "山西医科大学"])


def _merged_block(book: Workbook) -> None:
    page = _page(book)
    page.merge_range("C2:D4", "签约")


def _two_headings(book: Workbook) -> None:
    page = book.add_worksheet("名单")
    page.merge_range("A1:D1", "榆次区校地合作一览表")
    page.merge_range("A2:B2", "双方")
    page.merge_range("C2:C3", "合作方式")
    page.merge_range("D2:D3", "起始日期")
    page.write_row("A3", ["甲方", "乙方"])
    page.write_row("A4", _ROWS[0])
    page.write_row("A5", ["新华街道", "晋中学院", "签", "去年"])


def _heading_twice(book: Workbook) -> None:
    page = _page(book)
    page.write("E1", "乙方")
    page.write("E2", "太原理工大学")


def _failed_formulas(book: Workbook) -> None:
    page = _page(book)
    for cell, error in (("D2", "#REF!"), ("B3", "#N/A"), ("C4", "#DIV/0!")):
        page.write_formula(cell, "=X1", None, error)


def _dates(book: Workbook) -> None:
    page = _page(book)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    clock = book.add_format({"num_format": "hh:mm"})
    page.write_number("D2", 45153, day)
    page.write_number("D3", 60)
    page.write_number("D4", 0.5, clock)
    page.write_row("A5", ["玉湖社区", "山西医科大学", "结对", 2023.1])
    page.write_row("A6", ["玉湖社区", "山西大学", "结对", -5])
    page.write_row("A7", ["玉湖社区", "中北大学", "结对", 45153])
    page.write_row("A8", ["玉湖社区", "晋中学院", "结对", 3_000_000])
    page.write_boolean("D9", True)
    page.write_row("A9", ["玉湖社区", "山西师范大学", "结对"])


def _years(book: Workbook) -> None:
    page = _page(book)
    page.write_number("D2", 2023, book.add_format({"num_format": "yyyy/m/d"}))
    page.write_number("D3", 45153, book.add_format({"num_format": 'yyyy"年"'}))


def _unreckoned(book: Workbook) -> None:
    page = _page(book)
    for row, formula in ((2, "=TODAY()"), (4, "=E4")):
        page.write_formula(f"D{row}", formula, None, "")
    page.write_formula("B3", '="晋中"&"学院"', None, "")


def _alike(book: Workbook) -> None:
    _page(book, "一月")
    _page(book, "二月")
    _page(book, "旧")
    book.worksheets()[2].hide()


def _hidden(book: Workbook) -> None:
    page = _page(book)
    page.write_row("A5", ["玉湖社区", "山西医科大学", "结", "2023"])
    page.set_row(4, None, None, {"hidden": True})
    other = book.add_worksheet("旧名单")
    other.write_row("A1", ["一", "二"])
    other.hide()


def _hidden_first(book: Workbook) -> None:
    book.add_worksheet("旧名单").write("A1", "作废")
    page = _page(book)
    page.activate()
    page.set_first_sheet()
    book.worksheets()[0].hide()


def _total(book: Workbook) -> None:
    page = _page(book)
    page.write("A5", "合 计")
    page.write_formula("B5", "=COUNTA(B2:B4)", None, 3)
    page.write("A7", "填表人：张三")


def _heading_alone(book: Workbook) -> None:
    _page(book, rows=False)


def _empty(book: Workbook) -> None:
    book.add_worksheet("名单")


def _numbered(book: Workbook) -> None:
    page = book.add_worksheet("名单")
    page.write_row("A1", ["序号", *_HEAD])
    page.write_row("A2", [1, *_ROWS[0]])
    page.write_row("A3", [2])
    page.write_row("A4", [3, "新华街道", "", "签约"])


def _long(book: Workbook) -> None:
    _page(book).write("B3", "晋中学院" * 8000)


def _plain(book: Workbook) -> None:
    _page(book)


def _changed(data: bytes, changes: Mapping[str, Callable[[bytes], bytes]], more: Mapping[str, bytes] = {}) -> bytes:
    """A workbook with some of its parts changed, and others beside."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename), changes.get(entry.filename, bytes)(old.read(entry)),
                         zipfile.ZIP_DEFLATED)  # fmt: skip
        for name, part in more.items():
            new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _sheet(change: Callable[[bytes], bytes]) -> bytes:
    return _changed(_book(_plain), {_SHEET: change})


def _far_cell(xml: bytes) -> bytes:
    """A cell in the last corner, as somebody leaves it who has once pressed Ctrl+End."""
    xml = xml.replace(b'ref="A1:D4"', b'ref="A1:XFD1048576"')
    return xml.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_CSV = "\n".join(",".join(row) for row in [_HEAD, *_ROWS]).encode()
_HTML = "<html><table><tr><td>甲方</td></tr></table></html>".encode()

FILES: Mapping[str, Callable[[], bytes]] = {
    "merged-rows.xlsx": lambda: _book(_merged_rows),
    "merged-across.xlsx": lambda: _book(_merged_across),
    "merged-block.xlsx": lambda: _book(_merged_block),
    "two-heading-rows.xlsx": lambda: _book(_two_headings),
    "heading-doubled.xlsx": lambda: _book(_heading_twice),
    "failed-formulas.xlsx": lambda: _book(_failed_formulas),
    "dates-of-a-workbook.xlsx": lambda: _book(_dates),
    "years-for-dates.xlsx": lambda: _book(_years),
    # as programs write them that reckon nothing; a formula that gives no text says t="str"
    "formulas-without-values.xlsx": lambda: _changed(
        _book(_unreckoned), {_SHEET: lambda xml: xml.replace(b' t="str"', b"")}
    ),
    "sheets-alike.xlsx": lambda: _book(_alike),
    "hidden.xlsx": lambda: _book(_hidden),
    "hidden-first-sheet.xlsx": lambda: _book(_hidden_first),
    "totals.xlsx": lambda: _book(_total),
    "only-headings.xlsx": lambda: _book(_heading_alone),
    "empty-sheet.xlsx": lambda: _book(_empty),
    "numbered-blank-rows.xlsx": lambda: _book(_numbered),
    "long-cell.xlsx": lambda: _book(_long),
    "other-sheet-name.xlsx": lambda: _book(_plain),
    "cut-off.xlsx": lambda: _book(_plain)[:-300],
    "password.xlsx": lambda: OLD + "EncryptedPackage".encode("utf-16-le"),
    "old-format-named.xlsx": lambda: OLD,
    "csv-named.xlsx": lambda: _CSV,
    "web-page-named.xls": lambda: _HTML,
    "zip-that-is-none.xlsx": lambda: _changed(_book(_plain), {}).replace(b"xl/workbook.xml", b"xl/workbook.txt"),
    "far-cell.xlsx": lambda: _sheet(_far_cell),
    "great-dimension.xlsx": lambda: _sheet(lambda xml: xml.replace(b'ref="A1:D4"', b'ref="A1:XFD1048576"')),
    "bomb.xlsx": lambda: _changed(_book(_plain), {}, {"xl/media/image1.png": bytes(48_000_000)}),
    "broken-xml.xlsx": lambda: _sheet(lambda xml: xml[: len(xml) // 2]),
    "text-that-is-missing.xlsx": lambda: _sheet(lambda xml: xml.replace(b"<v>4</v>", b"<v>400</v>")),
    "cell-without-place.xlsx": lambda: _sheet(lambda xml: xml.replace(b'r="B3"', b'r="33"')),
    "entities.xlsx": lambda: _sheet(
        lambda xml: xml.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    ),
}


def main() -> None:
    """Write them all."""
    for name, make in FILES.items():
        (FOLDER / name).write_bytes(make())


if __name__ == "__main__":
    main()
