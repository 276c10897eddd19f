"""Planners' own tables: the kinds that there are, empty ones to fill in, and maps for those that people have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as PathParam
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.loading.models import TextModel, UploadId
from api.loading.uploads import disk_errors
from api.routes.deps import LanguageDep
from api.routes.roles import EDITOR, READER
from api.routes.uploads import UploadsDep
from api.tables import MEDIA_TYPES
from graph.errors import BadInput, BadParameter, Text
from graph.values import SourceId
from loaders.table.guess import ProposedMap, propose_map
from loaders.table.guess_region import division_code
from loaders.table.kinds import KINDS
from loaders.table.mapping import read_map
from loaders.table.template import split_of, template, template_map
from loaders.table.template_map import ChosenColumn, ChosenTable, MapHead, map_text

router = APIRouter(prefix="/v1/tables", tags=["loading"])

#: The name of a kind.
KindName: Any = Literal[tuple(KINDS)]
_YAML = "application/yaml"
_FORMS = {"xlsx": MEDIA_TYPES["xlsx"], "csv": MEDIA_TYPES["csv"], "map": _YAML}
_Word = Annotated[str, Field(min_length=1, max_length=300)]
_Place = Annotated[str | None, Field(max_length=100, examples=["榆次区"])]


def _as_object(text: object) -> object:
    return text._asdict() if isinstance(text, Text) else text


_Words = Annotated[TextModel, BeforeValidator(_as_object)]


class _Told(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class FieldModel(_Told):
    """What a column may hold: its headings, whether it is required, the values that may be chosen, with their names."""

    name: str
    heading: _Words
    doc: _Words
    type: str
    required: bool
    many: bool
    choices: dict[str, str]
    example: str
    #: The marks at which a cell of a template is parted.
    split: list[str]


class KindModel(_Told):
    """A kind of table."""

    name: str
    title: _Words
    doc: _Words
    fields: list[FieldModel]


class KindsModel(_Told):
    """The kinds of tables."""

    kinds: list[KindModel]


class RivalModel(_Told):
    """Another kind that a sheet may be."""

    kind: str
    score: float


class ColumnModel(_Told):
    """A column, the field that it is taken for (null: it is not read), how sure that is (0 to 1), why, what to do."""

    number: int
    heading: str
    field: str | None
    score: float
    why: _Words
    samples: list[str]
    split: list[str]
    todo: list[_Words]
    lookup: dict[str, str] = Field(description="没看懂的值，及其可能的意思。Values that are not understood.")
    wants: str | None = Field(description="写明这些名称是什么的字段。The field that tells what the names are.")


class SheetModel(_Told):
    """A sheet and the kind of table that it is taken for; `missing` are required fields without a column, and rows
    in which a cell says what is in `skip` are none."""

    sheet: str
    kind: str
    score: float
    rivals: list[RivalModel]
    header: list[int]
    columns: list[ColumnModel]
    missing: list[str]
    skip: list[str]


class HeadModel(_Told):
    """The source that a table is."""

    id: str
    title: str
    region: str | None


class ProposalModel(_Told):
    """A map that is proposed, its YAML, and what has to be filled in before it can be used."""

    head: HeadModel
    sheets: list[SheetModel]
    #: Sheets that are no table of any kind.
    left: list[str]
    missing: list[_Words]
    yaml: str


class WantedMap(BaseModel):
    """Which upload to propose a map for; the kind of table and the place, where they are known."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"upload": "u-0123456789abcdef", "region": "榆次区"}]}
    )

    upload: UploadId
    kind: KindName | None = None
    region: _Place = None


class ChosenColumnModel(BaseModel):
    """A column as somebody chose it: its heading, its fields, the marks that part it, what its values mean."""

    model_config = ConfigDict(extra="forbid")

    heading: _Word
    fields: Annotated[list[_Word], Field(max_length=10)] = []
    split: Annotated[list[Annotated[str, Field(min_length=1, max_length=5)]], Field(max_length=10)] = []
    lookup: Annotated[dict[str, str], Field(max_length=1_000)] = {}


class ChosenTableModel(BaseModel):
    """A table as somebody chose it."""

    model_config = ConfigDict(extra="forbid")

    kind: KindName
    columns: Annotated[list[ChosenColumnModel], Field(min_length=1, max_length=500)]
    sheet: _Word | None = None
    header: Annotated[list[Annotated[int, Field(ge=0, le=1_000)]], Field(max_length=10)] = []
    constants: Annotated[dict[str, str], Field(max_length=100)] = {}
    skip: Annotated[list[_Word], Field(max_length=20)] = []


_CHOSEN: dict[str, Any] = {
    "id": "partners-2024",
    "title": "结对名单",
    "region": "140702",
    "tables": [
        {
            "kind": "partners",
            "columns": [
                {"heading": "社区", "fields": ["a"]},
                {"heading": "高校", "fields": ["b"], "split": ["、"]},
                {"heading": "方式", "fields": ["kind"], "lookup": {"战略合作": "签约"}},
            ],
        }
    ],
}


