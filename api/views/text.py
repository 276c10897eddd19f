"""What a view page says, in the two languages."""

from __future__ import annotations

from collections.abc import Mapping

from graph.errors import Language, Text
from graph.ontology.edges import TIE_KINDS

WORDS = {
    "things": Text("个实体", "entities"),
    "ties": Text("条关系", "ties"),
    "alone": Text("个无关系", "without ties"),
    "alone_box": Text("此图中没有关系的实体", "Entities without ties in this view"),
    "stamp": Text("数据", "Data"),
    "query": Text("所用查询", "The query"),
    "search": Text("查找实体", "Find an entity"),
    "search_hint": Text("名称的一部分", "part of a name"),
    "nothing": Text("没有找到", "nothing found"),
    "fit": Text("全图", "Fit"),
    "zoom_in": Text("放大", "Zoom in"),
    "zoom_out": Text("缩小", "Zoom out"),
    "all": Text("取消选择", "Clear selection"),
    "legend": Text("图例", "Legend"),
    "node_types": Text("实体类型", "Entity types"),
    "edge_types": Text("关系类型", "Tie types"),
    "show": Text("显示", "Show"),
    "type": Text("类型", "Type"),
    "count": Text("数量", "Count"),
    "lines": Text("线型", "Line styles"),
    "solid": Text("实线：来源写明", "solid: stated by a source"),
    "dashed": Text("虚线：推断", "dashed: inferred"),
    "dotted": Text("点线：待审", "dotted: proposed"),
    "light": Text("浅色：计划中或已结束", "light: planned or ended"),
    "states": Text("比较：颜色、线型与记号", "Comparison: colour, line and sign"),
    "state": Text("比较", "Comparison"),
    "badge": Text("红框数字：有名记录 / 声明总数", "red figure: recorded by name / declared"),
    "graph": Text("关系图；下方的表格以文字列出同样的内容", "Network; the table below lists the same as text"),
    "table": Text("以表格列出全部关系", "All ties as a table"),
    "start": Text("一方", "From"),
    "tie": Text("关系", "Tie"),
    "end": Text("另一方", "To"),
    "kind": Text("种类", "Kind"),
    "status": Text("状态", "Status"),
    "modality": Text("情形", "Modality"),
    "evidence": Text("出处", "Evidence"),
    "shortfall": Text("有名记录 / 声明", "recorded / declared"),
    "details": Text(
        "点选一个实体或一条线，这里列出其关系与出处。",
        "Select an entity or a line to read its ties and evidence.",
    ),
    "more": Text("另有", "more:"),
    "empty": Text("没有可画的内容：这个查询没有结果。", "Nothing to draw: this query has no result."),
    "empty_hint": Text(
        "可放宽条件（地区、日期、类型），或先装载数据。",
        "Widen the conditions (place, date, type), or load data first.",
    ),
    "truncated": Text(
        "结果超过上限，图中只有一部分；请缩小范围。",
        "The result is over the limit and only a part is drawn; narrow it.",
    ),
    "no_script": Text("浏览器未启用脚本：图不能显示，请看下方表格。", "Scripts are off: see the table below."),
}

