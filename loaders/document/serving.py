"""Who serves whom, who visits whom, and whose technology goes where."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.document.clauses import HEAD, TAIL, Group, Party
from loaders.document.scene import Instrument, Scene, Tie
from loaders.document.words import SERVE, TALK, TRANSFER, VISIT, any_of

SERVERS = frozenset(
    {"University", "College", "School", "Hospital", "ResearchInstitute", "Platform", "Team", "Association"}
)
LOCAL = frozenset({"Community", "Subdistrict", "Zone"})

_LEADING = "开展|组织|进行|举办|提供|参加|出席|深入"
_VISIT = re.compile(any_of([*VISIT, *TALK]))
_SERVE = re.compile(any_of(SERVE))
_CONTENT = re.compile(any_of([*VISIT, *TALK, *(set(SERVE) - set(_LEADING.split("|")))]))
_TAUGHT = re.compile(rf"^[^，{HEAD}]{{0,4}}?(?:教|讲|建立|设立|建起|种)")
_LOCAL_BODY = re.compile("(?:社区|村|街道).{0,2}(?:党委|大党委|居委会|村委会|党支部|党总支)")
_TRANSFER = re.compile(rf"^[^，{HEAD}]{{0,12}}?{any_of(TRANSFER)}")
_GIVEN = re.compile("(?:转让|许可|授权|出让|转移)(?:给|予|于)$")
_THING = re.compile(rf"(?P<name>[^，。、；的一项{HEAD}{TAIL}]{{2,14}}?(?:技术|专利|成果|品种|工艺))")


def _is_visit(text: str) -> bool:
    first = _CONTENT.search(text)
    return bool(first and _VISIT.fullmatch(first[0]))


def served(scene: Scene) -> Iterator[Tie]:
    """甲走进乙开展服务; 为乙提供服务; 助力乙; 由甲的教师开展."""
    for group in scene.groups:
        if group.case in ("goal", "for", "place"):
            yield from _to(scene, group)
        elif group.case == "agent" and group.people and group.word == "由":
            yield from _by(scene, group)


def _to(scene: Scene, group: Group) -> Iterator[Tie]:
    targets = [party for party in group.parties if party.type in LOCAL]
    text = scene.rest(group.end, 3)
    helped = group.word in ("助力", "服务", "帮扶", "支援", "助推", "服务于")
    modality = scene.modality(group.start)
    carried = group.case == "goal" and "把" in scene.clause.between(scene.clause.start, group.start)
    if not targets or modality is None or not (helped or carried or _SERVE.search(text) or _TAUGHT.match(text)):
        return
    if (group.case == "goal" and _is_visit(text)) or (group.case == "place" and targets[0].type != "Community"):
        return
    servers, how = _servers(scene, group, targets)
    if group.case == "place" and how != "explicit":
        servers, how = _sides(scene, ("invite", "joint")), "side"
    for server in servers:
        for target in targets:
            yield Tie(
                server,
                "SERVES",
                target,
                f"serve.{group.case}/{how}",
                group.word,
                scene.clause.start,
                scene.clause.end,
                {},
                modality,
            )


def _servers(scene: Scene, group: Group, targets: list[Party]) -> tuple[list[Party], str]:
    subject = scene.subject(group.start)
    parties = [party for party in subject.parties if party.type in SERVERS]
    keys = {party.key for party in targets}
    if parties and not keys & {party.key for party in parties}:
        return parties, subject.how
    if keys & {party.key for party in subject.parties}:
        # the locality itself is the subject: whoever it does this with is the one that serves
        return _sides(scene, ("with", "joint", "invite")), "side"
    return [], subject.how


def _sides(scene: Scene, cases: tuple[str, ...]) -> list[Party]:
    """Bodies of the campus that the sentence has brought in so far."""
    return [
        party
        for clause in scene.sentence.clauses[: scene.index + 1]
        for other in clause.groups
        if other.case in cases
        for party in other.parties
        if party.type in SERVERS
    ]


def _by(scene: Scene, group: Group) -> Iterator[Tie]:
    rest = scene.clause.between(group.end)
    hosts = [party for party in scene.context.sentence if party.type in LOCAL or _LOCAL_BODY.search(party.name)]
    modality = scene.modality(group.start)
    if modality is None or not _SERVE.search(rest):
        return
    for server in group.parties:
        for host in hosts:
            if server.type in SERVERS:
                yield Tie(
                    server, "SERVES", host, "serve.by/carried", "由", scene.clause.start, scene.clause.end, {}, modality
                )


def visited(scene: Scene) -> Iterator[Tie]:
    """甲赴乙参观考察: an activity with a visited party, never a partnership."""
    for group in scene.groups:
        text = scene.rest(group.end, 2)
        looking = group.word in VISIT
        if group.case != "goal" or not (looking or _is_visit(text)):
            continue
        subject = scene.subject(group.start)
        modality = scene.modality(group.start)
        if modality is None or not subject.parties:
            continue
        verb = _VISIT.search(text)
        word = group.word if looking or not verb else verb[0]
        visit = Instrument("Activity", f"{word}{group.parties[0].name}", scene.date(), "visit")
        at = (scene.clause.start, scene.clause.end)
        for party in subject.parties:
            yield Tie(
                party, "PARTICIPATES_IN", visit, f"visit/{subject.how}", word, *at, {"role": "organizer"}, modality
            )
        for party in group.parties:
            yield Tie(party, "PARTICIPATES_IN", visit, f"visit/{subject.how}", word, *at, {"role": "visited"}, modality)
        scene.context.sides = (subject.parties, group.parties)


def transferred(scene: Scene) -> Iterator[Tie]:
    """甲的技术在乙落地转化: a technology that both work on."""
    for group in scene.groups:
        before = scene.clause.between(scene.clause.start, group.start)
        given = group.case == "for" and _GIVEN.search(before)
        if not given and (group.case != "place" or not _TRANSFER.match(scene.clause.between(group.end))):
            continue
        subject = scene.subject(group.start)
        takers = [party for party in group.parties if party.type == "Enterprise"]
        givers = [party for party in subject.parties if party.type in SERVERS and party.type != "Platform"]
        offset = scene.sentence.start
        thing = _THING.search(scene.sentence.text[: group.start - offset])
        modality = scene.modality(group.end)
        if not thing or not takers or not givers or modality is None:
            continue
        start = offset + thing.start("name")
        name = scene.text[start : start + len(thing["name"])]
        node = Instrument("Project", name.strip("“”"), scene.date(), "technology")
        for party in (*givers, *takers):
            yield Tie(
                party,
                "COOPERATES_ON",
                node,
                f"transfer/{subject.how}",
                "转化",
                scene.clause.start,
                scene.clause.end,
                {},
                modality,
            )
