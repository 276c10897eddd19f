"""The words around what a report says, the same in both forms."""

from __future__ import annotations

from collections.abc import Mapping

from graph.errors import Language, Text

WORDS: Mapping[str, Text] = {
    "kicker": Text("校地 · 知识图谱报告", "Xiaodi · report from a knowledge graph"),
    "contents": Text("目录", "Contents"),
    "evidence": Text("出处", "sources"),
    "sources": Text("来源", "Sources"),
    "sources_note": Text(
        "每个编号是一份来源的一处，写作 来源#位置；只有来源而没有位置的，指整份来源。",
        "Each number is one place of a source, written source#place; a source without a place is the whole of it.",
    ),
    "publisher": Text("发布者：", "publisher: "),
    "published": Text("日期：", "date: "),
    "document": Text("文献：", "document: "),
    "untold": Text("未写明", "not told"),
    "whole": Text("（全文）", " (whole)"),
    "legend": Text("图例", "legend"),
    "dashed": Text("虚线：推断、计划或已结束", "dashed: inferred, planned or ended"),
    "key": Text("图中编号", "Numbers in the figure"),
    "nth": Text("编号", "number"),
    "name": Text("名称", "name"),
}

#: What a reader has to know of how the report was made.
METHOD = (
    Text(
        "合作指直接的合作关系（签约、结对、共建、设立、运营、服务），以及同在一份协议、一项活动、一个项目或机制之中，"
        "且其中至少一方为主办、牵头、签署等主导者。名单、隶属、位置不算合作，走访不算正式合作。",
        "A tie is a direct one (signed, paired, joint, founded, operates, serves), or being parties of one agreement, "
        "activity, project or program of which at least one hosts, leads or signs. Rosters and places are no ties, and "
        "a visit is never a formal one.",
    ),
    Text(
        "宣称的总数与记名的成员分开列出，不为没有记名的成员造出名字，也不把不同来源的数字相加。",
        "Declared totals and named members stand apart: nobody who is not named is made up, and figures of several "
        "sources are never summed.",
    ),
    Text(
        "这里没有的不等于没有：只收入了已装载的来源所写的。待审的提议不列入；推断的注明推断。",
        "What is not here may exist: only what the loaded sources say is in. Proposals that wait for a person are left "
        "out; what is inferred is marked so.",
    ),
    Text(
        "方括号内的数字指文末“来源”中的编号：一个编号是一份来源的一处（段落、代码、单元格）；没有记录之处引全部查过的来源。"
        "“—”表示来源没有写明。",
        "Numbers in brackets are those of the list of sources: each is one place of a source (paragraph, code, cell); "
        "where nothing is recorded, all sources that were searched are cited. A dash means that no source tells.",
    ),
)
DATED = Text(
    "截至 {0} 的是：合作、覆盖、关系图、协议、活动、政策与任职；没有写日期的照列。"
    "缺口规则、数字、平台、机制、需求与服务不按日期筛选。",
    "As of {0} are: ties, coverage, the network, agreements, activities, policies and roles; what is undated is kept. "
    "Rules, figures, platforms, programs, needs and services are of all times.",
)


def words(language: Language) -> dict[str, str]:
    """Every text."""
    return {name: text.say(language) for name, text in WORDS.items()}
