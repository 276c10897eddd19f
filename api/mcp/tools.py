"""The tools: what each takes, in words of both languages, and how it asks the service. All of them only read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.gaps import gap_rows
from api.http.paging import Found
from api.service import Service
from api.suggest import SUGGEST_COLUMNS, suggest_rows
from graph.errors import BadParameter, Text
from graph.ontology import entity_types
from queries.gaps_run import gap_rules
from queries.library import Answer, library


class Arguments(BaseModel):
    """What every tool takes."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=200, description="最多几行 rows at most")] = 50


_Name = Annotated[
    str, Field(min_length=1, max_length=300, description="id、名称、别名或拼音 id, name, alias or pinyin")
]
_Place = Annotated[str, Field(min_length=1, max_length=300, description="地方：id、代码或名称 place: id, code or name")]
_AsOf = Annotated[str | None, Field(description="某日有效，如 2024 或 2024-06 valid at a date, like 2024 or 2024-06")]


def _one_of(names: Any, described: str) -> Any:
    """A text that the schema lists the values of; a wrong one is answered by the service, with those that are near."""
    return Field(description=described, json_schema_extra={"enum": list(names)})


_TOPICS = sorted({name.partition("/")[0] for name in library()})


class Search(Arguments):
    text: _Name
    type: Annotated[str | None, _one_of([*entity_types(), None], "类型 type of entity")] = None
    context: Annotated[_Place | None, Field(description="先列此地的 what lies in this place first")] = None
    limit: Annotated[int, Field(ge=1, le=20, description="最多几个 entities at most")] = 10


class Ask(Arguments):
    query: Annotated[str, _one_of(library(), "问题的名字，见工具 queries a name that the tool `queries` lists")]
    params: Annotated[
        dict[str, Any], Field(description="参数；实体可写名称 its parameters; entities may be given by name")
    ] = {}


class Queries(Arguments):
    topic: Annotated[str | None, _one_of([*_TOPICS, None], "只列一类 one topic alone")] = None
    limit: Annotated[int, Field(ge=1, le=200, description="最多几行 rows at most")] = 200


class Neighbourhood(Arguments):
    entity: _Name
    depth: Annotated[Literal[1, 2, 3], Field(description="几步之内 within how many steps")] = 1


class Partners(Arguments):
    entity: _Name
    formal: Annotated[bool, Field(description="只看签约与结对 signed and paired ties only")] = False
    side: Annotated[
        Literal["campus", "locality", "enterprise", "other"] | None,
        Field(description="合作方在哪一边 side of the partner"),
    ] = None
    roll_up: Annotated[bool, Field(description="院系并入高校 colleges count as their university")] = False
    as_of: _AsOf = None


class Coverage(Arguments):
    places: Annotated[
        list[_Place], Field(max_length=5, description="哪些地方；不写则各省 places; none for all provinces")
    ] = []
    level: Annotated[
        Literal["City", "District", "Subdistrict", "Community"] | None,
        Field(description="一个地方之下到哪一级 level of the rows below one place"),
    ] = None
    as_of: _AsOf = None


class Gaps(Arguments):
    place: _Place
    rules: Annotated[
        list[Annotated[str, _one_of(gap_rules(), "规则 a rule")]],
        Field(description="只用这些规则；不写则全部 these rules alone; none for all"),
    ] = []
    as_of: _AsOf = None


class Suggest(Arguments):
    place: Annotated[_Place | None, Field(description="帮哪个地方 the place to help")] = None
    need: Annotated[_Name | None, Field(description="或满足哪项需求：id 或名称 or the need to meet")] = None
    within: Annotated[_Place | None, Field(description="到多大范围找 how far to look: a place around it")] = None
    as_of: _AsOf = None


class Evidence(Arguments):
    entity: _Name
    other: Annotated[_Name | None, Field(description="另一方：只看两者之间 the other end: what joins the two")] = None


class Path(Arguments):
    start: _Name
    end: _Name
    every: Annotated[bool, Field(description="全部最短路 all shortest paths")] = False


class Cypher(Arguments):
    query: Annotated[str, Field(min_length=1, max_length=10_000, description="一条只读的 Cypher one reading statement")]
    params: Annotated[dict[str, Any], Field(description="参数 its parameters")] = {}


@dataclass(frozen=True)
class Tool:
    """One tool: its words, the type of its arguments, and how it is answered."""

    title: Text
    doc: Text
    takes: type[Arguments]
    answer: Callable[[Service, Any], Found]


def _search(desk: Service, given: Search) -> Found:
    rows = []
    for candidate in desk.search(given.text, given.type, given.limit, given.context):
        (profile,) = desk.ask("entities/profile", {"entity": candidate.id}).rows
        rows.append(candidate.as_dict() | {name: profile[name] for name in ("located", "status", "evidence")})
    return Found(("id", "name", "label", "where", "score", "located", "status", "evidence"), rows)


def _found(answer: Answer) -> Found:
    return Found(answer.columns, answer.rows, answer.truncated, {"incomplete": answer.incomplete})


def _ask(desk: Service, given: Ask) -> Found:
    return _found(desk.ask(given.query, given.params))


def _queries(_desk: Service, given: Queries) -> Found:
    rows = catalogue(given.topic)
    return Found(tuple(rows[0]) if rows else (), rows)


def catalogue(topic: str | None = None) -> list[dict[str, Any]]:
    """The named queries with their parameters."""
    return [
        {
            "name": query.name,
            "title": query.header.title.text(),
            "doc": query.header.doc.text(),
            "form": query.header.form,
            "params": {name: f"{p.type}{'' if p.required else '?'} {p.doc}" for name, p in query.header.params.items()},
            "example": query.header.example,
        }
        for query in library().values()
        if topic in (None, query.name.partition("/")[0])
    ]


