"""Who partners with whom: 甲与乙签约, 甲联合乙, 甲对接乙, 甲、乙共同, 双方."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

from graph.base import Value
from loaders.document.clauses import ACTORS, CASE_WORD, HEAD, PLACES, Clause, Group, Party, one_authority
from loaders.document.instruments import agreement, project
from loaders.document.scene import Instrument, Scene, Tie
from loaders.document.words import EVENT, EVENT_ALONE, JOIN, PAIR, SIGN, TALK, TOGETHER, any_of

_SIGN, _PAIR, _JOIN = (re.compile(any_of(words)) for words in (SIGN, PAIR, JOIN))
_TALK = re.compile(any_of(TALK))
_REACHED = re.compile("合作协议|签订|签署|签约|达成|结对|成立|组建|建立|约定|开展[^，]{0,8}合作")
_APART = re.compile("分别|各自|依次")
_BOTH = re.compile("双方|三方|各方|两地|两校|四方")
_ALONE = re.compile(
    rf"^[^，、与同{HEAD}]{{0,10}}?(?:{any_of(TOGETHER)}[^，、的{HEAD}]{{0,6}}?(?:{any_of(EVENT)}|了?份?《)|{any_of(EVENT_ALONE)})"
)

#: Whom somebody supports or urges to do it has not done it by that.
WISHED_BY = frozenset({"支持", "鼓励", "推动", "引导", "促进", "指导", "组织", "帮助", "协调", "动员", "让", "使"})
#: 与我市企业合作 is no tie of the city's.
_GENERIC = re.compile("的?(?:企业|企事业|各|高校|院校|单位|部门|相关|有关|多[家所个]|众多|部分)")
_MEETING = re.compile("(?:校地|校企|政校|校城|产学研)[^，]{0,8}(?:会|仪式)上")
_MANY = re.compile("[三四五多]方")
_ABOUT = re.compile("就[^，。]*?(?=进行|开展|展开|达成|签|交换|交流|作)")
_LISTED = re.compile("(?:的有|包括|如下|分别是|分别为|有)$")
#: A body that was not recognised stands where the subject would.
_STRANGER = re.compile(
    "(?:学院|大学|公司|集团|[局处部办委会]|中心|研究院|研究所|社区|街道|[村镇乡]|医院|学校|团队|企业|高校|院系|系|园区|联盟|协会)"
    "(?:党委|党总支|党支部|团委)?(?:已|还|也|则|又|先后|分别|正|将|就|曾|再|都)*$"
)
Pairs = list[tuple[Party, Party]]


def kind_of(text: str) -> str | None:
    """The kind of partnership that the first verb of a text makes."""
    firsts = [
        (match.start(), rank, kind)
        for rank, (pattern, kind) in enumerate(((_SIGN, "signed"), (_PAIR, "paired"), (_JOIN, "joint")))
        if (match := pattern.search(text))
    ]
    if any(kind == "signed" for _, _, kind in firsts) and not re.search("签约|签订|签署", text[:0]):
        signed = next(at for at, _, kind in firsts if kind == "signed")
        if signed - min(firsts)[0] <= 12:
            return "signed"
    return min(firsts)[2] if firsts else None


def mutual(scene: Scene) -> Iterator[Tie]:
    """甲与乙 and a verb of signing, pairing or joint doing; several 与 pair their neighbours."""
    groups = [group for group in scene.groups if group.case == "with" and _is_side(scene, group)]
    for run in _runs(scene, groups):
        yield from _mutual(scene, run)


def _is_side(scene: Scene, group: Group) -> bool:
    generic = _GENERIC.match(scene.clause.between(group.end)) and group.parties[-1].type in PLACES
    loose = group.word in ("和", "及") and before_of(scene.clause, group) is None
    return _acting(group) and not generic and not loose


def _runs(scene: Scene, groups: list[Group]) -> list[list[Group]]:
    """与-groups that share a left side: a free name between two of them begins anew."""
    runs: list[list[Group]] = []
    for group in groups:
        free = [other for other in scene.groups if other.case == "" and runs and runs[-1][-1].end <= other.start]
        if not runs or any(other.end <= group.start for other in free):
            runs.append([])
        runs[-1].append(group)
    return runs


def _mutual(scene: Scene, groups: list[Group]) -> Iterator[Tie]:
    last = groups[-1]
    own = scene.clause.between(last.end)
    text = own if kind_of(own) or _TALK.search(own) else scene.rest(last.end, 3)
    if not own.strip("，,、 ") and (following := scene.next_with()):
        text = following  # 甲与乙，丙与丁签约
    text = _topicless(text)
    kind = kind_of(text) or _announced(scene)
    left, how, wished = left_of(scene, groups[0])
    if kind is None:
        if left:
            scene.context.sides = (left, tuple(party for group in groups for party in group.parties))
        return
    modality = scene.modality(last.end)
    if modality and wished:
        modality = "planned"
    if _TALK.search(text) and not _REACHED.search(text):
        modality = "planned" if modality else None
    if modality is None or not left:
        return
    right = tuple(party for group in groups for party in group.parties)
    pairs = pairs_of(scene, left, groups)
    scene.context.sides = (left, right)
    if _MANY.match(own) or (kind == "signed" and own.startswith("共同")):
        scene.context.sides = tuple((party,) for party in (*left, *right))
        pairs = _across(scene.context.sides)
    yield from ties_of(scene, pairs, kind, f"mutual/{how}", last, modality, text)


def _topicless(text: str) -> str:
    """The text without what is only talked about: 就共建研究院进行交流."""
    return _ABOUT.sub("", text)


def _announced(scene: Scene) -> str | None:
    """The kind that stands before the pairs: 签约的有甲与乙."""
    before = scene.clause.between(scene.clause.start, scene.groups[0].start)
    if not before and scene.index:
        before = scene.sentence.clauses[scene.index - 1].text.rstrip("：:")
    return kind_of(before) if _LISTED.search(before) else None


def _acting(group: Group) -> bool:
    return all(party.type in ACTORS for party in group.parties)


def before_of(clause: Clause, group: Group) -> Group | None:
    """The group that a 与 joins to: the nearest before it that no word governs."""
    earlier = [other for other in clause.groups if other.end <= group.start]
    if earlier and len(clause.between(earlier[-1].end, group.start)) <= len(group.word) + 2:
        return earlier[-1]
    free = [other for other in earlier if other.case in ("", "agent", "with", "joint")]
    return free[-1] if free else None


def left_of(scene: Scene, group: Group) -> tuple[tuple[Party, ...], str, bool]:
    """Who stands before 与 or 联合, how that is known, and whether somebody else only wishes it (支持甲与乙)."""
    before = before_of(scene.clause, group)
    if before:
        return before.parties, "explicit", before.word in WISHED_BY
    if _STRANGER.search(CASE_WORD.sub("", scene.clause.between(scene.clause.start, group.start))):
        return (), "explicit", False
    subject = scene.subject(group.start)
    return subject.parties, subject.how, False


def pairs_of(scene: Scene, left: Sequence[Party], groups: Sequence[Group]) -> Pairs:
    right = [party for group in groups for party in group.parties]
    if len(groups) > 1 and all(len(group.parties) == 2 for group in groups[:-1]):
        flat = [*left, *right]
        return list(zip(flat[::2], flat[1::2], strict=False)) if len(left) == 1 else _crossed(left, right)
    around = scene.clause.text
    if len(left) == len(right) > 1 and _APART.search(around):
        return list(zip(left, right, strict=True))
    return _crossed(left, right)


def _crossed(left: Sequence[Party], right: Sequence[Party]) -> Pairs:
    return [(a, b) for a, b in product(left, right) if a.key != b.key and not one_authority(a, b)]


def joined(scene: Scene) -> Iterator[Tie]:
    """甲联合乙: a lead and those it takes along."""
    for group in scene.groups:
        if group.case not in ("joint", "pair") or not _acting(group):
            continue
        left, how, wished = left_of(scene, group)
        modality = scene.modality(group.start)
        if not left or modality is None:
            continue
        modality = "planned" if wished else modality
        text = scene.rest(group.end, 2)
        kind = "paired" if group.case == "pair" else kind_of(text) or "joint"
        pairs = _crossed(left, group.parties)
        if _APART.search(scene.clause.text) and len(left) == len(group.parties) > 1:
            pairs = list(zip(left, group.parties, strict=True))
        scene.context.sides = (left, group.parties)
        people = "people" if group.people else how
        yield from ties_of(scene, pairs, kind, f"{group.case}/{people}", group, modality, text)


def together(scene: Scene) -> Iterator[Tie]:
    """甲、乙、丙共同发起: all pairs, through a node where they are three or more."""
    for at, group in enumerate(scene.groups):
        if len(group.parties) < 2 or group.case not in ("", "agent") or not _acting(group):
            continue
        following = scene.groups[at + 1] if at + 1 < len(scene.groups) else None
        text = scene.clause.between(group.end)
        verb = _ALONE.match(text)
        modality = scene.modality(group.end)
        if not verb or (following and following.case == "with") or modality is None:
            continue
        if all(party.type == "Platform" for party in group.parties):
            continue
        sides = [group.parties[:1], group.parties[1:]] if _leads(group) else [(party,) for party in group.parties]
        scene.context.sides = tuple(sides)
        pairs = _across(sides)
        yield from ties_of(scene, pairs, kind_of(text) or "joint", "together/explicit", group, modality, text)


def _leads(group: Group) -> bool:
    """甲和乙、丙: the first does it with the others."""
    return len(group.joins) > 1 and group.joins[0] == "和" and set(group.joins[1:]) == {"、"}


def _across(sides: Sequence[Sequence[Party]]) -> Pairs:
    return [pair for left, right in combinations(sides, 2) for pair in _crossed(left, right)]


def both(scene: Scene) -> Iterator[Tie]:
    """双方 and 三方: those just named together."""
    match = _BOTH.search(scene.clause.text) or _MEETING.search(scene.clause.text)
    if not match or any(group.case == "with" for group in scene.groups):
        return
    if match.re is _BOTH and any(
        len(group.parties) > 1 for group in scene.groups if group.end <= scene.clause.start + match.start()
    ):
        return  # 甲、乙、丙三方: they stand right here
    text = _topicless(scene.clause.between(scene.clause.start + match.end()))
    kind = kind_of(text)
    sides, how = scene.context.sides, "both/back"
    if match.re is _MEETING or not sides:
        sides, how = _only_two(scene), "both/sentence"
        kind = kind or kind_of(scene.sentence.text)
    modality = scene.modality(scene.clause.start + match.end())
    if kind is None or len(sides) not in (2, 3) or modality is None or _TALK.search(text):
        return
    pairs = _across(sides)
    span = Group((), scene.clause.start, scene.clause.end)
    yield from ties_of(scene, pairs, kind, how, span, modality, text)


def _only_two(scene: Scene) -> tuple[tuple[Party, ...], ...]:
    """The only two that the sentence names, where one is of the campus and one is not."""
    named = {
        party.key: party for clause in scene.sentence.clauses for group in clause.groups for party in group.parties
    }
    campus = [party for party in named.values() if party.type in ("University", "College", "School")]
    return tuple((party,) for party in named.values()) if len(named) == 2 and len(campus) == 1 else ()


def ties_of(scene: Scene, pairs: Pairs, kind: str, rule: str, group: Group, modality: str, text: str) -> Iterator[Tie]:
    """The pairs as edges, or as parties of the node that the text names, dates or makes of three."""
    span = (scene.clause.start, scene.clause.end)
    pairs = [pair for pair in pairs if not {pair[0].key, pair[1].key} <= scene.context.hosting]
    verb = _verb(text)
    parties = list(dict.fromkeys(party for pair in pairs for party in pair))
    node = _node(scene, group, kind, len(parties), text)
    if node and _one_deal(pairs, parties):
        own_name = node.type == "Project" or "《" in scene.text[scene.clause.start : scene.sentence.end]
        node = node if own_name else replace(node, mark="+".join(sorted(party.key for party in parties)))
        edge = "PARTY_TO" if node.type == "Agreement" else "COOPERATES_ON"
        for party in parties:
            yield Tie(party, edge, node, rule, verb, *span, {}, modality)  # type: ignore[arg-type]
        return
    date = scene.date(since=True)
    props: dict[str, Value] = {"kind": kind, **({"valid_from": date} if date and modality == "actual" else {})}
    for a, b in pairs:
        yield Tie(a, "PARTNERS_WITH", b, rule, verb, *span, props, modality)  # type: ignore[arg-type]


def _one_deal(pairs: Pairs, parties: Sequence[Party]) -> bool:
    """Whether everybody is party to one thing, not each to a thing of its own."""
    return len(parties) == 2 or len(pairs) == len(parties) * (len(parties) - 1) // 2


def _node(scene: Scene, group: Group, kind: str, count: int, text: str) -> Instrument | None:
    if kind == "signed":
        return agreement(scene, group.end, many=count > 2)
    return project(scene, group.end, text)


def _verb(text: str) -> str:
    found = [match for match in (_SIGN.search(text), _PAIR.search(text), _JOIN.search(text)) if match]
    return min(found, key=lambda match: match.start())[0] if found else ""
