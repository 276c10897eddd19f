"""XLSX: a page that says what it is, then an answer as a sheet, or a graph as a sheet a type, relations and figures.

Numbers are numbers, all else is text; evidence stands in the row that it is for. Rows are written as they come, so
that memory does not grow with them but for the names of the nodes. What a sheet has no room for is counted on the page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from api.exports.base import EVERYTHING, Content
from api.exports.values import MORE, Sort, edge_columns, node_columns, shown
from api.headings import heading, word
from api.tables import cell_text, harmless
from api.views.style import edge_name
from graph.errors import Language, Text
from graph.ontology import node_types
from graph.store import Row

#: What a sheet and a cell hold, and the digits that a number keeps.
_ROWS, _CELL, _DIGITS = 1_048_576, 32_767, 15
_TIES = ("a", "type", "kind", "role", "b", "evidence", "status", "modality")
_FIRST = ("about", "topic", "printed", "value", "unit", "name", "kind", "evidence", "status", "modality")
#: Said by the sheet itself, or of no use to a reader.
_UNSAID = frozenset({"family", "side", "low", "high"})
_WIDTHS: Mapping[str, int] = {"name": 32, "a": 32, "b": 32, "about": 32, "evidence": 36, "aliases": 30, "title": 40}
_WIDTH = 14


class Workbook:
    name = "xlsx"
    suffix = ".xlsx"
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    kinds = EVERYTHING

    def __init__(self, rows: int = _ROWS) -> None:
        self._rows = rows

    def write(self, content: Content, out: IO[bytes], language: Language) -> None:
        import xlsxwriter  # nothing else needs it

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(out, options) as book:
            book.set_properties({"title": content.meta.title.say(language), "comments": content.meta.line(language)})
            page = book.add_worksheet(Text("说明", "about").say(language))
            sheets = _Sheets(book, language, self._rows)
            if content.answer is None:
                _write_graph(sheets, content, language)
            else:
                for row in content.answer.rows:
                    sheets.add(Text("答案", "answer"), content.answer.columns, row)
            sheets.finish()
            _write_page(page, book, [*content.meta.pairs(language), *_told(sheets, language)])


class _Sheets:
    """The sheets of a book, each made when its first row comes."""

    def __init__(self, book: Any, language: Language, most: int) -> None:
        self._book, self._language, self._most = book, language, most
        self._sheets: dict[Text, Any] = {}
        self._widths: dict[Text, int] = {}
        self._bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "valign": "top"})
        self._top = book.add_format({"valign": "top", "text_wrap": True})
        #: Sheet -> rows that it has, rows that it had no room for, cells that were cut.
        self.rows: Counter[Text] = Counter()
        self.left: Counter[Text] = Counter()
        self.cut: Counter[Text] = Counter()

    def add(self, name: Text, columns: Sequence[str], row: Row) -> None:
        """Write one row below the others of its sheet."""
        if self.rows[name] >= self._most - 1:
            self.left[name] += 1
            return
        sheet = self._sheets.get(name) or self._made(name, columns)
        self.rows[name] += 1
        for place, column in enumerate(columns):
            value = row.get(column)
            if value not in (None, []):
                self._write(name, sheet, place, word(column, value, self._language))

    def _made(self, name: Text, columns: Sequence[str]) -> Any:
        self._sheets[name] = sheet = self._book.add_worksheet(name.say(self._language))
        self._widths[name] = len(columns)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _WIDTHS.get(column, _WIDTH), self._top)
            sheet.write_string(0, place, heading(column, self._language), self._bold)
        sheet.freeze_panes(1, 1)
        return sheet

    def _write(self, name: Text, sheet: Any, place: int, value: Any) -> None:
        line = self.rows[name]
        if isinstance(value, int | float) and not isinstance(value, bool) and _is_exact(value):
            sheet.write_number(line, place, value)
            return
        text = harmless(cell_text(value, self._language))
        self.cut[name] += len(text) > _CELL
        sheet.write_string(line, place, text[:_CELL])

    def finish(self) -> None:
        """Filters, which need to know how many rows there are."""
        for name, sheet in self._sheets.items():
            sheet.autofilter(0, 0, self.rows[name], self._widths[name] - 1)


def _is_exact(value: float) -> bool:
    """Whether a spreadsheet keeps every digit."""
    return isinstance(value, float) or abs(value) < 10**_DIGITS


def _figure(value: Any) -> Any:
    """A figure as a number where a spreadsheet keeps all of its digits."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return value
    return float(number) if len(number.as_tuple().digits) <= _DIGITS and number.is_finite() else value


