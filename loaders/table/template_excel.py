"""The template as a workbook: a sheet a kind with lists to choose from, then a page that explains every column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from graph.errors import Language, Text
from loaders.table.base import Field, TableKind, letters

#: The last row of a sheet, which lists to choose from reach.
_LAST = 1_048_575
_ABOUT = Text("说明", "about")
_LISTS = Text("选项", "choices")
#: What stands beside a party, and how a row is meant: needed now and then, so these columns can be folded away.
_RARE = ("_type", "_in", "_anchor", "_key")
_RARE_NAMES = frozenset(("status", "confidence", "reasons", "reasons_en"))
#: The number of the format that shows a cell as it was typed.
_AS_TEXT = 49
_HEAD = {"bold": True, "bottom": 1, "valign": "top", "num_format": _AS_TEXT}
_COLORS = {"required": "#F8CBAD", "plain": "#E8EEF4", "rare": "#EDEDED"}
_YES_NO = ("是", "否")
_FORMS: dict[str, Text] = {
    "name": Text("一个名称", "one name"),
    "names": Text("一个或几个名称，用、隔开", "one name or several, parted by 、 or ;"),
    "type": Text("从列表中选", "chosen from the list"),
    "choice": Text("从列表中选", "chosen from the list"),
    "date": Text("日期，写到知道的程度：2023、2023-08、2023-08-15", "a date as far as it is known: 2023, 2023-08"),
    "int": Text("整数", "a whole number"),
    "number": Text("数", "a number"),
    "figure": Text("数字，照原文", "a figure as it is printed"),
    "key": Text("编号或代码", "a key or code"),
    "bool": Text("是或否", "是 for yes, 否 for no"),
    "text": Text("文字", "text"),
    "texts": Text("一项或几项，用、隔开", "one or several, parted by 、 or ;"),
    "rules": Text("一行一条", "one a line"),
}
_EXAMPLES = {"date": "2023-08", "int": "12", "number": "0.8", "bool": "是"}
_HEADINGS = (
    Text("表", "sheet"), Text("列", "column"), Text("必填", "required"), Text("填什么", "what it holds"),
    Text("写法", "form"), Text("例", "example"), Text("可选的值", "choices"), Text("字段", "field"),
)  # fmt: skip
_WIDTHS = (12, 18, 8, 44, 36, 24, 60, 18)


def workbook(kinds: Sequence[TableKind], language: Language) -> bytes:
    """The workbook of some kinds, as bytes."""
    import xlsxwriter  # nothing else of a load needs it

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        pages = [book.add_worksheet(kind.title.say(language)) for kind in kinds]
        about = book.add_worksheet(_ABOUT.say(language))
        lists = _Lists(book.add_worksheet(_LISTS.say(language)), _LISTS.say(language), language)
        for kind, page in zip(kinds, pages, strict=True):
            _Sheet(book, page, lists, language).write(kind)
        lists.page.hide()
        _write_about(book, about, kinds, language)
    return out.getvalue()


def options(field: Field, language: Language) -> list[str]:
    """The values that may be chosen for a field; any if empty."""
    if field.type == "bool":
        return list(_YES_NO)
    return list(field.choices) if language == "en" else list(field.choices.values())


def example_of(field: Field, language: Language = "zh") -> str:
    """What a cell of a field may look like."""
    if field.example and not (field.choices and language == "en"):
        return field.example
    return next(iter(options(field, language)), _EXAMPLES.get(field.type, ""))


def is_rare(field: Field) -> bool:
    """Whether a column is needed only now and then."""
    return not field.required and (field.name.endswith(_RARE) or field.name in _RARE_NAMES)


class _Lists:
    """A hidden sheet of the lists to choose from: a cell has room for 255 characters of them, too few for the types."""

    def __init__(self, page: Any, name: str, language: Language) -> None:
        self.page, self._name, self._language = page, name, language
        self._ranges: dict[tuple[str, ...], str] = {}

    def range(self, field: Field) -> str:
        """The cells that hold the choices of a field, as a formula."""
        given = tuple(options(field, self._language))
        if given not in self._ranges:
            column = len(self._ranges)
            self.page.write_column(0, column, given)
            letter = letters(column + 1)
            self._ranges[given] = f"='{self._name}'!${letter}$1:${letter}${len(given)}"
        return self._ranges[given]


class _Sheet:
    """Writes the sheet of a kind."""

    def __init__(self, book: Any, page: Any, lists: _Lists, language: Language) -> None:
        self._page, self._lists, self._language = page, lists, language
        self._heads = {name: book.add_format({**_HEAD, "bg_color": color}) for name, color in _COLORS.items()}
        self._text = book.add_format({"num_format": _AS_TEXT, "valign": "top", "text_wrap": True})

    def write(self, kind: TableKind) -> None:
        """Headings, and below them columns of text, so that 2023-08 stays a month and 0012 a code."""
        for place, field in enumerate(kind.fields):
            rare = is_rare(field)
            head = self._heads["required" if field.required else "rare" if rare else "plain"]
            self._page.set_column(place, place, _width(field), self._text, {"level": 1} if rare else {})
            self._page.write_string(0, place, field.heading.say(self._language), head)
            self._page.write_comment(0, place, self._note(field), {"x_scale": 1.6})
            if options(field, self._language):
                self._page.data_validation(1, place, _LAST, place, self._choice(field))
        self._page.freeze_panes(1, 1)

    def _note(self, field: Field) -> str:
        told = [field.doc, _FORMS[field.type]]
        if field.required:
            told.insert(0, Text("必填", "required"))
        if example := example_of(field, self._language):
            told.append(Text(f"例：{example}", f"such as {example}"))
        return "\n".join(text.say(self._language) for text in told)

    def _choice(self, field: Field) -> dict[str, Any]:
        told = Text("从列表中选一个，或留空", "choose one of the list, or leave it blank")
        return {"validate": "list", "source": self._lists.range(field), "error_message": told.say(self._language)}


def _width(field: Field) -> int:
    return 34 if field.many or field.name == "description" else 24 if field.type in ("name", "text") else 14


def _write_about(book: Any, page: Any, kinds: Sequence[TableKind], language: Language) -> None:
    bold = book.add_format({"bold": True, "valign": "top", "bg_color": _COLORS["plain"], "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for place, width in enumerate(_WIDTHS):
        page.set_column(place, place, width, wrapped)
    line = 0
    for told in _how(kinds):
        page.merge_range(line, 0, line, len(_WIDTHS) - 1, told.say(language), wrapped)
        line += 1
    page.write_row(line + 1, 0, [heading.say(language) for heading in _HEADINGS], bold)
    for number, row in enumerate(_rows(kinds, language), line + 2):
        for place, text in enumerate(row):
            page.write_string(number, place, text, wrapped)


def _how(kinds: Sequence[TableKind]) -> Iterator[Text]:
    for kind in kinds:
        yield Text(f"{kind.title.zh}：{kind.doc.zh}", f"{kind.title.en}: {kind.doc.en}")
    yield Text(
        "一行一件；橙色的列必填，灰色的列少用；这一页不读",
        "One a row; orange columns are required, grey ones rarely needed; this page is not read",
    )
    yield Text(
        "填好后先看：xiaodi load 本文件 --dry-run；再装载：xiaodi load 本文件。"
        "旁边的 .map.yaml 说明各列，写有来源与地方",
        "Fill it in; look: xiaodi load FILE --dry-run; load: xiaodi load FILE. The .map.yaml beside it tells what the "
        "columns are, the source and the place",
    )
    yield Text("改列名时照改映射；不需要的列连同映射里的那一行删去",
               "Rename a column in the map too; to drop one, take its line out of the map")  # fmt: skip


def _rows(kinds: Sequence[TableKind], language: Language) -> Iterator[list[str]]:
    for kind in kinds:
        for field in kind.fields:
            listed = ("、" if language == "zh" else ", ").join(options(field, language))
            needed = Text("是", "yes").say(language) if field.required else ""
            told = (field.doc, _FORMS[field.type])
            yield [
                kind.title.say(language), field.heading.say(language), needed,
                *(text.say(language) for text in told), example_of(field, language), listed, field.name,
            ]  # fmt: skip
