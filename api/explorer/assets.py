"""Scripts and styles of the pages, under addresses that change with their content: browsers keep them for good."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from http import HTTPStatus
from pathlib import Path

import pyvis
from fastapi import APIRouter
from fastapi.responses import FileResponse, Response
from starlette.datastructures import Headers
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from graph.settings import ROOT

router = APIRouter(include_in_schema=False)

_OURS = ROOT / "api" / "web" / "static"
#: vis-network comes with pyvis.
_VIS = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_FOR_GOOD = "public, max-age=31536000, immutable"


@cache
def _files() -> dict[str, Path]:
    ours = {path.name: path for path in _OURS.iterdir() if path.suffix in _TYPES}
    return ours | {path.name: path for path in (_VIS / "vis-network.min.js", _VIS / "vis-network.css")}


@cache
def mark() -> str:
    """What the content of all files together is, in a few characters: scripts import each other by relative names."""
    digest = hashlib.sha256()
    for name, path in sorted(_files().items()):
        digest.update(name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def address(name: str) -> str:
    """Where a page finds a file.

    Raises:
        KeyError: when there is none of that name.
    """
    return f"/static/{mark()}/{_files()[name].name}"


@cache
def of_map() -> tuple[str, ...]:
    """The addresses of what the map needs, which is most: other pages fetch it when they have all of their own."""
    return tuple(address(name) for name in sorted(_files()) if name.startswith(("map", "vis-network.min")))


@cache
def _zipped(name: str) -> bytes:
    """A file as it is sent to nearly every browser: zipped once, and as well as it goes."""
    return gzip.compress(_files()[name].read_bytes(), mtime=0)


def prepare() -> None:
    """Zip all files, so that the first visitor does not wait for it."""
    for name in _files():
        _zipped(name)


class _Assets:
    """The files, answered on the spot: a page asks for a dozen while a thread may be drawing its picture."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = scope["path_params"]
        await _answer(given["version"], given["name"], Headers(scope=scope))(scope, receive, send)


def _answer(version: str, name: str, headers: Headers) -> Response:
    """A file; an address of an earlier version gives the file of now, which is not kept."""
    path = _files().get(name)
    if path is None:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    kept = {"Cache-Control": _FOR_GOOD if version == mark() else "no-store", "Vary": "Accept-Encoding"}
    if "gzip" not in headers.get("accept-encoding", ""):
        return FileResponse(path, media_type=_TYPES[path.suffix], headers=kept)
    return Response(_zipped(name), media_type=_TYPES[path.suffix], headers=kept | {"Content-Encoding": "gzip"})


router.routes.append(Route("/static/{version}/{name}", _Assets(), methods=["GET"], include_in_schema=False))