class ChosenMap(BaseModel):
    """A map as somebody chose it: its source, and the tables of the file."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_CHOSEN]})

    id: Annotated[SourceId, Field(max_length=200)]
    title: _Word
    region: Annotated[str, Field(max_length=100)]
    publisher: _Word | None = None
    published: Annotated[str | None, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] = None
    tables: Annotated[list[ChosenTableModel], Field(min_length=1, max_length=50)]


class MapModel(BaseModel):
    """The text of a map: to be kept beside its table, as 表.map.yaml."""

    yaml: str


@router.get("/kinds", dependencies=[READER], summary="有哪几种表 The kinds of tables, and what their columns may hold")
def kinds() -> KindsModel:
    """The kinds of tables with their fields: headings in both languages, types, choices, examples."""
    return KindsModel(kinds=[_kind(name) for name in KINDS])


def _kind(name: str) -> KindModel:
    kind = KINDS[name]
    fields = [FieldModel.model_validate(_plain(FieldModel, one) | {"split": split_of(one)}) for one in kind.fields]
    return KindModel.model_validate(_plain(KindModel, kind) | {"fields": fields})


def _plain(model: type[BaseModel], one: object) -> dict[str, Any]:
    """The attributes of something that a model has members for."""
    return {name: getattr(one, name) for name in model.model_fields if hasattr(one, name)}


@router.get(
    "/templates/{kind}",
    dependencies=[READER],
    response_class=Response,
    responses={
        200: {
            "description": "空表，或它的映射 The template, or its map",
            # those who read YAML find an object in it, where a table is bytes
            "content": {
                media: {"schema": {"type": "object"} if media == _YAML else {"type": "string", "format": "binary"}}
                for media in _FORMS.values()
            },
        }
    },
    summary="空表及其映射 An empty table of a kind, or its map",
)
def empty(
    language: LanguageDep,
    kind: Annotated[KindName, PathParam(examples=["partners"])],
    form: Annotated[
        Literal["xlsx", "csv", "map"],
        Query(alias="format", description="xlsx、csv，或映射 map。The table, or its map.", examples=["xlsx"]),
    ] = "xlsx",
    region: Annotated[
        str | None,
        Query(alias="in", max_length=100, description="映射写哪里：代码或全名。The place of the map.",
              examples=["榆次区"]),
    ] = None,
) -> Response:  # fmt: skip
    """With its map beside it, as partners.map.yaml beside partners.xlsx, the table loads once it is filled in.

    填好之后，连同映射（partners.xlsx 配 partners.map.yaml）即可装载。
    """
    found, code = KINDS[kind], division_code(region) if region else None
    if form == "map":
        name = f"{kind}.map.yaml"
        content = template_map(Path(f"{kind}.xlsx"), [found], language, code).encode()
    else:
        name = f"{kind}.{form}"
        content = template(Path(name), [found], language, code).content
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Vary": "Accept-Language"}
    return Response(content, headers=headers | {"Content-Language": language}, media_type=_FORMS[form])


@router.post("/maps", dependencies=[EDITOR], summary="为上传的表提出映射 Propose the map of a table that was sent")
def propose(request: Request, uploads: UploadsDep, language: LanguageDep, given: WantedMap) -> ProposalModel:
    """Each column with the field that it is taken for, how sure that is and why. Nothing is loaded.

    由列名和格子猜每一列是什么，说明把握与理由；什么也不装载。
    """
    with _folder(request) as folder, _told_here():
        (path,) = uploads.place([given.upload], folder / "table")
        found = propose_map(path, given.kind, given.region)
    return _proposal(found, found.yaml(language))


def _proposal(found: ProposedMap, text: str) -> ProposalModel:
    return ProposalModel(
        head=HeadModel.model_validate(found.head),
        sheets=[SheetModel.model_validate(one) for one in found.sheets],
        left=list(found.left),
        missing=list(map(TextModel.model_validate, map(_as_object, found.missing))),
        yaml=text,
    )


@router.post("/maps/text", dependencies=[EDITOR], summary="由所选写成映射 Write a map from what was chosen")
def write(request: Request, language: LanguageDep, given: ChosenMap) -> MapModel:
    """The map as YAML, checked as it would be when it is read: a field that is needed and not there is refused.

    写成 YAML，并照读取时检查：缺必填的列、没有的字段都会被拒绝。
    """
    code = division_code(given.region)
    head = MapHead(given.id, given.title, code, given.publisher, given.published)
    text = map_text(head, [_chosen(one) for one in given.tables], language)
    with _folder(request) as folder, _told_here():
        path = folder / "map.yaml"
        path.write_text(text, encoding="utf-8")
        read_map(path)
    return MapModel(yaml=text)


def _chosen(one: ChosenTableModel) -> ChosenTable:
    columns = [
        ChosenColumn(column.heading, tuple(column.fields), tuple(column.split), column.lookup) for column in one.columns
    ]
    return ChosenTable(one.kind, tuple(columns), one.sheet, tuple(one.header), one.constants, skip=tuple(one.skip))


@contextmanager
def _folder(request: Request) -> Iterator[Path]:
    """A folder beside the uploads, for one request."""
    var: Path = request.app.state.config.var
    with disk_errors():
        var.mkdir(parents=True, exist_ok=True)
        made = TemporaryDirectory(prefix="table-", dir=var)
    with made as name:
        yield Path(name)


@contextmanager
def _told_here() -> Iterator[None]:
    """The faults of a file as those of the request, without the folder that the file lay in."""
    try:
        yield
    except BadInput as error:
        faults = [replace(one, file="") for one in error.problems]
        told = [(one.where.strip(":"), one.what) for one in faults]
        zh = "；".join(f"{where} {what.zh}".strip() for where, what in told)
        en = "; ".join(f"{where} {what.en}".strip() for where, what in told)
        raise BadParameter(Text(zh, en), hint=faults[0].hint) from error
