"""How a text may match a name, from the surest to the loosest: which tokens to ask for, and what then has to hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from graph.name_reader import NameRow, index_key
from graph.name_tokens import INITIALS, SPELLED, key_tokens
from graph.spelling import spellings, syllables

EXACT, SPELT, BEGINS, BEGINS_SPELT, CONTAINS, IN_ORDER, SOUNDS = 100.0, 96.0, 90.0, 86.0, 80.0, 74.0, 70.0
SLIP, ALIKE = 64.0, 50.0
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONG = 12
_LONGEST_SPELLED = 40
_LEAST_ALIKE = 60.0


@dataclass(frozen=True)
class Way:
    """One way to match: the score that it gives, an FTS5 expression, and a condition on the row."""

    score: float
    wanted: str
    where: str = "TRUE"
    values: tuple[str, ...] = ()
    #: The letters that were typed, where the way is by the beginning of a spelling.
    spelt: str = ""


def quoted(tokens: Iterable[str]) -> str:
    """An FTS5 expression that asks for all of the tokens."""
    return " AND ".join(f'"{token}"' for token in dict.fromkeys(tokens))


def exact_way(key: str) -> Way:
    """A name, official name or alias that is the text."""
    return Way(EXACT, quoted(key_tokens(key)), "instr(n.keys, ?)", (f"|{key}|",))


def sure_ways(key: str) -> list[Way]:
    """The ways in which each character of the text is one of the name, or each letter one of its spelling."""
    _, *inside = key_tokens(key)
    begins = Way(BEGINS, quoted(key_tokens(key)), "instr(n.keys, ?)", (f"|{key}",))
    contains = Way(CONTAINS, quoted(inside), "instr(n.keys, ?)", (key,))
    if key.isascii():
        spelt, begins_spelt = Way(SPELT, f'"~{key}|"'), Way(BEGINS_SPELT, _beginning(key), spelt=key)
        return [exact_way(key), spelt, begins, begins_spelt, contains]
    in_order = Way(IN_ORDER, quoted(key), "n.keys LIKE ? ESCAPE '\\'", (_pattern(key),))
    return [exact_way(key), begins, contains, *([in_order, *_sounding(key)] if len(key) > 1 else [])]


def _pattern(key: str) -> str:
    """Its characters in order, within a name or across its forms."""
    return "%" + "%".join(f"\\{char}" if char in "%_\\" else char for char in key) + "%"


def _beginning(spelled: str) -> str:
    return f'"~{spelled}"' if len(spelled) <= INITIALS else f'"~{spelled}" OR "~{spelled}" *'


def _sounding(key: str) -> Iterator[Way]:
    """Names that sound like it: the slip of those who type pinyin."""
    for whole, _ in spellings(key):
        if len(whole) > 3:
            yield Way(SOUNDS + 1, f'"~{whole}|"')
            yield Way(SOUNDS, f'"~{whole}" *')


@dataclass
class Found:
    """Rows by id, in the order in which they were found, with their scores."""

    wanted: int
    scores: dict[str, float] = field(default_factory=dict)
    rows: dict[str, NameRow] = field(default_factory=dict)

    def add(self, rows: Sequence[NameRow], score: float) -> None:
        for row in rows:
            if row.id not in self.rows:
                self.rows[row.id], self.scores[row.id] = row, score

    @property
    def enough(self) -> bool:
        return len(self.rows) >= self.wanted

    @property
    def sure(self) -> bool:
        """Whether some name holds the text as it is: then nobody looks for slips."""
        return any(score >= CONTAINS for score in self.scores.values())


def whole_syllables_first(key: str, rows: Sequence[NameRow]) -> list[NameRow]:
    """Names of which the text spells whole syllables, before those that it breaks off in one: yu hu, then yu hua."""
    return sorted(rows, key=lambda row: not _is_whole(key, row))


def _is_whole(key: str, row: NameRow) -> bool:
    return any(key in accumulate(syllables(form)) for form in row.keys.strip("|").split("|"))


def narrowed(wanted: str, label: str | None, region: str) -> str:
    """The expression, for a label and a region alone."""
    extra = quoted([*([f"@{region}"] if region else ()), *([f"#{index_key(label)}"] if label else ())])
    return f"({wanted}) AND {extra}" if extra else wanted


# --- one slip ------------------------------------------------------------------------------------


def slip_ways(key: str) -> list[Way]:
    """What a name shares with a text that has one character wrong, missing or too many; none where it is too short."""
    if key.isascii():
        return _spelled_slips(key) if 3 < len(key) <= _LONGEST_SPELLED else []
    if len(key) < 3:
        return []
    if len(key) > _LONG:  # one slip leaves one half as it is
        parts = [(key[: len(key) // 2],), (key[len(key) // 2 :],)]
        return [Way(SLIP, _any(f"({_inside(part)})" for part in parts))]
    wrong = [(key[:i], key[i + 1 :]) for i in range(len(key))]
    missing = [(key[:i], key[i:]) for i in range(1, len(key))]
    return [Way(SLIP, _any(f"({_inside(pair)})" for pair in wrong + missing))]


def _any(expressions: Iterable[str]) -> str:
    return " OR ".join(dict.fromkeys(expressions))


def _inside(parts: Iterable[str]) -> str:
    return quoted(token for part in parts if part for token in key_tokens(part)[1:])


def _spelled_slips(key: str) -> list[Way]:
    """The same for letters, two that changed places too: every text that this one may be a slip of."""
    cuts = [(key[:i], key[i:]) for i in range(len(key) + 1)]
    meant = [a + b[1:] for a, b in cuts if b] + [a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1]
    meant += [a + letter + b[1:] for a, b in cuts if b for letter in _LETTERS]
    meant += [a + letter + b for a, b in cuts for letter in _LETTERS]
    ways = [Way(SLIP, _any(f'"~{text}|"' for text in meant))]
    begun = [text for text in meant if INITIALS < len(text) <= SPELLED]
    return [*ways, Way(SLIP - 4, _any(f'"~{text}"' for text in begun))] if begun else ways


def slip_score(key: str, row: NameRow) -> float:
    """How well a row matches a text with one slip: the whole name, its beginning, something in it; 0: not at all."""
    least = 100.0 * (1 - 1 / len(key))
    best = 0.0
    for form in row.keys.strip("|").split("|"):
        if Levenshtein.distance(key, form, score_cutoff=1) <= 1:
            return SLIP
        if any(Levenshtein.distance(key, form[: len(key) + d], score_cutoff=1) <= 1 for d in (-1, 0, 1)):
            best = max(best, SLIP - 4)
        elif fuzz.partial_ratio(key, form, score_cutoff=least - 0.01):
            best = max(best, SLIP - 8)
    return best


# --- somewhat alike ------------------------------------------------------------------------------


def alike_wanted(key: str) -> list[str]:
    """What to look among when nothing else was found: each pair of characters."""
    return [quoted([key[i : i + 2]]) for i in range(min(len(key), _LONG) - 1)]


def alike_score(key: str, row: NameRow) -> float:
    """How much a row's names are like a text; 0 below a bound. Of names inside the text the longest is most alike."""
    return max(_likeness(key, form) for form in row.keys.strip("|").split("|"))


def _likeness(key: str, form: str) -> float:
    if form in key:
        return ALIKE * (0.9 + 0.1 * len(form) / len(key))
    return 0.9 * ALIKE * fuzz.WRatio(key, form, score_cutoff=_LEAST_ALIKE) / 100
