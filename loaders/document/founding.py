"""Who founded, runs and fills platforms, and what stands where."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.document.clauses import CAMPUS, DIVISIONS, HEAD, ORGANIZATIONS, Group, Party, level
from loaders.document.context import leads_clause
from loaders.document.instruments import title_after
from loaders.document.scene import Instrument, Scene, Tie
from loaders.document.words import ADVERBS, CONTAIN, FOUND, GOVERN, ISSUE, OPERATE, RESIDE, any_of

MADE = frozenset({"Platform", "Team", "Venue", "Zone", "Enterprise", "Association"})
FOUNDABLE = frozenset(
    {"Platform", "Team", "Venue", "Zone", "School", "ResearchInstitute", "College", "Enterprise", "Association"}
)
HOSTS = frozenset({"Zone", "Platform"})
SITED = (ORGANIZATIONS - {"GovernmentBody"}) | {"Platform", "Team"}

_FOUND = re.compile(any_of(FOUND))
_FOUND_NEAR = re.compile(rf"{any_of(FOUND)}(?:了|的|起)?[^，；{HEAD}]{{0,10}}$")
_FOUND_AFTER = re.compile(rf"^[^，{HEAD}]{{0,6}}?{any_of(FOUND)}")
_OPERATE = re.compile(rf"^[^，{HEAD}]{{0,6}}?{any_of(OPERATE)}")
_RESIDE = re.compile(rf"^[^，{HEAD}]{{0,20}}?{any_of(RESIDE)}(?!率|条件|企业)")
_CONTAIN = re.compile(rf"{any_of(CONTAIN)}(?:了|着)?[^，。；{HEAD}]{{0,14}}$")
_BASED = re.compile(r"^(?:里|内|中)?(?:设有|建有|办学|孵化|办公|起步|设立?校区|开设校区|建校|注册|落成)")
_ADVERB = re.compile(any_of(ADVERBS))
_OWN = re.compile("总部|[主新老东西南北]*校区|本部|整体|现|就|便")
_IN_PARK = re.compile("(?:在园|入园|园内|入驻|在孵|驻园)(?:企业|项目|团队|机构)")
_THERE = re.compile("^[就都均也]*(?:在|位于|坐落在|坐落于|地处)(?:辖区|区内|境内|其中|园内|这里|此)")
_ISSUE = re.compile(any_of(ISSUE))
_BOTH = re.compile("双方|三方|两校|各方")
_ENDED = re.compile(r"^[运营启用了成立落成投]*[，。；,]?$")
_JOINTLY = re.compile("共建|合建|联建|合办|共同")
_GOVERNS = re.compile(rf"{any_of(GOVERN)}(?!区)")
_INSIDE = re.compile("驻[一-龥]{1,2}(?:高校|院校|单位)|(?:辖区|区|市|县|境|园|镇|城|域|街道|校)(?:内|里)|辖区")
_LISTED = re.compile(rf"[\d一二三四五六七八九十]+余?[所家个][^，。；{HEAD}]{{0,4}}[（(]$")
_ENDS = re.compile(
    r"^[^，。；]{0,2}(?:[所家个名、等）)高校院科研单位企业机构一批众多和各类在内学地平台基的省市级]*)[，。；,）)]?$"
)


def _tie(scene: Scene, a: Party, type_: str, b: Party | Instrument, rule: str, verb: str) -> Iterator[Tie]:
    at = min(scene.clause.start, a.start) if a.start >= scene.sentence.start else scene.clause.start
    modality = scene.modality(scene.clause.end)
    if modality and not (isinstance(b, Party) and a.key == b.key):
        yield Tie(a, type_, b, rule, verb, at, scene.clause.end, {}, modality)


def founded(scene: Scene) -> Iterator[Tie]:
    """甲（与乙）成立丙; 丙由甲、乙共建; 甲在丁设立丙."""
    for at, group in enumerate(scene.groups):
        if group.case not in ("", "object"):
            continue
        before = scene.groups[at - 1].end if at else scene.clause.start
        gap = scene.clause.between(before, group.start)
        if not _FOUND_NEAR.search(gap):
            continue
        verb = _FOUND.search(gap)
        word = verb[0] if verb else ""
        founders, how = _founders(scene, group)
        apart = "分别" in scene.clause.text
        for index, party in enumerate(group.parties):
            if party.type not in FOUNDABLE or party.meant:
                continue
            for founder in _in_turn(founders, group, index) if apart else founders:
                if how != "paragraph" or not _of_the_place(scene, founder, party):
                    yield from _tie(scene, founder, "FOUNDED", party, f"found/{how}", word)
            yield from _sited(scene, group, party, word, index if apart else -1)
    yield from _passive(scene)


def _of_the_place(scene: Scene, founder: Party, party: Party) -> bool:
    """Whether what bears the name of the document's place is laid to a campus that an earlier sentence speaks of."""
    place = any(topic.type in DIVISIONS and party.name.startswith(topic.name) for topic in scene.context.topic)
    return founder.type in CAMPUS and place