def _neighbourhood(desk: Service, given: Neighbourhood) -> Found:
    return _found(desk.ask("network/neighbourhood", {"entity": given.entity, "depth": given.depth}))


def _partners(desk: Service, given: Partners) -> Found:
    return _found(desk.ask("partners/of", given.model_dump(exclude={"limit"}, exclude_none=True)))


def _coverage(desk: Service, given: Coverage) -> Found:
    found = _found(desk.coverage(given.places, given.level, given.as_of))
    told = [desk.ask("coverage/by_partner", {"place": place}).rows for place in given.places]
    evidence = [item for rows in told for row in rows for item in row["evidence"]]
    return Found(found.columns, found.rows, found.truncated, {**found.more, "evidence": evidence})


def _gaps(desk: Service, given: Gaps) -> Found:
    found = desk.gaps(given.place, given.rules or None, given.as_of, date.today().isoformat())
    rows = [
        row | {"wording_en": en["wording"]}
        for row, en in zip(gap_rows(found, "zh"), gap_rows(found, "en"), strict=True)
    ]
    return Found((*rows[0],) if rows else (), rows, any(rule.truncated for rule in found))


def _suggest(desk: Service, given: Suggest) -> Found:
    if (given.place is None) == (given.need is None):
        raise BadParameter(Text("给出 place 或 need 之一", "give either place or need"))
    found = desk.could_help(given.place, given.need, given.within, given.limit, given.as_of)
    rows = [
        row | {"reasons_en": en["reasons"]}
        for row, en in zip(suggest_rows(found, "zh"), suggest_rows(found, "en"), strict=True)
    ]
    return Found((*SUGGEST_COLUMNS, "reasons_en"), rows, found.truncated)


def _evidence(desk: Service, given: Evidence) -> Found:
    if given.other:
        return _found(desk.ask("sources/evidence", {"a": given.entity, "b": given.other}))
    return _found(desk.ask("sources/says", {"entity": given.entity}))


def _path(desk: Service, given: Path) -> Found:
    name = "paths/all_shortest" if given.every else "paths/shortest"
    return _found(desk.ask(name, {"from": given.start, "to": given.end}))


def _cypher(desk: Service, given: Cypher) -> Found:
    rows = desk.cypher(given.query, given.params)
    return Found(rows.columns, rows.rows, rows.truncated)


TOOLS: Mapping[str, Tool] = {
    "search": Tool(
        Text("查找", "Search"),
        Text(
            "按名称、别名、拼音或代码查找高校、街道、社区、企业等，附出处。先用它得到 id。",
            "Find universities, subdistricts, communities, enterprises and others by name, alias, pinyin or code, with "
            "evidence. Use it first, to learn ids.",
        ),
        Search,
        _search,
    ),
    "ask": Tool(
        Text("回答一个命名的问题", "Answer a named query"),
        Text("按名字问目录里的问题；目录见工具 queries。", "Ask a question of the catalogue, which `queries` lists."),
        Ask,
        _ask,
    ),
    "queries": Tool(
        Text("问题目录", "Catalogue of queries"),
        Text("列出全部命名的问题及其参数。", "List all named queries with their parameters."),
        Queries,
        _queries,
    ),
    "neighbourhood": Tool(
        Text("周边", "Neighbourhood"),
        Text("一个实体周围几步之内的全部关系。", "All relations within some steps of an entity."),
        Neighbourhood,
        _neighbourhood,
    ),
    "partners": Tool(
        Text("谁与谁合作", "Partners"),
        Text(
            "一方的全部合作方：各种关系、经由与出处。",
            "Everybody an entity has a tie with: kinds, what it runs through, and evidence.",
        ),
        Partners,
        _partners,
    ),
    "coverage": Tool(
        Text("覆盖", "Coverage"),
        Text(
            "合作覆盖到哪里。“没有记录”不等于“没有”：各栏分开计数。",
            "How far cooperation reaches. Unknown is not none: the columns count them apart.",
        ),
        Coverage,
        _coverage,
    ),
    "gaps": Tool(
        Text("缺口", "Gaps"),
        Text(
            "一地的缺口：没有合作的社区、宣称而未记名的数字、未满足的需求、互相矛盾的来源。",
            "What the gap rules find in a place: communities with no partner, figures declared but not named, needs "
            "that nobody meets, sources that contradict each other.",
        ),
        Gaps,
        _gaps,
    ),
    "suggestions": Tool(
        Text("谁能帮忙", "Who could help"),
        Text(
            "谁能帮一个地方或满足一项需求：按分数排列，每一分都有出处。",
            "Who could help a place or meet a need: ranked, each part of the score with its evidence.",
        ),
        Suggest,
        _suggest,
    ),
    "evidence": Tool(
        Text("出处", "Evidence"),
        Text(
            "关于一个实体、或两个实体之间，哪个来源的哪一段写了什么。",
            "What each source says of an entity, or of what joins two, and in which paragraph.",
        ),
        Evidence,
        _evidence,
    ),
    "path": Tool(
        Text("路径", "Path"),
        Text("两方之间经过最少合作的路。", "The shortest path over ties between two."),
        Path,
        _path,
    ),
    "cypher": Tool(
        Text("只读的 Cypher", "Read by Cypher"),
        Text(
            "目录里没有的问题才用它。只许读取，有时间、行数与内存的上限。要出处就返回 n.evidence AS evidence。",
            "For questions that the catalogue does not have. It may only read, within bounds of time, rows and memory. "
            "Return n.evidence AS evidence to see where things are written.",
        ),
        Cypher,
        _cypher,
    ),
}
