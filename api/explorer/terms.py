"""What pages call properties, kinds, verdicts and places of evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from api.headings import heading
from api.report.words import coded
from api.words import TOPICS
from graph.errors import Language, Text
from graph.values import paragraphs

#: Properties of entities as a planner calls them, where `api/headings.py` has a column's name for something else.
_PROPERTIES: Mapping[str, Text] = {
    "code": Text("区划代码", "division code"),
    "moe_code": Text("学校标识码", "institution code"),
    "authority": Text("主管部门", "authority"),
    "ownership": Text("办学性质", "ownership"),
    "level": Text("级别", "level"),
    "by": Text("由谁", "by"),
    "count": Text("项数", "number of items"),
    "end_date": Text("止", "until"),
    "from": Text("一方", "one side"),
    "to": Text("另一方", "the other side"),
    "type": Text("类型", "type"),
    "topics": Text("事项", "topics"),
    "cited": Text("引据", "cited"),
    "description": Text("说明", "description"),
    "members_by": Text("成员怎么数", "members counted by"),
    "members_kind": Text("成员种类", "kind of members"),
    "not_after": Text("不晚于", "not after"),
    "not_before": Text("不早于", "not before"),
    "reason": Text("理由", "reason"),
    "rules": Text("规则", "rules"),
    "valid_from": Text("起", "from"),
    "valid_to": Text("止", "until"),
}
_DIFFERS: Mapping[str, Text] = {
    "scope": Text("范围", "scope"),
    "as_of": Text("截至时间", "cut-off date"),
    "period": Text("时段", "period"),
    "kind": Text("性质（宣称、目标）", "kind (declared, target)"),
    "qualifier": Text("约数", "roundness"),
}
CLAIMED: Mapping[str, Text] = {
    "declared": Text("宣称", "declared"),
    "target": Text("目标", "target"),
    "derived": Text("推算", "derived"),
}
SOURCES: Mapping[str, Text] = {
    "document": Text("文件", "document"),
    "registry": Text("名录", "registry"),
    "table": Text("表格", "table"),
    "hand": Text("人工补充", "added by hand"),
}


def place_of(ref: str, kind: str, language: Language) -> str:
    """Where in a source of a kind a piece of evidence is, in words."""
    locator = ref.partition("#")[2]
    found = None if kind == "registry" else paragraphs(locator)
    if found is None:
        told = Text("单元格 ", "cell ") if "!" in locator else Text("条目 ", "entry ")
        return told.say(language) + locator
    first, last = found
    if first == last:
        return Text(f"第 {first} 段", f"paragraph {first}").say(language)
    return Text(f"第 {first}–{last} 段", f"paragraphs {first}–{last}").say(language)


DECIDED: Mapping[str, Text] = {
    "merge": Text("合并", "merged"),
    "accept": Text("接受提议", "accepted a proposal"),
    "reject": Text("否决提议", "rejected a proposal"),
    "correct": Text("更正", "corrected"),
    "accept_gap": Text("接受缺口", "accepted a gap"),
    "undo": Text("撤销", "undid"),
    "add": Text("补充", "added"),
    "dispute": Text("提出异议", "disputed"),
}
_PER: Mapping[str, Text] = {
    "week": Text("每周 {} 次", "{} times a week"),
    "month": Text("每月 {} 次", "{} times a month"),
    "quarter": Text("每季 {} 次", "{} times a quarter"),
    "year": Text("每年 {} 次", "{} times a year"),
    "member": Text("每个 {} 项", "{} for each"),
}


def frequency(times: int, per: str, language: Language) -> str:
    """How often a step is to happen."""
    return _PER.get(per, Text("{} 次", "{} times")).say(language).format(times)


def moment(text: str) -> str:
    """A time in UTC as the clock here shows it."""
    return datetime.fromisoformat(text).astimezone().strftime("%Y-%m-%d %H:%M")


def terms(language: Language) -> Mapping[str, Any]:
    """What templates call things by."""

    def said(texts: Mapping[str, Text]) -> Callable[[str], str]:
        return lambda name: texts[name].say(language) if name in texts else heading(name, language)

    return {
        "property_name": said(_PROPERTIES),
        "differs_name": said(_DIFFERS),
        "claimed_as": said(CLAIMED),
        "source_kind": said(SOURCES),
        "topic_name": said(TOPICS),
        "decided_as": said(DECIDED),
        "moment": moment,
        "kind_name": lambda kind: coded("kind", kind, language),
        "frequency": lambda times, per: frequency(times, per, language),
    }
