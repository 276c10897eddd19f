"""Words that all doors share: what the classes of a coverage are called, and what each means."""

from __future__ import annotations

from collections.abc import Mapping

from graph.errors import Text

#: The classes of coverage/place, which exclude each other, in the order in which they are read.
CLASSES: Mapping[str, Text] = {
    "formal": Text("签约结对", "formal"),
    "other": Text("其他合作", "other"),
    "declared": Text("仅有宣称", "declared only"),
    "surveyed_none": Text("普查为无", "none by survey"),
    "unrecorded": Text("未见合作", "none recorded"),
    "unsurveyed": Text("未调查", "not surveyed"),
}
MEANINGS: Mapping[str, Text] = {
    "formal": Text("有写明对方的签约、结对或协议", "signed, paired or an agreement, by name"),
    "other": Text("只有别的合作", "other ties alone"),
    "declared": Text("只有宣称的数字，没有名称", "a figure alone, no names"),
    "surveyed_none": Text("来源声明已查全而没有", "a source that is complete names none"),
    "unrecorded": Text("文件写到而没有合作记录", "in documents, with no tie"),
    "unsurveyed": Text("没有文件写到", "named by no document"),
}
#: Topics of the named questions: the folders that they stand in.
TOPICS: Mapping[str, Text] = {
    "activities": Text("活动", "Activities"),
    "agreements": Text("协议", "Agreements"),
    "associations": Text("联盟与专班", "Associations"),
    "claims": Text("数字", "Figures"),
    "coverage": Text("覆盖", "Coverage"),
    "enterprises": Text("企业", "Enterprises"),
    "entities": Text("实体", "Entities"),
    "facts": Text("人工补充与异议", "Facts added or disputed"),
    "gaps": Text("缺口", "Gaps"),
    "help": Text("谁能帮忙", "Who could help"),
    "needs": Text("需求与服务", "Needs and services"),
    "network": Text("关系网", "The network"),
    "overview": Text("总览", "Overview"),
    "partners": Text("合作方", "Partners"),
    "paths": Text("路径", "Paths"),
    "people": Text("人物", "People"),
    "places": Text("地方", "Places"),
    "platforms": Text("平台", "Platforms"),
    "policies": Text("政策", "Policies"),
    "programs": Text("机制与品牌", "Programs"),
    "projects": Text("项目", "Projects"),
    "records": Text("所存记录", "Records"),
    "regions": Text("地区", "Regions"),
    "reviews": Text("审核", "Reviews"),
    "sources": Text("来源", "Sources"),
}
