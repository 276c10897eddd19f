"""The description of the API: what FastAPI makes of the routes, and what all of them have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.http.examples import example_of
from api.http.problems import MEDIA_TYPE, Kind, kinds
from api.http.routing import flat
from api.words import TOPICS

_METHODS = ("get", "post", "put", "patch", "delete")
_TAGS = {
    "entities": "实体：查找、周边、关系、路径 Entities: search, surroundings, relations, paths",
    "queries": "命名的问题，见目录 Named queries and their catalogue",
    "cypher": "临时的只读 Cypher Ad-hoc reading Cypher",
    "views": "网页上的图 Pictures as HTML pages",
    "gaps": "缺口，及对其的接受 Gaps, and accepting them",
    "coverage": "覆盖 Coverage",
    "comparisons": "比较两地、两个日期、两次装载 Two regions, dates or loads side by side",
    "claims": "数字及其矛盾 Figures and where they differ",
    "sources": "来源、装载、出处 Sources, loads, evidence",
    "reviews": "审定提议 Review of proposals",
    "suggestions": "谁能帮 Who could help",
    "status": "图的现状 The graph as a whole",
    "health": "服务是否正常 Whether the server is well",
    "exports": "导出 Exports",
    "loading": "装载、上传、任务 Loading, uploads, jobs",
    "sessions": "登录 Signing in",
    "problems": "错误的种类 Kinds of problems",
}
#: Anybody may read these.
_OPEN = ("/healthz", "/readyz", "/problems")
_SECURITY: dict[str, Any] = {
    "key": {"type": "http", "scheme": "bearer", "description": "API 密钥。An API key: xiaodi_<id>_<secret>."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "xiaodi_session",
        "description": "页面登录后的会话。The session of a page that signed in.",
    },
}
_HEADERS: dict[str, Any] = {
    "X-Request-ID": {"description": "请求的编号，见于日志。Id of the request.", "schema": {"type": "string"}},
    "ETag": {"description": "随图的版本而变。Changes with the version of the graph.", "schema": {"type": "string"}},
    "Link": {"description": "rel=\"next\" 指向下一页。The next page.", "schema": {"type": "string"}},
    "Retry-After": {"description": "几秒后再试。Seconds to wait.", "schema": {"type": "integer"}},
    "WWW-Authenticate": {"description": "怎样表明身份。How to tell who asks.", "schema": {"type": "string"}},
    "Allow": {"description": "此处支持的方法。The methods that are taken.", "schema": {"type": "string"}},
}  # fmt: skip
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457。",
    "required": ["type", "title", "status", "detail", "request_id"],
    "properties": {
        "type": {"type": "string", "description": "/problems/ 下的网址，说明这一种。A page that explains the kind."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "hint": {"type": "string", "description": "怎么办。What to do."},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "pointer", "detail"],
                "properties": {
                    "in": {"enum": ["query", "path", "header", "cookie", "body"]},
                    "pointer": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
        "candidates": {"type": "array", "items": {"type": "object"}},
    },
}
_LANG = {
    "name": "lang",
    "in": "query",
    "required": False,
    "schema": {"type": "string", "enum": ["zh", "en"]},
    "description": "消息的语言；先于 Accept-Language。Language of messages, before Accept-Language.",
}

#: What a parameter means wherever a route does not say more.
_PARAMETERS = {
    "type": "类型，如 PARTNERS_WITH。A type.",
    "topic": "数字的主题，如 驻地高校。What a figure is of.",
    "from": "从谁：id、代码或名称。From whom: id, code or name.",
    "to": "到谁：id、代码或名称。To whom: id, code or name.",
    "source": "来源的 id。Id of a source.",
    "place": "地方：id、代码或名称。A place: id, code or name.",
    "partner_side": "合作方的一侧。The side of the partners.",
    "partner_label": "合作方的类型。The type of the partners.",
    "for": "为哪个地方。For which place.",
    "in": "在哪个地方找。Within which place.",
    "need": "需求的 id 或名称。A need, by id or name.",
    "min_confidence": "至少多确定。How sure at least.",
    "max_confidence": "至多多确定。How sure at most.",
    "status": "审定的状况。How far it is reviewed.",
    "name": "文件名。Name of the file.",
}


def operation_id(route: APIRoute) -> str:
    """A name that stays: of method and path, which are the contract. `get_entities_entity`."""
    words = re.findall(r"[a-z0-9]+", route.path_format.removeprefix("/v1"))
    return "_".join([sorted(route.methods or ())[0].lower(), *words])


def install(app: FastAPI) -> None:
    """Let the application describe itself so; made once, when first asked for."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _described(app: FastAPI) -> dict[str, Any]:
    used = {str(tag) for route in flat(app.routes) if isinstance(route, APIRoute) for tag in route.tags}
    tags = [{"name": name, "description": _said(name)} for name in sorted(used, key=_tag_order)]
    schema = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, tags=tags
    )
    parts = schema.setdefault("components", {})
    parts["securitySchemes"] = _SECURITY
    parts.setdefault("schemas", {})["Problem"] = _PROBLEM
    parts["headers"] = _HEADERS
    parts["schemas"].pop("HTTPValidationError", None)
    parts["schemas"].pop("ValidationError", None)
    schema["security"] = [{"key": []}, {"session": []}, {}]
    for path, method, operation in _operations(schema):
        _complete(path, method, operation)
        _exemplify(operation["responses"], parts["schemas"])
    return schema


