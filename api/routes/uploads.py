"""Uploads: a file is sent as it is, and named in the jobs that load it."""

from __future__ import annotations

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.http.paging import Found, Keys
from api.http.schemas import list_of, row_schema
from api.loading.uploads import Upload, Uploads
from api.routes.listing import ListingDep
from api.routes.roles import EDITOR

router = APIRouter(prefix="/v1/uploads", tags=["loading"], dependencies=[EDITOR])

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "the file as it is 文件本身",
        "content": {
            media: {"schema": {"type": "string", "format": "binary"}}
            for media in ("application/octet-stream", "application/yaml")
        },
    }
}
_COLUMNS = {
    "id": "str", "name": "str", "size": "int", "sha256": "str", "kind": "str", "created_at": "str", "expires_at": "str",
}  # fmt: skip
_EXAMPLE = "000-yuci.yaml"


def uploads_of(request: Request) -> Uploads:
    uploads: Uploads = request.app.state.uploads
    return uploads


UploadsDep = Annotated[Uploads, Depends(uploads_of)]
UploadId = Annotated[str, Path(pattern="^u-[0-9a-f]{16}$", examples=["u-0123456789abcdef"])]


@router.post("", status_code=201, summary="上传一个文件 Send a file", openapi_extra=_BODY)
async def send(
    request: Request,
    response: Response,
    uploads: UploadsDep,
    name: Annotated[str, Query(min_length=1, max_length=1000, examples=[_EXAMPLE])],
) -> Upload:
    """The body is the file, never a form; it goes to the disk as it comes, and is kept for a day.

    文件本身就是请求体，边收边写到磁盘，保存一天。
    """
    incoming = await run_sync(uploads.begin, name)
    try:
        async for chunk in request.stream():
            await run_sync(incoming.write, chunk)
        upload = await run_sync(incoming.complete)
    except BaseException:
        incoming.discard()
        raise
    response.headers["Location"] = f"/v1/uploads/{upload.id}"
    return upload


@router.get(
    "",
    responses=list_of(row_schema(_COLUMNS)),
    summary="已上传的文件，新的在前 The uploads that lie here, newest first",
)
def sent(uploads: UploadsDep, listing: ListingDep) -> Response:
    def fetch(after: Keys | None, limit: int) -> Found:
        behind = [one for one in uploads.all() if after is None or (str(one.created_at), one.id) < tuple(after)]
        rows = [one.model_dump(mode="json") | {"created_at": str(one.created_at)} for one in behind[:limit]]
        return Found(tuple(_COLUMNS), rows)

    return listing.keyset(fetch, ("created_at", "id"))


@router.get("/{upload}", summary="一个上传 One upload")
def one(uploads: UploadsDep, upload: UploadId) -> Upload:
    return uploads.one(upload)


@router.delete("/{upload}", status_code=204, summary="删除一个上传 Delete an upload")
def remove(uploads: UploadsDep, upload: UploadId) -> None:
    uploads.remove(upload)