def _founders(scene: Scene, group: Group) -> tuple[list[Party], str]:
    if _BOTH.search(scene.clause.between(scene.clause.start, group.start)) and scene.context.sides:
        return [party for side in scene.context.sides for party in side], "both"
    earlier = [other for other in scene.groups if other.end <= group.start]
    beside = [other for other in earlier if other.case in ("with", "joint", "agent") and not other.people]
    free = [other for other in earlier if other.case in ("", "for") and leads_clause(scene.clause, other)]
    named = [party for other in (*free[:1], *beside) for party in other.parties]
    if named and (free or any(side.case == "agent" for side in beside)):
        return named, "explicit"
    subject = scene.subject(group.start)
    sides = [party for side in scene.context.sides for party in side]
    jointly = _JOINTLY.search(scene.clause.between(scene.clause.start, group.start))
    if jointly and subject.how == "carried" and {p.key for p in subject.parties} < {p.key for p in sides}:
        return sides, "both"
    return [*subject.parties, *named], subject.how


def _in_turn(founders: list[Party], group: Group, index: int) -> list[Party]:
    """分别: of as many founders as are founded, each its own; one more in front founds with each."""
    extra = len(founders) - len(group.parties)
    return [*founders[:extra], founders[index + extra]] if len(group.parties) > 1 and extra in (0, 1) else founders


def _sited(scene: Scene, group: Group, party: Party, word: str, turn: int) -> Iterator[Tie]:
    for other in scene.groups:
        if other.case == "place" and other.end <= group.start:
            place = other.parties[turn] if len(other.parties) == len(group.parties) else other.parties[-1]
            yield from _stands(scene, party, place, "found/place", word)
    for clause in scene.sentence.clauses[max(0, scene.index - 1) : scene.index + 1]:
        for other in clause.groups:
            if other.case == "basis" and other.end <= group.start and other.parties[-1].type in ("Zone", "Venue"):
                yield from _stands(scene, party, other.parties[-1], "found/place", word)


def _stands(scene: Scene, party: Party, place: Party, rule: str, word: str) -> Iterator[Tie]:
    if place.type in HOSTS and party.type in SITED:
        yield from _tie(scene, party, "RESIDENT_OF", place, rule, word)
    elif place.type in DIVISIONS | {"Venue"} and party.type in SITED | {"Zone", "Venue"}:
        yield from _tie(scene, party, "LOCATED_IN", place, rule, word)


def _passive(scene: Scene) -> Iterator[Tie]:
    """丙由甲、乙共建, and 丙在丁揭牌."""
    for group in scene.groups:
        rest = scene.clause.between(group.end)
        verb = _FOUND_AFTER.match(rest)
        if not verb or not scene.groups[0].parties:
            continue
        made = [p for p in scene.subject(group.start).parties if p.type in MADE]
        if group is not scene.groups[0]:
            made = [p for p in scene.groups[0].parties if p.type in MADE and scene.groups[0].case == ""]
        how = "explicit" if group is not scene.groups[0] else "carried"
        agents = _linked(scene, group)
        for party in made:
            if agents:
                for founder in agents:
                    yield from _tie(scene, founder, "FOUNDED", party, f"found.by/{how}", "由")
            elif group.case == "place" and group is not scene.groups[0] and _ENDED.match(rest[verb.end() :]):
                yield from _stands(scene, party, group.parties[-1], "found/place", "在")


def _linked(scene: Scene, group: Group) -> list[Party]:
    """The agents of 由甲与乙, seen from the last of them."""
    chain = [other for other in scene.groups if other.end <= group.end]
    if not any(other.case == "agent" and other.word == "由" for other in chain):
        return []
    first = next(at for at, other in enumerate(chain) if other.case == "agent" and other.word == "由")
    return [
        party
        for other in chain[first:]
        if other.case in ("agent", "with", "joint", "") and not other.people
        for party in other.parties
    ]


def resident(scene: Scene) -> Iterator[Tie]:
    """甲落户乙, 甲位于乙; 甲、乙等先后入驻 where the host is the subject so far."""
    for group in scene.groups:
        if group.case == "locate" or (group.case == "place" and _BASED.match(scene.clause.between(group.end))):
            subject = scene.subject(group.start)
            before = _ADVERB.sub("", scene.clause.between(scene.clause.start, group.start)).removesuffix(group.word)
            other = _OWN.sub("", _ADVERB.sub("", _between(scene, group).removesuffix(group.word)))
            if subject.how == "explicit" and not _brought(scene, group) and len(other.strip("，")) > 2:
                continue  # 甲与乙共建的实验室搬入丙: it is not 甲 that moved
            counted = scene.context.counted(before)
            if subject.how != "explicit" and len(before) > 1 and not counted:
                continue
            for party in counted or _brought(scene, group) or subject.parties:
                for place in group.parties[-1:]:
                    yield from _stands(scene, party, place, f"reside/{subject.how}", group.word)
        elif group.case == "" and _RESIDE.match(scene.clause.between(group.end)):
            if any(other.start > group.end for other in scene.groups):
                continue
            host = scene.context.host(HOSTS)
            for party in group.parties if host else ():
                if host:
                    yield from _stands(scene, party, host, "reside/host", "入驻")


