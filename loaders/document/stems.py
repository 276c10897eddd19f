"""What the words before an ending tell: a brand, a subject, a place's own name, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.document.scope import Named
from loaders.document.spans import Span
from loaders.document.tokens import Token
from loaders.document.vocabulary import LEVELS, classes, words

#: Letters that a name is made of.
MATTER = frozenset("PpHhNKWTGUSLQBXO")
#: What may stand on either side of a conjunction inside a name: subjects alone.
SUBJECT = frozenset("WTG")
PLACE_ENDS = ("社区", "村", "街道", "镇", "乡", "嘎查", "苏木")
#: Behind a place they mean the place itself.
SEATS = frozenset({
    "居委会", "村委会", "居民委员会", "村民委员会", "办事处", "街道办", "人民政府", "政府", "街道办事处",
})  # fmt: skip
PARTY = re.compile(r"联合|携手|合作|签|等|共同|结对|牵手|对接|共建|分别|之间|已|也|还|每|为|在|的|公司")
DISTRICT = 6
#: Characters that no list knows: at most so many in a name, in a place's name.
MOST_UNKNOWN, MOST_IN_PLACE, LONGEST, LONGEST_ELIDED = 9, 5, 40, 14
#: Parts of a village's or community's name that make it a class of them.
CLASS = frozenset("农乡各本全驻我该某每示范行政自然智慧老旧新型特色未来美丽试点帮扶入走进一个小")
ONE = frozenset("大小新老东西南北前后上下中")


def inside(tokens: Sequence[Token], at: int) -> bool:
    """Whether a conjunction joins two subjects of one name: 电子与信息工程学院."""
    if tokens[at].text not in ("与", "和", "及", "暨") or at == 0 or at + 1 >= len(tokens):
        return False
    left, right = tokens[at - 1], tokens[at + 1]
    anchored = any(token.letter in "PpH" for token in tokens[max(0, at - 6) : at])
    if left.letter not in "WTUG" or right.letter not in (SUBJECT | {"U"} if anchored else SUBJECT):
        return False
    for token in tokens[at + 1 : at + 7]:
        if token.letter == "S":
            return token.text.endswith(
                ("学院", "中心", "实验室", "研究院", "研究所", "基地", "系", "学部", "协会", "学会")
            )
        if token.letter not in SUBJECT and token.letter not in ("C", "U" if anchored else "C"):
            return False
    return False


def last_ending(run: Sequence[Token]) -> int | None:
    """Where the last ending is; an office behind a place is no ending."""
    for at in range(len(run) - 1, -1, -1):
        if run[at].letter == "S" and not (at and run[at].text in SEATS and run[at - 1].letter in "SP"):
            return at
    return None


def printed(run: Sequence[Token]) -> str:
    return re.sub(r"\s", "", "".join(token.text for token in run))


def place_of(named: Named | None) -> str | None:
    return named.name if named is not None and named.letter in "Pp" else None


#: Behind a college they say what it is used for.
USES = frozenset({"实践基地", "实训基地", "实习基地", "教育基地", "实践教学基地", "示范基地"})
#: Stands before what a quotation mark opens.
OPENING = Token(0, 0, "Q", "“")
#: Bare endings that stand for somebody named before.
PRONOUNS = frozenset({"学校", "学院", "公司", "集团", "街道", "社区", "企业集团", "医院"})

#: Endings that name nothing behind a place alone.
BARE = words("bare")
#: What a university has of its own, and is named without it.
OWNED = frozenset({"Platform", "ResearchInstitute", "Hospital"})
#: Types whose names are often made of common words alone.
OPEN = frozenset({"Platform", "ResearchInstitute", "Association", "Zone"})


def brand_first(stem: Sequence[Token]) -> bool:
    """Whether a stem begins with what is nobody else's."""
    if any(token.text.endswith("级") for token in stem):
        return False
    letters = "".join("G" if says_nothing(token) else token.letter for token in stem)
    return bool(re.match(r"[WT]{0,2}(?:[PpHhNKQL]|UU|U[LWTGS])|[WT]U", letters))


def says_nothing(token: Token) -> bool:
    """Whether what is quoted is a plain word."""
    return token.letter == "Q" and token.text[1:-1] in classes()


def subject(stem: Sequence[Token]) -> bool:
    """Whether a stem is of subjects, one of them particular."""
    return any(token.letter in "WT" for token in stem) and all(token.letter in "WTGCU" for token in stem)


def proper(stem: Sequence[Token]) -> bool:
    """Whether a stem has what is nobody else's: a place, a brand of two unknown characters, a quotation."""
    letters = "".join(token.letter for token in stem)
    return bool(re.search(r"[PpHhNKQ]|UU|U[LWTG]|L.*U|[WTG]U|^L", letters))


def well_made(stem: Sequence[Token]) -> bool:
    unknown = sum(token.letter == "U" for token in stem)
    return unknown <= MOST_UNKNOWN and sum(len(token.text) for token in stem) <= LONGEST


def place_stem(stem: Sequence[Token]) -> bool:
    """Whether a stem may be a village's or community's own name, and no class of them."""
    text = printed(stem)
    if not 1 <= len(text) <= MOST_IN_PLACE or (len(text) == 1 and text in ONE):
        return False
    if (set(text) & CLASS and len(text) < len("农场新")) or not all("一" <= char <= "鿿" for char in text):
        return False
    return all(token.letter in "UWTOL" for token in stem)


def level_of(stem: Sequence[Token]) -> int | None:
    """Where a stem names a level in the place of a region: 区文化馆."""
    for at, token in enumerate(stem):
        if token.text in LEVELS and all(t.letter in "GWT" for t in stem[at + 1 :]):
            return at
        if token.letter != "U":
            break
    return None


def party_follows(after: Token | None) -> bool:
    """Whether what follows a party may follow: nothing, 与, or a verb of parties."""
    if after is None or after.letter == "C":
        return True
    return after.letter == "V" and bool(PARTY.match(after.text))


def elided(run: Sequence[Token], last: int) -> Span | None:
    """A college without its university, which was named before."""
    stem = run[:last]
    if not stem or all(token.letter == "G" for token in stem) or len(printed(stem)) > LONGEST_ELIDED:
        return None
    return Span(run[0].start, run[last].end, printed(run[: last + 1]), "College", None, None, 0.7, "elided")
