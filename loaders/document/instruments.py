"""Nodes that parties share: agreements, projects, activities and policies, with the names that the text gives."""

from __future__ import annotations

import re

from loaders.document.clauses import HEAD, TAIL, TITLE
from loaders.document.scene import Instrument, Scene

_TITLED = re.compile(f"《{TITLE}+》(?:的?(?:框架|合作|战略)?(?:协议书?|合同|备忘录))?")
_DEAL = re.compile("协议|合同|备忘录|意向书|责任书|议定书|公约")
_DEAL_NOUN = re.compile(
    rf"(?:签订|签署|签定|签下|达成|签约|订立)(?:了)?(?P<name>[^，。、；《》{HEAD}]{{2,16}}?(?:协议书?|合同|备忘录))"
)
_WORK = "技术|项目|模型|系统|课题|工艺|装备|专利|产品|品种|成果"
_PROJECT = re.compile(
    rf"^[^，{HEAD}]{{0,8}}?(?:合作|联合|共同|携手)(?:研发|开发|攻关|打造|研制|实施|承担|申报|攻克|开展|共建|推进)?(?:了|的)*"
    rf"(?P<name>[^，。、；{HEAD}{TAIL}]{{2,24}}?(?:{_WORK}))"
)
_EVENT = (
    "活动|仪式|大赛|竞赛|论坛|讲座|会议|推进会|交流会|对接会|座谈会|发布会|招聘会|"
    "展览|成果展|比赛|运动会|晚会|培训班|夏令营|文化节|艺术节|行动|展|节|周|会"
)
_EVENT_NAME = re.compile(rf"(?P<name>[^，。；{HEAD}{TAIL}]{{2,40}}?(?:{_EVENT}))(?![一-龥]?(?:议|员))")
_LED = re.compile("^(?:主办|承办|协办|举办|举行|联合|共同|了|的|组织|开展)+")
_MARKS = "了的着 "


def printed(scene: Scene, start: int, end: int) -> str:
    """The text as printed, without the words that lead to it."""
    return scene.text[start:end].strip(_MARKS)


def agreement(scene: Scene, after: int, *, many: bool) -> Instrument | None:
    """The agreement that is named by a title, dated, or of many parties; None where the tie is enough."""
    ahead = scene.ahead(after)
    date = scene.date()
    for match in _TITLED.finditer(ahead):
        title = printed(scene, after + match.start(), after + match.end())
        if _DEAL.search(title):
            return Instrument("Agreement", title.strip("《》"), date)
    named = _DEAL_NOUN.search(scene.rest(after, 2))
    if not date and not many:
        return None
    name = printed(scene, after + named.start("name"), after + named.end("name")) if named else "合作协议"
    return Instrument("Agreement", name, date)


def project(scene: Scene, after: int, text: str) -> Instrument | None:
    """The technology or project that parties work on together, where it has a name."""
    own = scene.clause.between(after)
    match = _PROJECT.match(own) if own and text.startswith(own[:1]) else None
    if not match:
        return None
    name = printed(scene, after + match.start("name"), after + match.end("name")).strip('“”"一项款个套')
    kind = "technology" if name.endswith(("技术", "工艺", "装备", "专利", "产品", "品种")) else "project"
    return Instrument("Project", name, None, kind) if len(name) >= 4 else None


def event(scene: Scene, after: int) -> Instrument:
    """The activity that is held: its name as printed after `after`, else a general one."""
    match, offset = _EVENT_NAME.search(scene.rest(after, 3)), after
    if scene.groups and (opening := _EVENT_NAME.match(scene.clause.between(scene.clause.start, scene.groups[0].start))):
        match, offset = opening, scene.clause.start
    name = printed(scene, offset + match.start("name"), offset + match.end("name")) if match else "活动"
    return Instrument("Activity", _LED.sub("", name) or "活动", scene.date(), mark=str(scene.sentence.start))


def title_after(scene: Scene, after: int) -> str | None:
    """The first title in 《》 after a spot of the clause, without its marks."""
    match = _TITLED.search(scene.clause.between(after))
    return printed(scene, after + match.start(), after + match.end()).strip("《》") if match else None
