"""Bases that one body has at another: 甲在乙设立基地, 乙是甲的实践基地."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.document.clauses import HEAD, ORGANIZATIONS, Group
from loaders.document.partnering import before_of, left_of, pairs_of, ties_of
from loaders.document.scene import Scene, Tie

_SITE = "(?:基地|工作站|实训点|实践点|教学点|服务站|工作室|合作单位|共建单位|合作伙伴|生源地)"
_BASE_OF = re.compile(f"^的?[^，]{{0,12}}?{_SITE}")
_BASE_AT = re.compile(f"^的?[^，的]{{0,12}}?{_SITE}[^，]{{0,4}}$")
_UNVEILED = re.compile("^[^，]{0,6}?(?:揭牌|挂牌|成立|启用|启动|建成|授牌|[，。]|$)")
_BASE = re.compile(
    rf"^[^，{HEAD}]{{0,4}}?(?:设立|建立|设有|建有|共建|成立|挂牌|开设|设)了?[^，]{{0,14}}?(?:基地|工作站|实训点|实验室|工作室|中心|研究院|奖学金|教学点|实践点)"
)


def based(scene: Scene) -> Iterator[Tie]:
    """甲在乙（医院、企业、高校）设立基地; 甲、乙分别在丙、丁."""
    for group in scene.groups:
        bodies = all(party.type in ORGANIZATIONS for party in group.parties)
        verb = _BASE.match(scene.clause.between(group.end))
        if group.case != "place" or not bodies or not verb:
            yield from _named_base(scene, group)
            continue
        left, how, _ = left_of(scene, group)
        modality = scene.modality(group.end)
        if not left or modality is None:
            continue
        pairs = pairs_of(scene, left, [group])
        yield from ties_of(scene, pairs, "joint", f"base/{how}", group, modality, verb[0])


def _named_base(scene: Scene, group: Group) -> Iterator[Tie]:
    """乙是甲的实践基地; 甲的实践基地在乙揭牌."""
    rest = scene.clause.between(group.end)
    before = before_of(scene.clause, group)
    is_base = group.word in ("是", "成为", "作为") and _BASE_OF.match(rest)
    between = scene.clause.between(before.end, group.start) if before else ""
    unveiled = group.case in ("place", "locate") and _UNVEILED.match(rest) and _BASE_AT.match(between)
    modality = scene.modality(group.end)
    if before is None or modality is None or not (is_base or unveiled):
        return
    pairs = [(a, b) for a, b in pairs_of(scene, before.parties, [group]) if "Platform" not in (a.type, b.type)]
    yield from ties_of(scene, pairs, "joint", "base/named", group, modality, "共建")
