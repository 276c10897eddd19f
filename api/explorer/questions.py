"""Every named question, and a page for each: a form of its parameters, and the answer as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from json import dumps
from typing import Annotated, Any, cast

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.explorer.asking.answers import Column, cell, columns_of, focus_of, links
from api.explorer.asking.fields import Form, asked_for, example_of, read_form
from api.explorer.asking.listed import listed
from api.explorer.frame import linker, page
from api.explorer.kept import kept
from api.explorer.terms import terms
from api.http.errors import language_of
from api.routes.deps import LanguageDep, ServiceDep
from api.service import Service
from graph.errors import BadParameter, Language, QueryTimeout, StatementError, Text, UnresolvedName, XiaodiError
from graph.store import Row
from graph.values import locator_order
from queries.library import Answer, find_query
from queries.library import Query as Question

router = APIRouter(include_in_schema=False)

#: Rows of a page of an answer.
ROWS = 100
#: What the person who asks can mend; anything else is a problem of its own.
_MENDED = (BadParameter, UnresolvedName, QueryTimeout, StatementError)
Named = Annotated[str, Query(max_length=300)]


@router.get("/questions")
def questions(
    request: Request, service: ServiceDep, language: LanguageDep, q: Named = "", about: Named = ""
) -> HTMLResponse:
    """All questions by topic; with `q` those that speak of it, with `about` those that can be asked of somebody."""
    someone = service.resolve(about) if about.strip() else None
    return page(
        request, "questions.html", Text("提问", "Questions"), place="questions", scripts=("questions.js",),
        found=listed(q, someone, language), asked=q.strip(), someone=someone, **terms(language),
    )  # fmt: skip


@router.get("/questions/{name:path}", response_class=HTMLResponse)
def question(
    request: Request,
    service: ServiceDep,
    language: LanguageDep,
    name: Annotated[str, Path(max_length=200)],
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """The form of one question; filled in, with its answer. The address of an answer holds what it was asked with."""
    query = find_query(name)
    given = {one: value for one, value in request.query_params.items() if one in asked_for(query)}
    form = read_form(service, query, given, language)
    if not form.sound:
        return _page(request, service, query, form, status=422)
    if not form.complete or not (given or "ask" in request.query_params or not form.fields):
        return _page(request, service, query, form)
    wanted = _asked(form)
    if given | ({"ask": "1"} if "ask" in request.query_params else {}) != wanted:
        return RedirectResponse(_address(request, name, wanted), 303)
    try:
        return _page(request, service, query, form, _told(request, service, query, form, number))
    except _MENDED as error:
        return _page(request, service, query, form, fault=error, status=error.status)


def _asked(form: Form) -> dict[str, str]:
    """What the address of an answer holds; where everything is as it is by default, that it was asked."""
    return form.address or ({"ask": "1"} if form.fields else {})


def _address(request: Request, name: str, params: Mapping[str, Any]) -> str:
    return linker(request)("/questions", *name.split("/"), **params)


def _page(
    request: Request,
    service: Service,
    query: Question,
    form: Form,
    told: Mapping[str, Any] | None = None,
    *,
    fault: XiaodiError | None = None,
    status: int = 200,
) -> HTMLResponse:
    header, language = query.header, language_of(request)
    return page(
        request, "question.html", header.title.text(), place="questions", scripts=("questions.js", "evidence.js"),
        status=status, query=query, doc=header.doc.text(), form=form, told=told, fault=fault,
        example=_example(service, query, language), **terms(language),
    )  # fmt: skip


def _example(service: Service, query: Question, language: Language) -> tuple[dict[str, str], str]:
    """The example of a question as an address has it, and as people read it."""
    given = example_of(service, query)
    form = read_form(service, query, given, language)
    return given, Text("，", ", ").say(language).join(field.told for field in form.fields if field.sent)


def _told(request: Request, service: Service, query: Question, form: Form, number: int) -> dict[str, Any]:
    """One page of the answer, and what is to be said of the whole."""
    answer = _answer(request, service, query.name, form.values)
    language, rows = language_of(request), answer.rows
    last = max(1, -(-len(rows) // ROWS))
    number = min(number, last)
    columns, empty = _filled(columns_of(query.header.returns, answer.columns, language), rows)
    asked = _asked(form)
    return {
        "columns": columns,
        "empty": [one.title for one in empty],
        "rows": [_row(row, columns, language) for row in rows[(number - 1) * ROWS : number * ROWS]],
        "first": (number - 1) * ROWS + 1,
        "number": number,
        "last": last,
        "before": _address(request, query.name, asked | {"page": number - 1}) if number > 1 else "",
        "after": _address(request, query.name, asked | {"page": number + 1}) if number < last else "",
        "total": len(rows),
        "of": _denominator(request, service, query, form),
        "cut": answer.truncated or len(rows) == answer.params.get("limit"),
        "incomplete": answer.incomplete,
        "picture": _picture(query, form),
    }


def _answer(request: Request, service: Service, name: str, values: Mapping[str, Any]) -> Answer:
    """An answer, kept while the graph stays as it is: its next page does not ask anew."""
    key = f"question {name} {dumps(values, sort_keys=True)}"
    rows = kept(request, service, key, lambda: [{"answer": service.ask(name, dict(values))}])
    return cast(Answer, (rows or [{}])[0]["answer"])


def _filled(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[list[Column], list[Column]]:
    """The columns in which something stands, and those in which nothing does."""
    empty = [one for one in columns if rows and all(row[one.name] in (None, "", []) for row in rows)]
    return [one for one in columns if one not in empty], empty


def _row(row: Row, columns: Sequence[Column], language: Language) -> dict[str, Any]:
    """The cells of a row, and the statement that it is about."""
    named = {one.name: links(row, one) for one in columns if one.kind in ("entity", "source")}
    texts = {one.name: cell(row, one, language) for one in columns if one.kind in ("number", "date", "text")}
    cited = {one.name: sorted(row[one.name] or (), key=locator_order) for one in columns if one.kind == "evidence"}
    return {"cells": named | texts | cited, "focus": focus_of(row)}


def _denominator(request: Request, service: Service, query: Question, form: Form) -> int | None:
    """Of a gap: how many there are of which it is a part."""
    if query.header.of is None:
        return None
    declared = find_query(query.header.of).header.params
    given = {name: value for name, value in form.values.items() if name in declared}
    return int(_answer(request, service, query.header.of, given).rows[0]["total"])


def _picture(query: Question, form: Form) -> dict[str, Any]:
    """What the map is asked for, where the answer can be drawn."""
    if query.header.form == "graph":
        return {"query": query.name, **form.address}
    if query.header.form == "paths":
        return {"path": f"{form.address['from']},{form.address['to']}"}
    return {}
