"""An export from start to end: of one version of the graph, to a file that is whole or not there."""

from __future__ import annotations

import gzip
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, cast

import orjson

from api.exports.base import Content, Form, Kind, Meta, Summary
from api.exports.content import Answered, Region, WholeGraph
from api.exports.formats import find_form, form_of
from api.exports.formats.csv import Table
from api.exports.whole import again, whole
from api.service.asking import Asking
from graph.errors import BadParameter, Language, StoreBusy, Text
from graph.garbage import uncollected
from graph.store import Row

#: Bytes that are held in memory before a file is used.
_IN_MEMORY = 8_000_000
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x1f\x7f-\x9f<>\"{}|\\^`]*")


@dataclass(frozen=True)
class Wanted:
    """What is to be exported: a region, the answer of a query, or where neither is named the whole graph."""

    place: str | None = None
    query: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    #: What comes before an id to make it an IRI; None: a name for it that is no address.
    base: str | None = None

    def content(self, desk: Asking) -> Content:
        """What there is to write, of the version that the graph has now."""
        found: WholeGraph | Region | Answered
        if self.query is not None:
            found = Answered(desk, self.query, self.params)
        elif self.place is not None:
            found = Region(desk, self.place)
        else:
            found = WholeGraph(desk)
        if self.base is not None:
            found.meta = replace(found.meta, base=self.base)
        return found

    @property
    def kind(self) -> Kind:
        """Of what kind the content is."""
        if self.query is not None:
            return "answer"
        return "graph" if self.place is None else "region"

    def check(self) -> None:
        """Refuse what contradicts itself.

        Raises:
            BadParameter: a place and a query at once, or a base that makes no IRI.
        """
        if self.query is not None and self.place is not None:
            raise BadParameter(
                Text("一地与一问只能选一个", "either a place or a query"),
                hint=Text("地方写作问题的参数", "give the place as a parameter of the query"),
            )
        if self.base is not None and not _IRI.fullmatch(self.base):
            raise BadParameter(
                Text(f"不能作 IRI 的开头：{self.base}", f"not the beginning of an IRI: {self.base}"),
                hint=Text("例如 urn:xiaodi: 或 https://主机/id/", "for example urn:xiaodi: or https://host/id/"),
            )


class _Counted:
    """A content that counts what is read of it."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self.meta, self.answer = content.meta, content.answer
        self.counts = {"nodes": 0, "edges": 0}

    def nodes(self) -> Iterator[Row]:
        return self._count("nodes", self._content.nodes())

    def edges(self) -> Iterator[Row]:
        return self._count("edges", self._content.edges())

    def picture(self) -> list[Row]:
        return self._content.picture()

    def _count(self, what: str, rows: Iterator[Row]) -> Iterator[Row]:
        self.counts[what] = 0
        for row in rows:
            self.counts[what] += 1
            yield row


def export(desk: Asking, wanted: Wanted, form: Form, out: IO[bytes], language: Language = "zh") -> Summary:
    """Write an export to an open file, a part at a time.

    Raises:
        StoreBusy: when somebody wrote meanwhile: then what stands in the file is of no single version.
        BadParameter, NotFound, UnresolvedName: when what is wanted is not there.
    """
    wanted.check()
    content = _Counted(wanted.content(desk))
    with uncollected():
        form.write(content, out, language)
    if desk.version() != content.meta.version:
        raise StoreBusy(
            Text("导出时有人写入，导不出同一个版本", "somebody wrote meanwhile: no single version can be exported"),
            hint=Text("等装载做完再导出", "export when the load is done"),
        )
    rows = len(content.answer.rows) if content.answer else None
    return Summary(form.name, content.meta, rows=rows, **content.counts)


def export_file(
    desk: Asking, wanted: Wanted, name: str, language: Language = "zh", *, zipped: bool = False
) -> tuple[IO[bytes], Summary, Form]:
    """An export, open at its beginning; it is made again when somebody wrote meanwhile.

    Raises:
        StoreBusy: when somebody wrote each time.
    """
    form = find_form(wanted.kind, name)

    def work() -> tuple[IO[bytes], Summary, Form]:
        file = cast(IO[bytes], tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - given to the caller
        try:
            summary = _written(desk, wanted, form, file, language, zipped=zipped)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return file, summary, form

    return again(work)


def export_path(
    desk: Asking, wanted: Wanted, path: Path, name: str | None = None, language: Language = "zh"
) -> Summary:
    """An export as a file, in the format that its name tells or that is named; gzipped when the name ends in .gz.

    A table has no room to say what it is of: that stands beside it, in `<path>.meta.json`.
    """
    form, zipped = chosen(wanted, path, name)
    with whole(path) as part:

        def work() -> Summary:
            with part.open("wb") as target:
                return _written(desk, wanted, form, target, language, zipped=zipped)

        summary = again(work)
    beside(path, form, summary.meta)
    return summary


def chosen(wanted: Wanted, path: Path, name: str | None) -> tuple[Form, bool]:
    """The format that is named, or that the name of the file tells; and whether the file is gzipped.

    Raises:
        BadParameter: when there is none, or what is wanted contradicts itself.
    """
    wanted.check()
    return (find_form(wanted.kind, name), path.suffix == ".gz") if name else form_of(wanted.kind, path.name)


def beside(path: Path, form: Form, meta: Meta) -> None:
    """Write beside a table what it is of."""
    if isinstance(form, Table):
        told = orjson.dumps(meta.as_dict(), option=orjson.OPT_INDENT_2)
        path.with_name(f"{path.name}.meta.json").write_bytes(told + b"\n")


def _written(desk: Asking, wanted: Wanted, form: Form, file: IO[bytes], language: Language, *, zipped: bool) -> Summary:
    if not zipped:
        return export(desk, wanted, form, file, language)
    with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:  # equal graphs, equal bytes
        return export(desk, wanted, form, cast(IO[bytes], packed), language)


def file_name(summary: Summary, form: Form, *, zipped: bool = False) -> str:
    """A name for the file of an export: of what, which version, which day."""
    meta = summary.meta
    what = {"graph": "", "region": f"-{meta.filters.get('place_id')}", "answer": f"-{meta.filters.get('query')}"}
    named = re.sub(r"[^A-Za-z0-9._-]", "-", what[meta.kind])
    return f"xiaodi{named}-v{meta.version}-{meta.date}{form.suffix}{'.gz' if zipped else ''}"
