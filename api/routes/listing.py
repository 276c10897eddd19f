"""What the routes of lists share: their parameters, and a page as JSON, CSV or XLSX."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Literal, cast
from urllib.parse import quote

import orjson
from fastapi import Depends, Query, Request, Response

from api.gate.freshness import state_of
from api.http.accept import acceptable
from api.http.answers import Answers
from api.http.errors import language_of, not_acceptable
from api.http.paging import DEFAULT, FILE, MOST, Found, Keys, Listed, Page
from api.tables import MEDIA_TYPES, as_csv, as_xlsx
from graph.errors import Language, Text
from graph.store import Row
from queries.library import Answer

Form = Literal["json", "csv", "xlsx"]
_FORMS: Mapping[str, Form] = {
    "application/json": "json",
    "text/csv": "csv",
    MEDIA_TYPES["xlsx"]: "xlsx",
}
#: What tells one list from another is all that is asked but these.
_OF_THE_PAGE = frozenset({"limit", "after", "format", "lang"})

LimitOption = Annotated[
    int | None,
    Query(ge=1, le=MOST, description=f"每页最多几行，默认 {DEFAULT}；文件默认全部，至多 {FILE}。Rows of a page, "
          f"{DEFAULT} by default; a file has all rows by default, at most {FILE}.", examples=[50]),
]  # fmt: skip
AfterOption = Annotated[
    str | None,
    Query(max_length=4000, description="前一页的 next。`next` of the page before, an opaque mark."),
]
FormOption = Annotated[
    Form | None,
    Query(alias="format", description="json、csv 或 xlsx；不写则看 Accept。By default as Accept says."),
]


@dataclass(frozen=True)
class Listing:
    """A list as it is asked for."""

    request: Request
    page: Page
    form: Form
    language: Language

    def keyset(self, fetch: Callable[[Keys | None, int], Found], keys: Sequence[str]) -> Response:
        """A page that the store itself begins behind the last row."""
        return self.give(self.page.keyset(fetch, keys))

    def of(self, compute: Callable[[], Found], shown: Shown | None = None, *, part: str = "") -> Response:
        """A page of an answer that is computed as a whole; `part` tells it from other parts of the same list."""
        answers = cast(Answers, self.request.app.state.answers)
        state = f"{state_of(self.request.scope, self.request.app.state.service)} {date.today()} {part}"
        return self.give(self.page.of(compute, answers, state), shown)

    def by_default(self, rows: int) -> Listing:
        """The same, with so many rows where no number was asked for."""
        if "limit" in self.request.query_params or self.form != "json":
            return self
        return replace(self, page=replace(self.page, limit=rows))

    def give(self, page: Listed, shown: Shown | None = None) -> Response:
        """A page in the form that was asked for, with a link to the next."""
        headers = {"Vary": "Accept, Accept-Language"}
        if page.next:
            url = self.request.url.include_query_params(after=page.next)
            headers["Link"] = f'<{quote(url.path)}?{url.query}>; rel="next"'
        if self.form != "json":
            return self._file(page, shown or Shown(page.columns), headers)
        body = {"columns": page.columns, "rows": page.rows, "next": page.next, "truncated": page.truncated}
        return Response(as_json(body | dict(page.more)), headers=headers, media_type="application/json")

    def _file(self, page: Listed, shown: Shown, headers: dict[str, str]) -> Response:
        rows = shown.rows(page.rows, self.language) if shown.rows else page.rows
        name = self.request.url.path.rstrip("/").rpartition("/")[2]
        safe = "".join(char for char in name if char.isascii() and (char.isalnum() or char in "-_")) or "rows"
        if self.form == "csv":
            content: str | bytes = as_csv(shown.columns, rows, self.language)
        else:
            content = as_xlsx(shown.columns, rows, language=self.language)
        headers |= {"Content-Disposition": f'attachment; filename="{safe}.{self.form}"'}
        headers |= {"Content-Language": self.language}
        return Response(content, headers=headers, media_type=MEDIA_TYPES[cast(Literal["csv", "xlsx"], self.form)])


@dataclass(frozen=True)
class Shown:
    """How rows stand in a file, where that is not as in JSON."""

    columns: Sequence[str]
    rows: Callable[[list[Row], Language], list[Row]] | None = None


def as_json(value: Any) -> bytes:
    """JSON of plain rows and of dataclasses; a text in two languages is an object of them."""
    return orjson.dumps(value, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return value._asdict()
    raise TypeError(type(value).__name__)


def found_of(answer: Answer) -> Found:
    """The answer of a named query."""
    more = {"incomplete": list(answer.incomplete)} if answer.incomplete else {}
    return Found(answer.columns, answer.rows, answer.truncated, more)


def listing(request: Request, limit: int | None, after: str | None, form: Form | None) -> Listing:
    """The list that a request asks for.

    Raises:
        HTTPException: 406 when none of the forms is acceptable.
    """
    media = acceptable(request.headers.get("accept", ""), tuple(_FORMS))
    if form is None and media is None:
        raise not_acceptable()
    form = form or _FORMS[cast(str, media)]
    asked = sorted(item for item in request.query_params.multi_items() if item[0] not in _OF_THE_PAGE)
    question = orjson.dumps([request.url.path, asked]).decode()
    page = Page(question, limit or (DEFAULT if form == "json" else FILE), after)
    return Listing(request, page, form, language_of(request))


async def _listing(
    request: Request, limit: LimitOption = None, after: AfterOption = None, form: FormOption = None
) -> Listing:
    return listing(request, limit, after, form)


ListingDep = Annotated[Listing, Depends(_listing)]


async def _in_a_form(request: Request, form: FormOption = None) -> Listing:
    return listing(request, None, None, form)


#: For an answer that is no list in JSON, and rows in a file.
FormListingDep = Annotated[Listing, Depends(_in_a_form)]
