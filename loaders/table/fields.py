"""The fields that kinds of tables share, and those that follow from the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

from graph.base import Model, Rule
from graph.errors import Text
from graph.ontology import edge_types, entity_types
from graph.ontology.edges import TIE_KINDS as KINDS_OF_TIE
from graph.values import PartialDate
from loaders.table.base import Field, FieldType

MODALITIES = {"actual": "已有", "planned": "计划", "ended": "已结束"}
STATUSES = {"stated": "写明", "inferred": "推断", "proposed": "待审"}
TIE_KINDS = {kind: text.zh for kind, text in KINDS_OF_TIE.items()}
CLAIM_KINDS = {"declared": "宣称", "target": "目标", "derived": "推算"}
QUALIFIERS = {mark: mark for mark in ("余", "多", "近", "约", "近余", "以上")}

#: What the ontology's own properties are called in a heading, and what else they may be called.
_HEADINGS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "kind": ("类别", ("类型", "性质", "种类")),
    "level": ("级别", ("等级", "层次")),
    "field": ("领域", ("专业领域", "行业", "方向")),
    "by": ("主体类别", ("主体", "由谁")),
    "date": ("日期", ("时间",)),
    "end_date": ("结束日期", ("截止日期", "结束时间")),
    "categories": ("分类", ("类目", "服务类别", "需求类别")),
    "count": ("数量", ("项数", "个数")),
    "rules": ("规则", ()),
    "number": ("文号", ("发文字号",)),
    "code": ("区划代码", ("行政区划代码", "统计用区划代码")),
    "moe_code": ("学校标识码", ("学校代码",)),
    "authority": ("主管部门", ()),
    "ownership": ("办学性质", ()),
    "role": ("角色", ("身份", "职务")),
    "valid_from": ("起始日期", ("开始日期", "生效日期", "签约日期", "结对日期", "起", "自")),
    "valid_to": ("终止日期", ("到期日期", "失效日期", "止", "至")),
    "how": ("变更方式", ()),
    "not_before": ("不早于", ()),
    "not_after": ("不晚于", ()),
    "cited": ("引据", ()),
    "reason": ("理由", ()),
    "official_name": ("官方名称", ("登记名称",)),
    "description": ("说明", ("备注", "简介", "描述", "内容")),
    "aliases": ("别名", ("简称", "又名")),
}
_RULE_DOC = Text("每条写作 谁|做什么|次数|周期，如 轮值单位|牵头活动|1|month", "each: who|what|times|per")


def types() -> dict[str, str]:
    """The entity types and what they are called."""
    return {label: node.zh for label, node in entity_types().items()}


def edges() -> dict[str, str]:
    """The relations that can be stated and what they are called."""
    return {name: edge.zh for name, edge in edge_types().items() if edge.ends[0][0] != "Claim"}


def own(name: str, *, doc: Text | None = None, required: bool = False, example: str = "") -> Field:
    """A property of the ontology as a field."""
    zh, others = _HEADINGS[name]
    text = doc or (_RULE_DOC if name == "rules" else Text(zh, name.replace("_", " ")))
    return Field(name, Text(zh, name.replace("_", " ")), text, _TYPES[name], required, {}, others, example)


def entity_properties() -> tuple[Field, ...]:
    """Every property that some type of entity has, beside its name."""
    return tuple(own(name) for name in _properties(entity_types().values()) if name not in ("name", "aliases"))


def edge_properties() -> tuple[Field, ...]:
    """Every property that some relation has."""
    return tuple(own(name) for name in _properties(edge_types().values()))


def _properties(models: Iterable[type[Model]]) -> list[str]:
    return list(dict.fromkeys(name for model in models for name in model.model_fields))


def _field_types(models: Iterable[type[Model]]) -> Iterator[tuple[str, FieldType]]:
    for model in models:
        for name, info in model.model_fields.items():
            yield name, _field_type(info.annotation)


def _field_type(annotation: Any) -> FieldType:
    inner = {annotation, *get_args(annotation)}
    if get_origin(annotation) is tuple:
        return "rules" if Rule in inner else "texts"
    if PartialDate in inner:
        return "date"
    return "int" if int in inner and get_origin(annotation) is not Literal else "text"


_TYPES: Mapping[str, FieldType] = dict(_field_types([*entity_types().values(), *edge_types().values()]))


def key(doc: Text) -> Field:
    """What tells the rows of one thing from those of another of its name."""
    return Field(
        "key", Text("编号", "key"), doc, "key", known_as=("序列号", "协议编号", "活动编号", "代号", "ID", "id")
    )


def subject(zh: str, en: str, example: str, *, known_as: tuple[str, ...] = ()) -> Field:
    """The name of what a row is about."""
    return Field("name", Text(zh, en), Text(f"{zh}，照原文写", f"{en}, as it is printed"), "name", True,
                 known_as=("名称", *known_as), example=example)  # fmt: skip


def end(
    name: str, zh: str, en: str, *, doc: Text, many: bool = False, required: bool = False,
    known_as: tuple[str, ...] = (), example: str = "", full: bool = False,
) -> tuple[Field, ...]:  # fmt: skip
    """A party that a row names: its name, its type, and what contains it; `full` adds its anchor and its key."""
    kind: FieldType = "names" if many else "name"
    found = [
        Field(name, Text(zh, en), doc, kind, required, {}, known_as, example),
        Field(f"{name}_type", Text(f"{zh}类型", f"{en} type"),
              Text("名录和名称说不清时才需要", "needed where neither registry nor name tells it"),
              "type", choices=types()),
        Field(f"{name}_in", Text(f"{zh}所属", f"{en} in"),
              Text("所在的地方或所属的单位；写出隶属或位于", "what contains it; states that"), "name"),
    ]  # fmt: skip
    if full:
        found += [
            Field(f"{name}_anchor", Text(f"{zh}归属地", f"{en} anchor"),
                  Text("区划代码、地名或 cn；只用于辨认，不写关系", "a division or cn; tells it apart, states nothing"),
                  "key"),
            Field(f"{name}_key", Text(f"{zh}编号", f"{en} key"),
                  Text("协议、活动、需求、服务的编号", "the key of an agreement, activity, need or service"), "key"),
        ]  # fmt: skip
    return tuple(found)


#: What every row may say of how it is meant.
STANDING = (
    Field("modality", Text("状态", "modality"), Text("已有、计划或已结束", "actual, planned or ended"), "choice",
          choices=MODALITIES, known_as=("进展", "实施状态"), example="已有"),
    Field("status", Text("可信", "status"), Text("写明、推断或待审", "stated, inferred or proposed"), "choice",
          choices=STATUSES),
    Field("confidence", Text("把握", "confidence"), Text("待审的有多大把握，0 到 1", "of a proposal"), "number"),
    Field("reasons", Text("提议理由", "reasons"), Text("待审的为何提出", "why it is proposed"), "texts"),
    Field("reasons_en", Text("提议理由英文", "reasons in English"), Text("与理由一一对应", "one each"), "texts"),
)  # fmt: skip

PERIOD = (own("valid_from", example="2023-08"), own("valid_to"))
