"""The report as a Word document: A4, Chinese fonts, tables that repeat their head and never split a row."""

from __future__ import annotations

import io
from datetime import datetime
from typing import IO

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from api.exports.base import PRODUCT
from api.report.docx_parts import add_table, add_text, add_unbroken, page_number, set_fonts, set_page, set_widths
from api.report.model import Column, Line, Note, Part, Report, Said, Section, Sketch, Table
from api.report.png import han_font, png
from api.report.texts import words

#: Millimetres of the two columns of the title page.
_FACTS = [45.0, 125.0]


def write(report: Report, out: IO[bytes]) -> None:
    """Write the document."""
    document = Document()
    set_page(document)
    set_fonts(document, report.language)
    _properties(document, report)
    _cover(document, report)
    for section in report.sections:
        _section(document, report, section, 1)
    _sources(document, report)
    page_number(document.sections[0])
    document.save(out)


def _properties(document: Doc, report: Report) -> None:
    told, day = document.core_properties, datetime.fromisoformat(report.meta.date)
    told.title, told.author, told.comments = report.title, PRODUCT.say(report.language), ""
    told.created = told.modified = day
    told.last_modified_by = told.author
    told.language = "zh-CN" if report.language == "zh" else "en"


def _cover(document: Doc, report: Report) -> None:
    t = words(report.language)
    kicker = add_text(document, t["kicker"], colour=RGBColor(0x66, 0x66, 0x66))
    kicker.paragraph_format.space_before = Mm(45)
    add_text(document, report.title, "Title")
    table = document.add_table(0, 2)
    set_widths(table, _FACTS)
    for fact in report.facts:
        for cell, text, width in zip(table.add_row().cells, fact, _FACTS, strict=True):
            cell.width = Mm(width)
            add_text(cell.paragraphs[0], text)
    contents = add_text(document, t["contents"], bold=True)
    contents.paragraph_format.space_before = Mm(14)
    titles = [*(section.title for section in report.sections), t["sources"]]
    for title in titles:
        add_text(document, title).paragraph_format.space_after = Pt(1)
    document.add_page_break()  # type: ignore[no-untyped-call]


def _section(document: Doc, report: Report, section: Section, level: int) -> None:
    document.add_heading(section.title, level)
    for part in section.parts:
        _part(document, report, part)
    if section.parts and section.sections and isinstance(section.parts[-1], Note):
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    for below in section.sections:
        _section(document, report, below, level + 1)


def _part(document: Doc, report: Report, part: Part) -> None:
    if isinstance(part, Table):
        marks = [report.marked(line.evidence) for line in part.lines]
        add_table(document, part, marks, words(report.language)["evidence"])
    elif isinstance(part, Sketch):
        _sketch(document, report, part)
    elif isinstance(part, Said):
        paragraph = add_text(document, part.text, "Body Text")
        paragraph.add_run(report.marked(part.evidence)).font.superscript = True
    else:
        add_text(document, part.text, "Body Text")


def _sketch(document: Doc, report: Report, part: Sketch) -> None:
    """The picture, its legend, its caption, and where names could not be drawn the table of numbers."""
    t, drawing = words(report.language), part.drawing
    holder = document.add_paragraph()
    holder.alignment = WD_ALIGN_PARAGRAPH.CENTER
    holder.paragraph_format.keep_with_next = True
    shape = holder.add_run().add_picture(io.BytesIO(png(drawing)), Mm(drawing.width), Mm(drawing.height))
    shape._inline.docPr.set("descr", part.caption)
    legend = add_text(document, f"{t['legend']}　")
    legend.paragraph_format.keep_with_next = True
    for key in (*drawing.shapes, *drawing.colours):
        legend.add_run(f"{key.character}\u00a0").font.color.rgb = RGBColor.from_string(key.colour[1:])
        legend.add_run(f"{key.name}   ")
    legend.add_run(t["dashed"])
    add_text(document, f"{part.caption} {report.marked(part.evidence)}", "Caption")
    if han_font() is None:
        columns = (Column(t["nth"], 15, number=True), Column(t["name"], 85))
        lines = tuple(Line((str(label.nth), label.name), part.evidence) for label in drawing.labels)
        add_table(document, Table(t["key"], columns, lines), None, "")


def _sources(document: Doc, report: Report) -> None:
    t = words(report.language)
    document.add_heading(t["sources"], 1)
    add_text(document, t["sources_note"], "Body Text")
    for source in report.sources:
        document.add_heading(source.title, 2)
        told = [source.id, source.kind, t["publisher"] + (source.publisher or t["untold"]),
                t["published"] + (source.published or t["untold"])]  # fmt: skip
        if source.document:
            told.append(t["document"] + source.document)
        add_text(document, " · ".join(told)).paragraph_format.keep_with_next = True
        places = document.add_paragraph()
        for number, locator in source.places:
            add_unbroken(places, f"[{number}] {source.id}{f'#{locator}' if locator else t['whole']}", Pt(8.5))
