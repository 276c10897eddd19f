"""A picture as data: what the map of ties draws, laid out here so that no browser need simulate it."""

from __future__ import annotations

from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from api.explorer.drawing.asked import MOST, USUAL, Asked, read_params, read_path
from api.explorer.drawing.drawn import draw
from api.gate.freshness import state_of
from api.http.answers import Answers
from api.http.paging import Found
from api.routes.deps import LanguageDep, ServiceDep
from api.routes.listing import as_json
from api.routes.roles import READER
from api.service import Service
from graph.errors import Language

router = APIRouter(prefix="/v1", tags=["views"])


class Held(BaseModel):
    """How firm something is and when it holds; a bound that is null is not known, and open."""

    status: str
    modality: str | None
    valid_from: str | None = Field(description="原样的日期。As it is stated.")
    valid_to: str | None
    first_day: str | None = Field(description="起始日期的首日。The first day of the beginning.")
    last_day: str | None = Field(description="终止日期的末日。The last day of the end.")
    evidence: list[str]


class NodeModel(Held):
    """An entity with its place in the picture."""

    id: str
    name: str
    label: str
    x: int
    y: int
    text: str = Field(description="图上的名称，已分行。The name in lines.")
    size: int
    font: int
    degree: int = Field(description="全图中的关系数。Its relations in the whole graph.")
    places: list[str] = Field(description="所在的县区、地市、省。The divisions that contain it.")
    university: str | None = Field(description="院系所属的高校。Of a college, its university.")
    university_name: str | None
    disputed: bool = Field(description="来源不一致。Sources differ on it.")
    by: list[str] = Field(description="谁的展开带来的；起初就有的没有。Whose expansions bring it.")
    anchor: str | None = Field(description="放在谁的旁边。Beside which it was put.")


class EdgeModel(Held):
    """A relation between two entities of the picture."""

    id: str
    from_: str = Field(alias="from")
    to: str
    type: str
    kind: str | None


class SourceModel(BaseModel):
    """A source by name."""

    name: str
    kind: str


class ExpansionModel(BaseModel):
    """How many of the neighbours of one are shown, and how many it has."""

    id: str
    shown: int
    total: int


class PathModel(BaseModel):
    """A path between two ends: no stops where there is none; what each step runs through; its relations."""

    ends: list[str]
    stops: list[str]
    via: list[str]
    edges: list[str]
    evidence: list[str]


class QuestionModel(BaseModel):
    """A named question with its text and the parameters it was asked with."""

    name: str
    title: str
    cypher: str
    params: dict[str, Any]


class PictureModel(BaseModel):
    """A picture. `begun` of the `total` that it could begin with are shown; never more than `most` in all."""

    nodes: list[NodeModel]
    edges: list[EdgeModel]
    places: dict[str, str] = Field(description="id 到名称。Names of the divisions.")
    sources: dict[str, SourceModel] = Field(description="id 到来源。What the sources that are cited are called.")
    begun: int
    total: int
    most: int
    truncated: bool
    expansions: list[ExpansionModel]
    path: PathModel | None
    query: QuestionModel
    further: list[QuestionModel]
    version: int


_Name = Annotated[str, Field(max_length=300)]


@router.get(
    "/pictures",
    summary="一张图：实体、关系与位置 A picture: entities, relations and places",
    response_model=PictureModel,
    dependencies=[READER],
)
def picture(
    request: Request,
    service: ServiceDep,
    language: LanguageDep,
    entity: Annotated[
        str | None, Query(max_length=300, description="从一个实体起。Begin with an entity.", examples=["云南大学"])
    ] = None,
    depth: Annotated[int, Query(ge=1, le=3, description="几步之内。Within how many steps.")] = 1,
    place: Annotated[
        str | None, Query(max_length=300, description="从一地起。Begin with a place.", examples=["榆次区"])
    ] = None,
    query: Annotated[
        str | None, Query(max_length=100, description="从一个问题的答案起。Begin with the answer of a question.")
    ] = None,
    params: Annotated[
        str | None, Query(max_length=4_000, description="该问题的参数，JSON 对象。Its parameters, a JSON object.")
    ] = None,
    path: Annotated[
        str | None, Query(max_length=601, description="找两方之间的路，写成 甲,乙。Find a path between A,B.")
    ] = None,
    expand: Annotated[
        list[_Name] | None,
        Query(
            max_length=200,
            description="依次展开谁；再写一次是其下一页。Whose neighbours are added; named again: the next page.",
            examples=[["呈贡区"]],
        ),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST, description="起初至多几个实体。Entities to begin with.")] = USUAL,
    kept: Annotated[
        int, Query(ge=0, le=MOST, description="前几个不再移动。How many of the first keep their places.")
    ] = 0,
) -> Response:
    """Without a beginning all that documents name, the most connected first. The same picture with one more step has
    everything that was there at the same place."""
    asked = Asked(entity, depth, place, query, read_params(params), read_path(path), tuple(expand or ()), limit, kept)
    return Response(as_json(_kept(request, service, asked, language)), media_type="application/json")


def _kept(request: Request, service: Service, asked: Asked, language: Language) -> dict[str, Any]:
    """The picture, computed once while the graph stays as it is."""
    answers = cast(Answers, request.app.state.answers)
    key = f"{request.url.path} {language} {asked}", state_of(request.scope, service)
    found = answers.get(key) or Found((), [draw(service, asked, language)])
    answers.keep(key, found)
    return found.rows[0]
