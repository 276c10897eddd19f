"""The report as one HTML file: it asks no host for anything, runs no script, and prints as A4 pages."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import IO

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from api.report.model import Note, Report, Said, Sketch, Table, run_text
from api.report.texts import words
from api.report.widths import PAGE, widths

_WEB = Path(__file__).parents[1] / "web"
#: Widths of columns are told in thousandths of the page.
_PARTS = 1000


def write(report: Report, out: IO[bytes]) -> None:
    """Write the page as UTF-8."""
    page = (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            t=words(report.language),
            styles=Markup(_styles()),  # noqa: S704 - a file of ours
            policy=_policy(),
            is_table=lambda part: isinstance(part, Table),
            is_sketch=lambda part: isinstance(part, Sketch),
            is_said=lambda part: isinstance(part, Said),
            is_note=lambda part: isinstance(part, Note),
            widths=lambda table: _widths(report, table),
            run_text=run_text,
        )
    )
    out.write(page.encode())


def _widths(report: Report, table: Table) -> list[int]:
    marks = [report.marked(line.evidence) for line in table.lines]
    found = widths(table, marks, words(report.language)["evidence"])
    return [round(width * _PARTS / PAGE) for width in found]


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_WEB), autoescape=True, trim_blocks=True, lstrip_blocks=True)


@cache
def _styles() -> str:
    """The style sheet, with a class for each width: the policy lets no element have a style of its own."""
    classes = (f".w{part}{{width:{part * 100 / _PARTS:.1f}%}}" for part in range(1, _PARTS + 1))
    return (_WEB / "report.css").read_text("utf-8") + "".join(classes)


@cache
def _policy() -> str:
    """Nothing may be loaded or run; the one style sheet is named by its hash."""
    digest = base64.b64encode(hashlib.sha256(_styles().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