def _write_graph(sheets: _Sheets, content: Content, language: Language) -> None:
    """A sheet for each type of node, one for the ties, one for the figures with whom they are about."""
    names: dict[str, str] = {}
    claims: dict[str, Row] = {}
    about: defaultdict[str, list[str]] = defaultdict(list)
    for row in content.nodes():
        names[row["id"]] = row["props"]["name"]
        cells = {**shown(row, node_columns()), "id": row["id"]}
        if row["label"] == "Claim":
            claims[row["id"]] = cells | {"value": _figure(cells["value"])}
        else:
            sheets.add(_called(row["label"]), _columns(node_columns(row["label"])), cells)
    for row in content.edges():
        if row["type"] == "ABOUT":
            about[row["start_id"]].append(row["end_id"])
        else:
            sheets.add(Text("关系", "relations"), _columns(edge_columns(), _TIES), _tie(row, names, language))
    for id_, cells in claims.items():
        told = {"about": [names[end] for end in about[id_]], "about_id": about[id_]}
        sheets.add(_called("Claim"), _columns(node_columns("Claim"), ("about",)), cells | told)


def _tie(row: Row, names: Mapping[str, str], language: Language) -> Row:
    start, end = row["start_id"], row["end_id"]
    ends = {"a": names[start], "b": names[end], "a_id": start, "b_id": end}
    return {**shown(row, edge_columns()), **ends, "id": row["id"], "type": edge_name(row["type"], language)}


def _called(label: str) -> Text:
    return Text(node_types()[label].zh, label)


def _columns(columns: Mapping[str, Sort], first: Sequence[str] = ()) -> list[str]:
    """Columns in the order in which people read them: who and what, where it is written, all else, ids."""
    known = [name for name in columns if name not in _UNSAID and not name.endswith(("_first", "_last"))]
    ahead = [*first, *(name for name in _FIRST if name in known and name not in first)]
    rest = [name for name in known if name not in ahead]
    ends = [f"{name}_id" for name in ("a", "b", "about") if name in ahead]
    return [*ahead, *rest, MORE, *ends, "id"]


def _told(sheets: _Sheets, language: Language) -> list[tuple[str, str]]:
    """How many rows each sheet has, and what it had no room for."""
    lines = [(name, Text(f"{count} 行", f"{count} rows")) for name, count in sheets.rows.items()]
    lines += [
        (name, Text(f"另有 {count} 行放不下，请导出为 CSV", f"no room for {count} more rows; export as CSV"))
        for name, count in sheets.left.items()
    ]
    lines += [
        (name, Text(f"{count} 格太长，只写了开头", f"{count} cells were too long; their beginnings are here"))
        for name, count in sheets.cut.items()
        if count
    ]
    return [(name.say(language), line.say(language)) for name, line in lines]


def _write_page(page: Any, book: Any, pairs: Sequence[tuple[str, str]]) -> None:
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    page.set_column(0, 0, 20, bold)
    page.set_column(1, 1, 80, wrapped)
    for line, (name, value) in enumerate(pairs):
        page.write_string(line, 0, name, bold)
        page.write_string(line, 1, harmless(value), wrapped)


FORMS = (Workbook(),)
