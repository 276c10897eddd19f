"""Activities with hosts, and bodies that somebody leads and others join."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.document.clauses import ACTORS, HEAD, Group
from loaders.document.instruments import event
from loaders.document.scene import Scene, Tie
from loaders.document.words import MEMBER, TOGETHER, any_of

BODIES = frozenset({"Association", "Team"})
ROLES = {
    "主办": "organizer",
    "发起": "organizer",
    "举办": "organizer",
    "举行": "organizer",
    "承办": "co-organizer",
    "协办": "co-organizer",
    "指导": "supporter",
    "支持": "supporter",
}
_ROLE = re.compile(rf"^[^，、{HEAD}]{{0,8}}?(?P<verb>主办|承办|协办|联合发起)")
_HELD = re.compile(rf"^[^，、{HEAD}]{{0,8}}?(?P<verb>举办|举行)")
_GUIDE = re.compile(r"^(?:联合|共同)?(?P<verb>指导|支持)")
_HOSTING = re.compile("[主承协举]办|举行|发起|指导|支持")
_LED = re.compile(rf"^[^，{HEAD}]{{0,2}}?牵头")
_MADE = re.compile(rf"(?:{any_of(TOGETHER)})?(?:成立|组建|组成|建立|设立|构建)")
_LISTS = re.compile("^的?成员(?:单位|高校|企业)?[^，]{0,4}?(?:包括|包含|涵盖|有|为)$")
_MEMBER = re.compile(rf"^[^，{HEAD}]{{0,6}}?{any_of(MEMBER)}")


def hosted(scene: Scene) -> Iterator[Tie]:
    """由甲主办、乙承办: one activity, each with its role; read once, at the first of them."""
    if not _HOSTING.search(scene.sentence.text):
        return
    if scene.index and any(_roles(scene, at) for at in range(scene.index)):
        return
    rows = [row for at in range(scene.index, len(scene.sentence.clauses)) for row in _roles(scene, at)]
    if any(role in ("organizer", "co-organizer") for _, role, _ in rows):
        rows = [
            (group, {"lead": "organizer", "joined": "co-organizer"}.get(role, role), verb) for group, role, verb in rows
        ]
    else:
        rows = [row for row in rows if row[1] not in ("lead", "joined")]
    parties = {party.key for group, _, _ in rows for party in group.parties}
    principals = [group for group, role, _ in rows if role in ("organizer", "co-organizer")]
    if len(parties) < 2 or not principals or (len(rows) == 1 and len(principals[0].parties) < 2):
        return
    modality = scene.modality(principals[0].end)
    if modality is None:
        return
    node = event(scene, principals[0].end)
    if len({verb for _, _, verb in rows}) == 1 and len(parties) == 2 and not node.date and "“" not in node.name:
        return  # two parties and no instrument with a name: a tie of their own
    scene.context.hosting = frozenset(parties)
    rule = "host/clauses" if len(rows) > 1 else "host/list"
    for group, role, verb in rows:
        for party in group.parties:
            if party.type in ACTORS:
                yield Tie(
                    party,
                    "PARTICIPATES_IN",
                    node,
                    rule,
                    verb,
                    scene.clause.start,
                    scene.clause.end,
                    {"role": role},
                    modality,
                )


def _roles(scene: Scene, at: int) -> list[tuple[Group, str, str]]:
    clause = scene.sentence.clauses[at]
    rows: list[tuple[Group, str, str]] = []
    for place, group in enumerate(clause.groups):
        rest = clause.between(group.end)
        verb = _ROLE.match(rest) or _GUIDE.match(rest)
        if verb is None and len(group.parties) > 1 and group.case != "joint":
            verb = _HELD.match(rest)
        if verb is None and group.case == "joint" and place and _HELD.match(rest):
            rows += [(clause.groups[place - 1], "lead", "举办"), (group, "joined", "举办")]
        elif verb and verb.re is _HELD and group.case in ("with", "joint"):
            continue
        elif verb and group.case in ("", "agent", "with", "joint"):
            role = ROLES[verb["verb"].removeprefix("联合")]
            linked = [group]
            if group.case in ("with", "joint") and place and clause.groups[place - 1].case in ("", "agent"):
                linked = [clause.groups[place - 1], group]
            rows += [(other, role, verb["verb"]) for other in linked]
    return rows


def led(scene: Scene) -> Iterator[Tie]:
    """甲牵头成立了由乙、丙参与的…: the lead with each."""
    for at, clause in enumerate(scene.sentence.clauses[: scene.index + 1]):
        leads = [group for group in clause.groups if _LED.match(clause.between(group.end))]
        for lead in leads:
            for group in scene.groups:
                joined = _MEMBER.match(scene.clause.between(group.end)) and group.case in ("agent", "object", "")
                modality = scene.modality(group.start)
                if not joined or modality is None or group is lead:
                    continue
                made = _MADE.search(scene.sentence.text)
                rule = "lead/clauses" if at < scene.index else "lead/clause"
                for a in lead.parties:
                    for b in group.parties:
                        if made and a.key != b.key:
                            yield Tie(
                                a,
                                "PARTNERS_WITH",
                                b,
                                rule,
                                "牵头",
                                scene.clause.start,
                                scene.clause.end,
                                {"kind": "joint"},
                                modality,
                            )


def listed(scene: Scene) -> Iterator[Tie]:
    """…，成员包括甲、乙: members of what was just named, and with its lead."""
    for at, group in enumerate(scene.groups):
        before = scene.clause.between(scene.groups[at - 1].end if at else scene.clause.start, group.start)
        body = scene.context.host(BODIES)
        modality = scene.modality(group.start)
        if at or body is None or modality is None or not _LISTS.match(before):
            continue
        led = "牵头" in scene.sentence.text[: scene.clause.start - scene.sentence.start]
        span = (scene.clause.start, scene.clause.end)
        for party in group.parties:
            yield Tie(party, "MEMBER_OF", body, "member/listed", "成员", *span, {}, modality)
            for lead in scene.context.sentence if led else ():
                yield Tie(lead, "PARTNERS_WITH", party, "lead/clauses", "牵头", *span, {"kind": "joint"}, modality)


def joined_up(scene: Scene) -> Iterator[Tie]:
    """由甲、乙组成的联盟, 甲加入联盟: members."""
    for at, group in enumerate(scene.groups[:-1]):
        following = scene.groups[at + 1]
        gap = scene.clause.between(group.end, following.start)
        targets = [party for party in following.parties if party.type in ("Association", "Team")]
        listed = group.parties[0].type in ("Association", "Team") and _LISTS.match(gap)
        if listed:
            targets, members = [group.parties[0]], following.parties
        elif targets and _MEMBER.match(gap) and len(gap) <= 12:
            members = group.parties
        else:
            continue
        modality = scene.modality(group.end)
        if modality is None:
            continue
        for party in members:
            if party.type in ACTORS - {"Venue"}:
                yield Tie(
                    party,
                    "MEMBER_OF",
                    targets[0],
                    "member/clause",
                    "组成",
                    scene.clause.start,
                    scene.clause.end,
                    {},
                    modality,
                )