def _said(tag: str) -> str:
    """What a group of routes is for: in words of its own, or as the topic of questions that it is."""
    if tag in _TAGS or tag not in TOPICS:
        return _TAGS.get(tag, tag)
    return f"{TOPICS[tag].zh} {TOPICS[tag].en}"


def _tag_order(name: str) -> tuple[int, str]:
    known = list(_TAGS)
    return (known.index(name) if name in known else len(known), name)


def _operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in schema["paths"].items():
        for method in _METHODS:
            if method in item:
                yield path, method, item[method]


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    """Add to one operation what is true of all: the language, the headers, every problem that may come."""
    operation.setdefault("parameters", []).append(_LANG)
    operation.setdefault("description", operation.get("summary", ""))
    for parameter in operation["parameters"]:
        if parameter["name"] in _PARAMETERS:
            parameter.setdefault("description", _PARAMETERS[parameter["name"]])
    if path.startswith(_OPEN):
        operation["security"] = []
    responses = operation["responses"]
    responses.pop("422", None)
    for response in responses.values():
        response.setdefault("headers", {})["X-Request-ID"] = _header("X-Request-ID")
    if method == "get" and path.startswith("/v1/"):
        _complete_reading(responses)
    for status, found in _problems(path, method, operation).items():
        responses.setdefault(str(status), _problem(status, found))


def _exemplify(responses: dict[str, Any], parts: dict[str, Any]) -> None:
    """Give each answer in JSON an example."""
    for status, response in responses.items():
        told = response.get("content", {}).get("application/json")
        if status.startswith("2") and told is not None:
            told["example"] = example_of(told["schema"], parts)


def _complete_reading(responses: dict[str, Any]) -> None:
    said = responses.get("200")
    if said is None:
        return
    said["headers"]["ETag"] = _header("ETag")
    listed = said.get("content", {}).get("application/json", {}).get("schema", {}).get("properties", {})
    if "next" in listed:
        said["headers"]["Link"] = _header("Link")
    responses["304"] = {
        "description": "未变：If-None-Match 仍成立。Not changed.",
        "headers": {"ETag": _header("ETag"), "X-Request-ID": _header("X-Request-ID")},
    }


def _header(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/headers/{name}"}


def _problems(path: str, method: str, operation: dict[str, Any]) -> dict[int, list[Kind]]:
    """The kinds of problems that a request may meet, by status."""
    statuses = {400, 405, 422, 429, 500, 503, 504}
    if not path.startswith(_OPEN):
        statuses |= {401, 403}
    names = {parameter["name"] for parameter in operation["parameters"]}
    if path.startswith("/v1/"):
        statuses |= {404, 409}
    if "format" in names:
        statuses |= {406}
    if "after" in names:
        statuses |= {410}
    if method != "get":
        statuses |= {413, 415}
    found: dict[int, list[Kind]] = {status: [] for status in sorted(statuses)}
    for kind in kinds().values():
        if kind.status in found:
            found[kind.status].append(kind)
    return found


def _problem(status: int, found: list[Kind]) -> dict[str, Any]:
    listed = "; ".join(f"{kind.title.zh} {kind.title.en} ({kind.uri})" for kind in found)
    headers = {"X-Request-ID": _header("X-Request-ID")}
    extra = {401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After", 503: "Retry-After"}.get(status)
    if extra:
        headers[extra] = _header(extra)
    examples = {
        kind.name: {
            "value": {
                "type": kind.uri,
                "title": kind.title.en,
                "status": status,
                "detail": kind.doc.en,
                "hint": "",
                "request_id": "5f2c9a1e0b7d4c63",
            }
        }
        for kind in found
    }
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}}
    return {"description": listed, "headers": headers, "content": content}
