"""What a view page says, in the two languages."""

from __future__ import annotations

from graph.errors import Language, Text

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
    "dotted": Text("点线：待确认", "dotted: proposed"),
    "light": Text("浅色：计划中或已结束", "light: planned or ended"),
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
    "proposed": Text("待确认", "proposed"),
    "actual": Text("实际", "actual"),
    "planned": Text("计划", "planned"),
    "ended": Text("已结束", "ended"),
    "signed": Text("签约", "signed"),
    "paired": Text("结对", "paired"),
    "joint": Text("共同", "joint"),
    "party": Text("一方", "party"),
    "host": Text("主办", "host"),
    "organizer": Text("组织", "organizer"),
    "co-organizer": Text("协办", "co-organizer"),
    "lead": Text("牵头", "lead"),
    "signatory": Text("签署", "signatory"),
    "participant": Text("参加", "participant"),
    "visited": Text("接受走访", "visited"),
    "approved": Text("获批", "approved"),
    "guest": Text("嘉宾", "guest"),
    "supporter": Text("支持", "supporter"),
    "speaker": Text("主讲", "speaker"),
    "applicant": Text("申报", "applicant"),
    "carrier": Text("承载", "carrier"),
    "awarded": Text("获奖", "awarded"),
}


def words(language: Language) -> dict[str, str]:
    """Every text of the page."""
    return {name: text.say(language) for name, text in WORDS.items()}


def values(language: Language) -> dict[str, str]:
    """Every value of the graph that has a name of its own."""
    return {name: text.say(language) for name, text in VALUES.items()}