def _between(scene: Scene, group: Group) -> str:
    """What stands between a group and the one before it."""
    earlier = [other.end for other in scene.groups if other.end <= group.start]
    return scene.clause.between(earlier[-1] if earlier else scene.clause.start, group.start)


def _brought(scene: Scene, group: Group) -> tuple[Party, ...]:
    """引进甲、乙落户丙: those brought in settle, not whoever brings them."""
    earlier = [other for other in scene.groups if other.end <= group.start]
    return earlier[-1].parties if earlier and earlier[-1].case in ("invite", "object") else ()


def residents(scene: Scene) -> Iterator[Tie]:
    """在园企业甲, 甲、乙等入园企业, 甲、乙就在辖区: the host is what was named before."""
    for at, group in enumerate(scene.groups):
        before = scene.clause.between(scene.groups[at - 1].end if at else scene.clause.start, group.start)
        after = scene.clause.between(group.end)
        tail = scene.clause.between(max(party.end for party in group.parties))[:10]  # 等入园企业 is part of the group
        host = scene.context.host(HOSTS) if _IN_PARK.search(before + tail) else None
        if group.case == "" and _THERE.match(after):
            host = next(
                (party for party in scene.context.sentence or scene.context.paragraph if party.type in DIVISIONS), None
            )
        for party in group.parties if host else ():
            if host:
                yield from _stands(scene, party, host, "reside/named", "在园")


def contained(scene: Scene) -> Iterator[Tie]:
    """辖区内有甲、乙; 园区入驻高校10所（甲、乙）."""
    for at, group in enumerate(scene.groups):
        before = scene.groups[at - 1].end if at else scene.clause.start
        gap = scene.clause.between(before, group.start)
        listed = _LISTED.search(gap) and _CONTAIN_ANY.search(scene.sentence.text)
        direct = _CONTAIN.search(gap)
        rest = scene.clause.between(group.end)
        if not (listed or (direct and _ENDS.match(rest))):
            continue
        subject = _container(scene, group, gap)
        for place in subject[:1]:
            yield from _holds(scene, place, group, direct[0] if direct else "入驻", "list" if listed else "direct")


_CONTAIN_ANY = re.compile(any_of(CONTAIN))


def _container(scene: Scene, group: Group, gap: str) -> list[Party]:
    named = [other for other in scene.groups if other.end <= group.start and other.case in ("", "place")]
    parties = named[-1].parties if named else scene.subject(group.start).parties
    places = [party for party in parties if party.type in DIVISIONS | {"Zone", "Venue", "Platform"}]
    return places or (list(scene.context.topic) if _INSIDE.search(gap) else [])


def _holds(scene: Scene, place: Party, group: Group, word: str, how: str) -> Iterator[Tie]:
    for party in group.parties:
        if party.type in DIVISIONS and _GOVERNS.match(word) and place.type in DIVISIONS and level(place) < level(party):
            yield from _tie(scene, party, "PART_OF", place, "contain/govern", word)
        elif party.type in SITED:
            yield from _stands(scene, party, place, f"contain/{how}", word)


def operated(scene: Scene) -> Iterator[Tie]:
    """丙由甲运营; 甲运营丙."""
    for at, group in enumerate(scene.groups):
        rest = scene.clause.between(group.end)
        if group.case == "agent" and _OPERATE.match(rest):
            subject = scene.groups[0] if at else None
            host = scene.context.host(HOSTS, parks=False)
            parties = subject.parties if subject else (host,) if host else ()
            for platform in parties:
                if platform.type in ("Platform", "Zone", "Venue"):
                    for party in group.parties:
                        yield from _tie(scene, party, "OPERATES", platform, "operate/by", "运营")


def issued(scene: Scene) -> Iterator[Tie]:
    """甲出台《…》."""
    for verb in _ISSUE.finditer(scene.clause.text):
        at = scene.clause.start + verb.end()
        title = title_after(scene, at)
        subject = scene.subject(at)
        if not title:
            continue
        for party in subject.parties:
            if party.type in ORGANIZATIONS | DIVISIONS:
                policy = Instrument("Policy", title, scene.date())
                yield from _tie(scene, party, "ISSUED", policy, f"issue/{subject.how}", verb[0])
        return
