"""What all pages share: the frame around them, their policy, and links that keep the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.context import asked
from api.explorer.assets import address, of_map
from api.explorer.cited import citing
from api.http.errors import language_of
from api.views.style import edge_name, node_name
from api.views.text import values
from graph.errors import Language, Text
from graph.settings import ROOT

#: Nothing but our own files; no script or style inside a page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Crumb:
    """A step of the way to a page: what it is called, and where it is."""

    name: str
    path: str


@dataclass(frozen=True)
class Place:
    """A part of the explorer, as the bar on top names it."""

    key: str
    title: Text
    path: str


#: The bar on top, in order.
PLACES = (
    Place("questions", Text("提问", "Ask"), "/questions"),
    Place("map", Text("关系图", "Map"), "/map"),
    Place("regions", Text("覆盖与缺口", "Coverage"), "/regions"),
    Place("reviews", Text("审核", "Review"), "/reviews"),
    Place("loads", Text("装载", "Load"), "/loads"),
    Place("sources", Text("来源", "Sources"), "/sources"),
)


#: What is wrong now and may be right in a while.
_PASSING = (429, 503, 504)


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(ROOT / "api" / "web" / "explorer")
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)


def prepare() -> None:
    """Compile all templates, so that the first visitor does not wait for it."""
    environment = _environment()
    for name in environment.list_templates():
        environment.get_template(name)


def page(
    request: Request,
    template: str,
    title: Text,
    *,
    place: str = "",
    status: int = 200,
    scripts: tuple[str, ...] = (),
    **context: Any,
) -> HTMLResponse:
    """A page.

    `place` is the key of the part that it belongs to, `scripts` the modules that it loads beside those of every page.
    Templates find what `words` lists, and the context.
    """
    language = language_of(request)
    told = words(request, language) | {
        "title": title.say(language),
        "place": place,
        "scripts": ("site.js", *scripts),
        "soon": () if place == "map" else of_map(),
    }
    html = _environment().get_template(template).render(told | context)
    return HTMLResponse(html, status, headers={"Content-Security-Policy": POLICY, "Vary": "Accept-Language, Cookie"})


def problem_page(request: Request, told: Mapping[str, Any]) -> HTMLResponse:
    """What went wrong, and what to do, on a page; `told` are problem details (RFC 9457)."""
    title = Text(told["title"], told["title"])
    context = {name: told.get(name, "") for name in ("detail", "hint", "candidates", "request_id")}
    context["again"] = request.method == "GET" and told["status"] in _PASSING
    context["lost"] = told["status"] == HTTPStatus.NOT_FOUND
    context["first"] = _with(request, after=None) if "after" in request.query_params else ""
    return page(request, "problem.html", title, status=told["status"], **context)


def words(request: Request, language: Language) -> dict[str, Any]:
    """What every template may use: its language, links, names of types and values, and who is here."""
    caller, named = asked().caller, values(language)
    cited, source_name = citing(request, language)
    return {
        "language": language,
        "t": lambda zh, en: en if language == "en" else zh,
        "say": lambda text: text.say(language),
        "link": linker(request),
        "other_language": _in_other_language(request, language),
        "asset": address,
        "type_name": lambda label: node_name(label, language),
        "tie_name": lambda edge_type: edge_name(edge_type, language),
        "value_name": lambda value: named.get(str(value), str(value)),
        "cited": cited,
        "source_name": source_name,
        "several": lambda count, one, more: one if count == 1 else more,
        "places": PLACES,
        "here": f"{request.url.path}?{request.url.query}",
        "who": caller,
        "may_edit": caller.may("editor"),
        "signed_in": caller.door == "session",
    }


def linker(request: Request) -> Callable[..., str]:
    """Makes addresses of pages: `link('/profiles', id, as_of='2024')`; the language that was asked for is kept."""
    kept = {"lang": request.query_params["lang"]} if request.query_params.get("lang") in ("zh", "en") else {}

    def link(path: str, /, *parts: str, **params: Any) -> str:
        whole = "/".join((path.rstrip("/"), *(quote(part, safe="") for part in parts))) or "/"
        given = {name: value for name, value in params.items() if value not in (None, "", ())}
        asked_for = urlencode(_plain(given) | kept, doseq=True)
        return f"{whole}?{asked_for}" if asked_for else whole

    return link


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    """Values as addresses write them; `in_` and `from_` are words of Python."""
    return {name.rstrip("_"): str(v).lower() if isinstance(v, bool) else v for name, v in params.items()}


def _in_other_language(request: Request, language: Language) -> str:
    """This page in the other language."""
    return _with(request, lang="zh" if language == "en" else "en")


def _with(request: Request, **params: str | None) -> str:
    """This address with some parameters set, or without them."""
    others = [(name, value) for name, value in request.query_params.multi_items() if name not in params]
    return f"{request.url.path}?{urlencode([*others, *((name, value) for name, value in params.items() if value)])}"
