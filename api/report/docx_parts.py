"""What a Word document is set in: the page, the fonts for both scripts, tables in the Chinese manner."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as DocTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from api.report.model import Table
from api.report.widths import INDENT, widths
from graph.errors import Language

#: Latin and Chinese fonts of prose and of headings; a machine that lacks them puts its own in their place.
_PROSE, _HEADS = ("Times New Roman", "宋体"), ("Arial", "黑体")
_CELL = "70"  # twentieths of a point on either side of a cell
_BLACK = RGBColor(0x1A, 0x1A, 0x1A)


def set_page(document: Doc) -> None:
    """A4 with even margins."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(20)


def set_fonts(document: Doc, language: Language) -> None:
    """Fonts, sizes and spacing of the styles that are used; Chinese prose begins two characters in."""
    _set_languages(document)
    for name, fonts, size, before, after in (
        ("Normal", _PROSE, 10.5, 0, 3),
        ("Body Text", _PROSE, 10.5, 0, 5),
        ("Title", _HEADS, 24, 6, 24),
        ("Heading 1", _HEADS, 15, 18, 8),
        ("Heading 2", _HEADS, 12, 12, 6),
        ("Caption", _HEADS, 9.5, 4, 4),
    ):
        style: Any = document.styles[name]
        _set_style(style, fonts, size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    prose: Any = document.styles["Body Text"]
    prose.paragraph_format.line_spacing = 1.5
    prose.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if language == "zh":
        prose.paragraph_format.first_line_indent = Pt(21)
        prose.element.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "200")
    caption: Any = document.styles["Caption"]
    caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _set_languages(document: Doc) -> None:
    """Which Chinese it is decides the shapes of characters and where marks stand."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    told = defaults.find(qn("w:lang"))
    if told is None:
        told = OxmlElement("w:lang")
        defaults.append(told)
    told.set(qn("w:val"), "en-US")
    told.set(qn("w:eastAsia"), "zh-CN")


def _set_style(style: ParagraphStyle, fonts: tuple[str, str], size: float) -> None:
    latin, chinese = fonts
    style.font.name, style.font.size = latin, Pt(size)
    style.font.color.rgb = _BLACK
    style.font.italic = False
    declared = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's fonts would win
        declared.attrib.pop(qn(f"w:{script}"), None)
    declared.set(qn("w:eastAsia"), chinese)
    if style.name == "Title":
        style.font.bold = True
        _without_rule(style)


def _without_rule(style: ParagraphStyle) -> None:
    """The template draws a line below titles."""
    properties = style.element.get_or_add_pPr()
    for rule in properties.findall(qn("w:pBdr")):
        properties.remove(rule)


def add_text(
    where: Doc | Paragraph, text: str, style: str | None = None, *, bold: bool = False, colour: RGBColor | None = None
) -> Paragraph:
    """A paragraph, or the text of one that is there."""
    paragraph = where if isinstance(where, Paragraph) else where.add_paragraph(style=style)
    run = paragraph.add_run(text)
    run.bold = bold or None
    if colour is not None:
        run.font.color.rgb = colour
    return paragraph


def add_unbroken(paragraph: Paragraph, text: str, size: Pt) -> None:
    """Text that stays on one line, and a space after it; read back, its blanks and hyphens are what they were."""
    run = paragraph.add_run()
    run.font.size = size
    for nth, piece in enumerate(text.replace(" ", "\u00a0").split("-")):
        if nth:
            run._r.append(OxmlElement("w:noBreakHyphen"))
        run.add_text(piece)
    paragraph.add_run("   ")


def page_number(section: Section) -> None:
    """The number of the page below it, and of how many; none on the title page."""
    section.different_first_page_header_footer = True
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)


# --- tables -------------------------------------------------------------------------------------------


def add_table(document: Doc, table: Table, marks: list[str] | None, head: str) -> None:
    """A caption and a table; with marks of evidence in a last column, where there are any."""
    add_text(document, table.caption, "Caption").paragraph_format.keep_with_next = True
    wide = widths(table, marks, head)
    made = document.add_table(0, len(wide))
    set_widths(made, wide)
    _rules(made)
    heads = [column.heading for column in table.columns] + ([head] if marks is not None else [])
    numbers = [column.number for column in table.columns] + [False]
    _add_row(made, heads, wide, numbers, head=True)
    for nth, line in enumerate(table.lines):
        cells = [*line.cells, *([marks[nth]] if marks is not None else [])]
        row = _add_row(made, cells, wide, numbers, joined=nth + 1 < min(len(table.lines), 3))
        if line.depth:
            row[0].paragraphs[0].paragraph_format.left_indent = Mm(INDENT * line.depth)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def set_widths(table: DocTable, widths: list[float]) -> None:
    """Fixed widths of the columns, in millimetres; the cells need them too."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _add_row(
    table: DocTable,
    texts: list[str],
    widths: list[float],
    numbers: list[bool],
    *,
    head: bool = False,
    joined: bool = True,
) -> list[_Cell]:
    """A row that is never split; the head is repeated on each page, and the first rows stay with it."""
    row = table.add_row()  # type: ignore[no-untyped-call]
    properties = row._tr.get_or_add_trPr()
    for name in ("cantSplit", *(["tblHeader"] if head else [])):
        properties.append(OxmlElement(f"w:{name}"))
    cells = list(row.cells)
    for cell, text, width, number in zip(cells, texts, widths, numbers, strict=False):
        cell.width = Mm(width)
        paragraph = add_text(cell.paragraphs[0], text, bold=head)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
        paragraph.paragraph_format.right_indent = Mm(2) if number else None
        paragraph.paragraph_format.keep_with_next = joined or None
        if number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.runs[0].font.size = Pt(9)
        if head:
            _rule_below(cell)
    return cells


def _rules(table: DocTable) -> None:
    """Thick rules above and below, thin ones between rows, none between columns."""
    borders = OxmlElement("w:tblBorders")
    for side, size, colour in (("top", "12", "222222"), ("bottom", "12", "222222"), ("insideH", "4", "CCCCCC")):
        borders.append(_border(side, size, colour))
    table._tbl.tblPr.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), _CELL)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _rule_below(cell: _Cell) -> None:
    borders = OxmlElement("w:tcBorders")
    borders.append(_border("bottom", "8", "222222"))
    cell._tc.get_or_add_tcPr().append(borders)


def _border(side: str, size: str, colour: str) -> Any:
    border = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", colour)):
        border.set(qn(f"w:{name}"), value)
    return border