#: Values of the graph as a reader meets them.
VALUES = {
    "stated": Text("写明", "stated"),
    "inferred": Text("推断", "inferred"),
    "proposed": Text("待审", "proposed"),
    "rejected": Text("已否决", "rejected"),
    "actual": Text("实际", "actual"),
    "planned": Text("计划", "planned"),
    "ended": Text("已结束", "ended"),
    **TIE_KINDS,
    "party": Text("一方", "party"),
    "host": Text("主办", "host"),
    "organizer": Text("组织", "organizer"),
    "co-organizer": Text("协办", "co-organizer"),
    "lead": Text("牵头", "lead"),
    "signatory": Text("签署", "signatory"),
    "participant": Text("参加", "participant"),
    "visited": Text("接受走访", "visited"),
    "venue": Text("活动所在", "venue"),
    "approved": Text("获批", "approved"),
    "guest": Text("嘉宾", "guest"),
    "supporter": Text("支持", "supporter"),
    "speaker": Text("主讲", "speaker"),
    "applicant": Text("申报", "applicant"),
    "carrier": Text("承载", "carrier"),
    "awarded": Text("获奖", "awarded"),
    "new": Text("新增", "new"),
    "gone": Text("消失", "gone"),
    "changed": Text("改动", "changed"),
    "same": Text("相同", "the same"),
    "first": Text("只有前者", "the first alone"),
    "second": Text("只有后者", "the second alone"),
    "both": Text("两者都有", "both"),
    "campus": Text("高校与科研", "campus"),
    "locality": Text("地方", "locality"),
    "enterprise": Text("企业", "enterprise"),
    "other": Text("其他", "other"),
    "serious": Text("严重", "serious"),
    "warning": Text("注意", "warning"),
    "info": Text("提示", "info"),
    "load": Text("装载", "load"),
    "unload": Text("撤下", "unload"),
    "propose": Text("读文档", "read documents"),
    "registry": Text("装载名录", "load registries"),
    "import": Text("导入", "import"),
    "loading": Text("正在装载", "loading"),
    "queued": Text("排队", "queued"),
    "running": Text("进行中", "running"),
    "done": Text("完成", "done"),
    "failed": Text("失败", "failed"),
    "cancelled": Text("已取消", "cancelled"),
    "interrupted": Text("中断", "interrupted"),
    "accept": Text("接受", "accept"),
    "reject": Text("否决", "reject"),
    "correct": Text("更正", "correct"),
    "merge": Text("合并", "merge"),
    "undo": Text("撤销", "undo"),
    "accept_gap": Text("接受缺口", "accept a gap"),
    "add": Text("补记", "add"),
    "dispute": Text("质疑", "dispute"),
}

#: Kinds of platforms, programs, activities and the like in Chinese; in English they stand as they are.
KINDS: Mapping[str, str] = {
    "approval": "获批", "ceremony": "仪式", "contest": "竞赛", "exchange": "交流", "fair": "集市与招聘",
    "founding": "成立", "internship": "实习实训", "lecture": "讲座", "meeting": "会议", "opening": "启用",
    "party_day": "主题党日", "publicity": "宣传", "renovation": "改造", "social": "联谊", "sports": "体育",
    "study_tour": "研学", "training": "培训", "visit": "走访", "volunteering": "志愿服务", "co-building": "共建",
    "framework": "框架协议", "alliance": "联盟", "committee": "委员会", "working_group": "专班", "base": "基地",
    "centre": "中心", "expert_pool": "专家库", "gallery": "展馆", "incubator": "孵化器", "innovation": "创新平台",
    "institute": "研究院", "makerspace": "众创空间", "media": "媒体", "online": "线上平台", "repository": "资源库",
    "service": "服务", "station": "站点", "workstation": "工作站", "appointment": "聘任", "brand": "品牌",
    "campaign": "行动", "fund": "资金", "goal": "目标", "mechanism": "机制", "plan": "规划", "platform": "平台",
    "secondment": "挂职", "strategy": "战略", "title": "称号", "construction": "建设", "model": "模型",
    "project": "项目", "startup": "创业", "technology": "技术", "agreement": "协议", "program": "机制",
    "activity": "活动", "founded": "设立", "operates": "运营", "serves": "服务", "cooperates_on": "共研",
    "participates_in": "参与", "leads": "牵头", "laboratory": "实验室", "need": "需求", "street": "街道",
    "children": "少儿活动", "consortium": "联合体", "development_zone": "开发区", "industry_college": "产业学院",
    "joint_innovation": "联合创新", "key_platform": "重点平台", "park": "园区", "party_branch": "党支部",
    "patrol": "巡护", "research": "科研", "science_corner": "科普角", "talent": "人才", "university_town": "大学城",
    "volunteer": "志愿服务", "disputed": "有异议", "township": "乡", "town": "镇", "urban": "社区", "village": "村",
    "completion": "完工", "press": "新闻发布", "temple": "庙宇",
}  # fmt: skip


def words(language: Language) -> dict[str, str]:
    """Every text of the page."""
    return {name: text.say(language) for name, text in WORDS.items()}


def values(language: Language) -> dict[str, str]:
    """Every value and kind of the graph that has a name of its own."""
    kinds = {name: zh if language == "zh" else name.replace("_", " ") for name, zh in KINDS.items()}
    return kinds | {name: text.say(language) for name, text in VALUES.items()}
