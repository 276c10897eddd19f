"""Words of headings beside those that a field is known by: English ones, and some that only a guess may take for it."""

from __future__ import annotations

from collections.abc import Mapping

_PERIOD = {
    "valid_from": ("since", "from date", "start", "start date", "signed on", "date signed", "起始", "开始", "何时起"),
    "valid_to": ("until", "to date", "end date", "expiry", "expires", "有效期至", "截止", "结束日期", "何时止"),
}
_THING = {
    "aliases": ("alias", "also known as", "short name"),
    "description": ("notes", "note", "remarks", "remark", "comment", "comments"),
    "by": ("actor",),
    "categories": ("category", "topics", "类别", "领域"),
    "count": ("number of items", "how many", "总数"),
    "date": ("day", "when", "date signed", "signed on", "签署日期", "签约日期", "签订日期", "举办日期", "活动日期"),
    "kind": ("category",),
    "program": ("programme", "brand", "品牌", "机制"),
    "key": ("number", "code", "no.", "需求编号", "服务编号", "合同编号"),
}
#: Kind of table -> field -> words.
WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "partners": {
        **_PERIOD,
        "a": ("community", "subdistrict", "district", "town", "place", "locality", "local partner", "a", "甲"),
        "b": (
            "university",
            "college",
            "school",
            "institution",
            "partner",
            "partners",
            "b",
            "乙",
            "合作高校",
            "共建高校",
        ),
        "kind": ("type", "partnership type", "type of partnership", "form", "mode", "cooperation", "类型", "合作类别"),
    },
    "agreements": {
        **_PERIOD,
        **_THING,
        "name": ("agreement name", "title", "contract", "协议标题"),
        "parties": ("party", "signatories", "signed by", "签约双方", "双方"),
    },
    "activities": {
        **_PERIOD,
        **_THING,
        "name": ("activity name", "event", "event name", "title", "会议名称"),
        "host": ("hosted by", "hosts"),
        "organizers": ("organizer", "organised by", "organized by"),
        "coorganizers": ("coorganizer", "co-organizer", "supported by"),
        "participants": ("participant", "attendees", "participating"),
        "place": ("venue", "location", "where", "地址"),
    },
    "platforms": {
        **_PERIOD,
        **_THING,
        "name": ("platform name", "base", "incubator", "载体"),
        "within": ("location", "place", "district", "address", "host institution"),
        "operators": ("operator", "operated by", "run by"),
        "founders": ("founder", "founded by", "established by"),
        "residents": ("resident", "tenants", "tenant"),
    },
    "needs": {
        **_THING,
        "name": ("need name", "demand", "request", "title"),
        "owner": ("community", "whose", "raised by", "requested by", "社区"),
    },
    "services": {
        **_THING,
        "name": ("service name", "offer", "title"),
        "providers": ("provider", "provided by", "university", "高校"),
        "meets": ("need", "needs", "for need"),
    },
    "claims": {
        "about": ("place", "district", "institution", "subject"),
        "topic": ("indicator", "metric", "item"),
        "printed": (
            "number",
            "quantity",
            "as printed",
            "amount",
            "金额",
            "数额",
            "经费",
            "资金",
            "合同金额",
            "人数",
            "总量",
        ),
        "as_of": ("date", "day", "year"),
        "description": _THING["description"],
    },
    "entities": _THING,
    "relations": {**_PERIOD, "from": ("source", "start"), "to": ("target", "end"), "type": ("relation",)},
}
