"""Column names as planners read them. Columns are ASCII in Cypher; they are translated at the door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.views.text import KINDS, VALUES
from api.words import CLASSES
from graph.errors import Language
from graph.ontology import node_types

_LEVELS = {"subdistricts": "街道乡镇", "communities": "社区村"}
_HEADINGS: Mapping[str, str] = {
    "a": "甲方", "about": "对象", "action": "做什么", "actor": "谁", "activities": "活动", "activity": "活动",
    "agreement": "协议", "aliases": "别名", "as_of": "截至", "b": "乙方", "basis": "依据", "body": "机构",
    "by": "承担者",
    "categories": "类别", "city": "地市", "colleges": "院系", "community": "社区", "count": "数量", "date": "日期",
    "declared": "宣称", "detail": "内容", "differs": "哪里不同", "direction": "方向", "district": "区县",
    "document": "文献", "end_date": "至", "enterprise": "企业", "entities": "实体数", "entity": "实体",
    "evidence": "出处", "field": "领域", "figures": "数字", "file": "文件", "first_seen": "最早见于", "form": "形式",
    "formal": "正式", "founders": "设立者", "from": "从", "instrument": "经由", "issuers": "发布者", "kind": "种类",
    "kinds": "关系", "label": "类型", "last_seen": "最近见于", "length": "步数", "level": "级别", "located": "所在",
    "measure": "措施", "member": "成员", "missing": "缺", "modality": "实况", "name": "名称", "named": "记名",
    "named_names": "记名者",
    "need": "需求", "number": "文号", "official_name": "全称", "operators": "运营者", "organization": "机构",
    "other_as_of": "另一截至", "other_printed": "另一数字", "other_scope": "另一范围", "params": "参数",
    "part": "部分", "participant": "参与者", "parties": "各方", "partner": "合作方", "partner_aliases": "合作方别名",
    "partners": "合作方", "per": "每", "period": "时段", "person": "人物", "place": "地方", "platform": "平台",
    "policy": "政策", "printed": "原数字", "program": "机制", "project": "项目", "province": "省份",
    "published": "发布",
    "publisher": "发布者", "qualifier": "约数", "quota": "次数", "rank": "级次", "region": "地区", "regions": "地区",
    "relation": "关系", "rest": "其余", "role": "角色", "scope": "范围", "score": "相近度", "since": "起",
    "source": "来源", "sources": "来源", "status": "状态", "step": "步", "stops": "经过", "subdistrict": "街道",
    "text": "内容", "times": "次", "title": "问题", "topic": "事项", "total": "合计", "type": "关系", "unit": "单位",
    "university": "高校", "until": "止", "value": "数值", "verdict": "判断", "via": "经由", "what": "什么",
    "services": "服务", "providers": "提供者", "met": "已满足", "members_label": "成员类型", "stop_ids": "经过 id",
    "relations": "关系", "where": "所在", "read": "读入", "created": "新增", "changed": "改动",
    "unchanged": "未变", "removed": "移除",
    "severity": "轻重", "rule": "规则", "wording": "缺口", "accepted": "已接受", "why": "理由",
    "cities": "地市数", "districts": "区县数", "subdistricts": "街道乡镇数", "communities": "社区村数",
    **{f"{level}_{name}": f"{zh}·{title.zh}" for level, zh in _LEVELS.items() for name, title in CLASSES.items()},
    "subdistricts_figure": "街道乡镇·宣称数", "communities_figure": "社区村·宣称数",
    "heis_stated": "高校·文件写明", "heis_registered": "高校·名录校址", "registry_date": "名录日期",
    "newest_source": "最新文件", "other": "其他合作", "partner_names": "合作方名称", "by_document": "见于文件",
    "roster": "名单", "registered": "名录数", "recorded": "记录数", "last_date": "最近日期", "today": "截至",
    "refused": "拒绝", "seconds": "秒", "claims": "数字数", "documented": "见于文件", "side": "哪一边",
    "standing": "情形", "points": "得分", "position": "名次", "institution": "机构", "known": "已知几项",
    "category": "类型", "distance": "远近", "load": "负担", "reasons": "依据", "topics": "事项", "ties": "合作数",
    "owners": "谁提出", "how": "怎样", "months": "几个月前",
    "section": "部分", "state": "比较", "property": "哪一项", "before": "前", "after": "后", "of_before": "前·总数",
    "of_after": "后·总数", "share_before": "前·占比%", "share_after": "后·占比%", "evidence_before": "前·出处",
    "evidence_after": "后·出处", "load_id": "装载", "version": "数据版本", "size": "字节", "finished": "完成",
    "disputed": "异议", "disputed_at": "异议出处", "object": "哪一项", "batch": "同批",
    "a_label": "甲方类型", "a_status": "甲方状态", "b_label": "乙方类型", "b_status": "乙方状态",
    "partner_label": "合作方类型", "other_label": "另一端类型", "other_kind": "另一端种类", "via_label": "经由类型",
    "body_label": "机构类型", "other_topic": "另一事项", "other_about": "另一对象", "other_source": "另一来源",
    "principal": "主办或牵头", "same_as": "同一事实", "partner_count": "合作方数", "region_count": "地区数",
    "source_count": "来源数", "steps": "步数", "description": "说明", "conflicts": "来源不一致", "code": "区划代码",
    "moe_code": "学校标识码", "authority": "主管部门", "ownership": "办学性质", "valid_from": "起", "valid_to": "止",
    "first_day": "首日", "last_day": "末日", "places": "所在地", "hop": "第几步", "listed": "排在第几",
    "through": "通过", "to": "到", "paths": "路径", "rejected": "已否决", "subject": "关于哪一条", "reasons_zh": "依据",
    "reasons_en": "依据（英文）", "proposed_by": "谁提议", "proposed_at": "提议出处", "paragraph": "段",
    "last_paragraph": "至段", "cited": "所引", "locator": "位置", "covers": "声明完整的", "started": "开始",
    "counts": "数量",
    "confidence": "把握", "passage": "原文", "who": "谁", "decided_at": "何时", "undone": "已撤销",
}  # fmt: skip

#: Words of ours in cells: kinds and values as everywhere, the classes of a coverage, and what only tables say.
_WORDS: Mapping[str, str] = {
    **KINDS, **{name: text.zh for name, text in VALUES.items()}, **{name: text.zh for name, text in CLASSES.items()},
    "conflict": "矛盾", "different_basis": "口径不同", "scope": "范围", "as_of": "截至", "fewer": "较少",
    "enough": "足", "unregistered": "名录所无", "no_registry": "未装名录", "quiet": "久无活动", "undated": "未写日期",
    "active": "有活动",
    "suggested": "可请", "already": "已有合作", "unscored": "不评分",
    "seat": "在境内", "runs": "平台在境内", "works": "有合作在境内",
    "period": "时段", "kind": "种类", "qualifier": "约数", "none": "无", "one": "一个", "many": "多个",
}  # fmt: skip
#: Columns whose cells are words of ours, not of the data.
_WORDED = frozenset(
    {
        "verdict",
        "severity",
        "status",
        "modality",
        "kinds",
        "differs",
        "relation",
        "direction",
        "basis",
        "standing",
        "how",
    }
)


def heading(column: str, language: Language) -> str:
    """A column's name for people."""
    return _HEADINGS.get(column, column) if language == "zh" else column.replace("_", " ")


def word(column: str, value: Any, language: Language) -> Any:
    """A cell for people: types and our own words in their language, all else as it is."""
    if language != "zh":
        return value
    if column.endswith(("label", "level")) and value in node_types():
        return node_types()[value].zh
    if column in _WORDED:
        return [_WORDS.get(item, item) for item in value] if isinstance(value, list) else _WORDS.get(value, value)
    return value
