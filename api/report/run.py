"""A report as a file that is whole or not there, in the form that its name tells or that is named."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from api.exports.base import Meta, Summary
from api.exports.whole import again, whole
from api.report import docx, html
from api.report.build import build
from api.report.model import Report
from api.service.asking import Asking
from graph.errors import BadParameter, Language, Text


@dataclass(frozen=True)
class Form:
    """One of the two forms."""

    name: str
    suffix: str
    media: str
    write: Callable[[Report, IO[bytes]], None]


FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form("html", ".html", "text/html; charset=utf-8", html.write),
        Form("docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.write),
    )
}


def report_bytes(desk: Asking, place: str, form: Form, as_of: str | None, language: Language) -> tuple[bytes, Meta]:
    """A report as bytes, and what it is of; it is made again when somebody wrote meanwhile.

    Raises:
        BadParameter, UnknownName, AmbiguousName: as `build` tells.
        StoreBusy: when somebody wrote each time.
    """
    out = io.BytesIO()
    report = again(lambda: build(desk, place, as_of, language))
    form.write(report, out)
    return out.getvalue(), report.meta


def report_path(
    desk: Asking, place: str, path: Path, name: str | None, as_of: str | None, language: Language
) -> Summary:
    """A report as a file.

    Raises:
        BadParameter: when neither its name nor `name` tells a form.
    """
    form = chosen(path, name)
    content, meta = report_bytes(desk, place, form, as_of, language)
    with whole(path) as part:
        part.write_bytes(content)
    return Summary(form.name, meta)


def chosen(path: Path, name: str | None) -> Form:
    """The form that is named, or that the name of the file tells.

    Raises:
        BadParameter: when there is none.
    """
    wanted = name or path.suffix.lower().removeprefix(".")
    if wanted not in FORMS:
        raise BadParameter(
            Text(f"不能写成这种格式：{wanted or path.name}", f"no form of a report: {wanted or path.name}"),
            hint=Text(
                "文件名以 .html 或 .docx 结尾，或写明 --format", "end the name in .html or .docx, or give --format"
            ),
        )
    return FORMS[wanted]


def file_name(meta: Meta, form: Form) -> str:
    """A name for the file: of which place, which version, which day."""
    place = re.sub(r"[^A-Za-z0-9._-]", "-", str(meta.filters["place_id"]))
    return f"xiaodi-report-{place}-v{meta.version}-{meta.date}{form.suffix}"
