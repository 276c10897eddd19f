"""Mentions resolved to entities."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.resolving import as_line, resolved
from api.routes.deps import LanguageDep, ServiceDep
from api.routes.roles import READER
from graph.resolution import Kind, Request

router = APIRouter(prefix="/v1/resolutions", tags=["entities"])

_Word = Annotated[str, Field(min_length=1, max_length=200)]


class Mention(BaseModel):
    """A name as a document prints it, the division that is spoken of (code or name), the type it is taken for."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "龙湖社区", "context": "榆次区", "type": None}]}
    )

    text: _Word
    context: _Word | None = None
    type: _Word | None = None


class Mentions(BaseModel):
    """Mentions to resolve together."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"mentions": [{"text": "龙湖社区", "context": "榆次区"}]}]}
    )

    mentions: Annotated[list[Mention], Field(min_length=1, max_length=1_000)]


class MeantModel(BaseModel):
    """Somebody who may be meant."""

    id: str
    name: str
    label: str
    where: str


class ResolutionModel(BaseModel):
    """Who is meant, and why: certain (`link`), several (`ambiguous`), likely (`proposal`), or `none`."""

    kind: Kind
    id: str | None
    name: str | None
    label: str | None
    candidates: list[MeantModel]
    why: str


class ResolutionsModel(BaseModel):
    """One resolution a mention, in order."""

    resolutions: list[ResolutionModel]


@router.post("", dependencies=[READER], summary="名称指的是谁 Which entities names mean, and why")
def resolve(service: ServiceDep, language: LanguageDep, given: Mentions) -> ResolutionsModel:
    requests = [Request(mention.text, mention.type, mention.context) for mention in given.mentions]
    answers = [as_line(answer, language) for answer in resolved(service.graph_names(), requests)]
    return ResolutionsModel(resolutions=[ResolutionModel(**answer) for answer in answers])
