"""One error root. Every error says what happened, where, and what to do, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]


class Text(NamedTuple):
    """One message in the two languages the product speaks."""

    zh: str
    en: str

    def say(self, language: Language) -> str:
        return self.en if language == "en" else self.zh


NO_TEXT = Text("", "")


class XiaodiError(Exception):
    """What went wrong (`what`), where (`where`), and what to do about it (`hint`)."""

    #: The HTTP status a door answers with; subclasses override the class attribute.
    status: int = 500
    #: The exit code of the command line.
    exit_code: int = 1
    #: Seconds after which the same request may succeed; None where repeating it does not help.
    retry_after: int | None = None

    def __init__(self, what: Text, *, where: str = "", hint: Text = NO_TEXT) -> None:
        super().__init__(what.zh)
        self.what, self.where, self.hint = what, where, hint

    def say(self, language: Language = "zh") -> str:
        """The message as one paragraph: where, what, hint."""
        where = f"{self.where}: " if self.where else ""
        hint = f"\n  → {self.hint.say(language)}" if self.hint != NO_TEXT else ""
        return f"{where}{self.what.say(language)}{hint}"

    def members(self) -> dict[str, object]:
        """What a program may read beside the message; the extension members of a problem."""
        return {}

    def __str__(self) -> str:
        return self.say("zh")


class SettingsError(XiaodiError):
    """A setting cannot be used."""


class StoreError(XiaodiError):
    """The graph store cannot do what was asked."""

    status = 503


class StoreUnavailable(StoreError):
    """No engine answers at the address."""

    retry_after = 5


class StoreFull(StoreError):
    """The engine has no room left, on the disk or in memory; nothing was written."""

    retry_after = 60


class StoreRefused(StoreError):
    """The engine answers but does not let us in (credentials, rights, database)."""


class StoreTooOld(StoreError):
    """The engine, or the schema of what it holds, is of a version that we do not read."""


class StoreLocked(StoreError):
    """Another process owns the embedded file."""

    retry_after = 5


class StoreCorrupt(StoreError):
    """The file is not a graph, or is damaged."""


class StoreBusy(StoreError):
    """Another writer committed first; the same call may succeed when repeated."""

    retry_after = 1


class StatementError(StoreError):
    """The engine refused a Cypher text."""

    status = 400


class QueryTimeout(StoreError):
    """A read passed its deadline."""

    status = 504


class QueryTooCostly(StatementError):
    """An ad-hoc read was stopped at one of its bounds: time, memory, rows or bytes."""

    status = 422


class QueryFileError(XiaodiError):
    """A query file breaks the rules of the library."""


class BadParameter(XiaodiError):
    """A parameter is missing, unknown or of the wrong type."""

    status = 422


class WrongMediaType(XiaodiError):
    """The body of a request is of a kind that is not taken."""

    status = 415


class TooLarge(XiaodiError):
    """The body of a request is larger than is taken."""

    status = 413


class PageGone(XiaodiError):
    """The list changed so much that its next page is not known; begin with the first."""

    status = 410


class NotSignedIn(XiaodiError):
    """It is not known who asks: no key, or one that is wrong, expired or revoked."""

    status = 401


class TooManyRequests(XiaodiError):
    """A caller asked more often than is allowed; `retry_after` says when to go on."""

    status = 429

    def __init__(self, what: Text, *, retry_after: int, hint: Text = NO_TEXT) -> None:
        super().__init__(what, hint=hint)
        self.retry_after = retry_after


class NotFound(XiaodiError):
    """Nothing has this id or name."""

    status = 404


@dataclass(frozen=True)
class Candidate:
    """Somebody a name may mean."""

    id: str
    name: str
    label: str
    where: str = ""
    score: float = 0.0

    def as_dict(self) -> dict[str, object]:
        return asdict(self)

    def __str__(self) -> str:
        place = f"，{self.where}" if self.where else ""
        return f"{self.name}（{self.label}{place}，{self.id}）"


class UnresolvedName(XiaodiError):
    """A name does not lead to exactly one entity; `candidates` are the nearest."""

    status = 404

    def __init__(self, what: Text, candidates: Sequence[Candidate], *, hint: Text = NO_TEXT) -> None:
        super().__init__(what, hint=hint)
        self.candidates = tuple(candidates)

    def members(self) -> dict[str, object]:
        return {"candidates": [candidate.as_dict() for candidate in self.candidates]}

    def say(self, language: Language = "zh") -> str:
        listed = "".join(f"\n    {candidate}" for candidate in self.candidates)
        return super().say(language) + listed


class UnknownName(UnresolvedName):
    """No entity has this name; the nearest are offered."""


class AmbiguousName(UnresolvedName):
    """Several entities have this name; one must be chosen by id."""

    status = 409


class Refused(XiaodiError):
    """A rule of ours forbids it."""

    status = 403


class CypherRefused(Refused):
    """An ad-hoc text breaks a rule of the guard, at a line and column (from 1)."""

    def __init__(self, rule: str, what: Text, line: int, column: int, *, hint: Text = NO_TEXT) -> None:
        super().__init__(what, where=f"{line}:{column}", hint=hint)
        self.rule, self.line, self.column = rule, line, column

    def members(self) -> dict[str, object]:
        return {"rule": self.rule, "line": self.line, "column": self.column}


class CypherLacking(CypherRefused):
    """An ad-hoc text may be asked, but this engine's Cypher has no such form; the hint says what to write."""

    status = 400


@dataclass(frozen=True)
class Problem:
    """One fault of an input file, at its line and column (both from 1; 0 when unknown)."""

    file: str
    line: int
    column: int
    what: Text
    hint: Text = NO_TEXT
    #: Where it is in words of its own kind of file, for a table: 名单!C7（高校）.
    place: str = ""

    @property
    def where(self) -> str:
        if self.place:
            return f"{self.file}:{self.place}"
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"

    def say(self, language: Language = "zh") -> str:
        hint = f"（{self.hint.say(language)}）" if self.hint != NO_TEXT else ""
        return f"{self.where}: {self.what.say(language)}{hint}"


class BadInput(XiaodiError):
    """An input file has faults; all of them are listed and nothing of it was written."""

    status = 422

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line, p.column)))
        files = {problem.file for problem in self.problems}
        count = len(self.problems)
        super().__init__(
            Text(
                f"{len(files)} 个文件共 {count} 处错误，均未写入", f"{count} faults in {len(files)} files; none written"
            ),
        )

    def say(self, language: Language = "zh") -> str:
        listed = "".join(f"\n  {problem.say(language)}" for problem in self.problems)
        return super().say(language) + listed
