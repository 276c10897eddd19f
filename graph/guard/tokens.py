"""The tokens of a Cypher text, each with its line and column; a text that engines could read in two ways is refused.

Engines decode escapes before they look, take exotic blanks for blanks and differ in comments. What reaches them is
therefore written anew from these tokens: comments are blanked, and nothing stands in the text that was not read here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from graph.errors import NO_TEXT, CypherRefused, Text

MAX_LENGTH = 10_000
MAX_TOKENS = 3_000
MAX_NAME = 128
MAX_DIGITS = 40

Kind = Literal["word", "name", "string", "number", "param", "mark", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token. `text` is as written, `value` what it says: a name without backticks, a string without escapes."""

    kind: Kind
    text: str
    value: str
    line: int
    column: int
    start: int

    @property
    def word(self) -> str:
        """The token as a keyword; empty when it can be none."""
        return self.text.upper() if self.kind == "word" and self.text.isascii() else ""


def refusal(rule: str, at: Token, zh: str, en: str, hint: Text = NO_TEXT) -> CypherRefused:
    """A refusal that stands at a token."""
    return CypherRefused(rule, Text(zh, en), at.line, at.column, hint=hint)


@dataclass(frozen=True)
class Scanned:
    """The tokens of a text, the last one of kind `end`, and the text as an engine may have it."""

    tokens: tuple[Token, ...]
    text: str
    #: Without comments, which are blanks here, so that every token stands where it says.
    plain: str


_MARKS = r"\.\.|<=|>=|<>|=~|\|\||::|[-+*/%^=<>()\[\]{},:;|.&!]"
_PART = re.compile(
    r"(?P<blank>(?:[ \t\n]|\r\n)+)"
    r"|(?P<line>//[^\r\n]*)"
    r"|(?P<block>/\*.*?\*/)"
    r"|(?P<string>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<name>`[^`]*`)"
    r"|(?P<param>\$(?:[^\W\d]\w*|[0-9]+))"
    r"|(?P<number>0[xX][0-9A-Fa-f]+|0o[0-7]+|(?:[0-9]+(?:\.(?!\.)[0-9]+)?|(?<!\.)\.[0-9]+)(?:[eE][-+]?[0-9]+)?)(?!\w)"
    r"|(?P<word>[^\W\d]\w*)"
    rf"|(?P<mark>{_MARKS})",
    re.DOTALL,
)
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "`": "`", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_UNFINISHED = {
    "'": Text("字符串没有结束", "the string does not end"),
    '"': Text("字符串没有结束", "the string does not end"),
    "`": Text("反引号没有结束", "the backticks do not end"),
    "/": Text("注释没有结束", "the comment does not end"),
}
#: Marks of Chinese typing that nothing else leads back to the one that is meant.
_QUOTES = str.maketrans("‘’“”。、【】《》", "''\"\".,[]<>")
_PLAIN_BLANKS = Text("只用空格、制表符和换行分隔", "separate words by spaces, tabs and line feeds alone")


class _Place:
    """Lines and columns of offsets, which only grow."""

    def __init__(self, text: str) -> None:
        self._text, self._line, self._begin, self._seen = text, 1, 0, 0

    def token(self, kind: Kind, start: int, text: str, value: str) -> Token:
        self._line += self._text.count("\n", self._seen, start)
        self._begin = max(self._begin, self._text.rfind("\n", self._seen, start) + 1)
        self._seen = start
        return Token(kind, text, value, self._line, start - self._begin + 1, start)


def scan(text: str) -> Scanned:
    """The tokens of a text.

    Raises:
        CypherRefused: at the first character that is not plainly Cypher.
    """
    place = _Place(text)
    _check_whole(text, _Place(text))
    tokens: list[Token] = []
    clean: list[str] = []
    plain: list[str] = []
    offset = 0
    while offset < len(text):
        found = _PART.match(text, offset)
        if found is None:
            raise _unreadable(text[offset], place.token("mark", offset, text[offset], ""))
        kind, part = str(found.lastgroup), found[0]
        if kind in ("line", "block"):
            part = "".join("\n" if char == "\n" else " " for char in part)
        elif kind != "blank":
            tokens.append(_token(place, kind, offset, part))
        clean.append(for_engines(kind, part))
        plain.append(part)
        offset = found.end()
        if len(tokens) > MAX_TOKENS:
            raise refusal("length", tokens[-1], f"语句超过 {MAX_TOKENS} 个词", f"the text is over {MAX_TOKENS} words")
    tokens.append(place.token("end", len(text), "", ""))
    return Scanned(tuple(tokens), "".join(clean), "".join(plain))


def for_engines(kind: str, part: str) -> str:
    """A part as both engines take it: one of them reads no Chinese name outside of backticks."""
    return f"`{part}`" if kind == "word" and not part.isascii() else part


def _check_whole(text: str, place: _Place) -> None:
    """What is refused wherever it stands, in strings and comments too."""
    if len(text) > MAX_LENGTH:
        at = place.token("mark", MAX_LENGTH, "", "")
        raise refusal("length", at, f"语句超过 {MAX_LENGTH} 字符", f"the text is over {MAX_LENGTH} characters")
    for found in re.finditer(r"\\[uU]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]|\r(?!\n)", text):
        at = place.token("mark", found.start(), found[0], "")
        if found[0][0] == "\\":
            hint = Text("直接写该字符，或用参数传入", "write the character itself, or give it as a parameter")
            raise refusal("escape", at, "不接受 \\u 转义", "\\u escapes are not accepted", hint)
        code = f"U+{ord(found[0]):04X}"
        raise refusal("character", at, f"不接受控制字符 {code}", f"control character {code}", _PLAIN_BLANKS)


def _unreadable(char: str, at: Token) -> CypherRefused:
    if char in _UNFINISHED:
        return CypherRefused("unfinished", _UNFINISHED[char], at.line, at.column)
    code = f"U+{ord(char):04X}"
    if char.isspace() or unicodedata.category(char).startswith(("Z", "C")):
        return refusal("character", at, f"不接受特殊空白 {code}", f"unusual blank {code}", _PLAIN_BLANKS)
    plain = unicodedata.normalize("NFKC", char.translate(_QUOTES))
    hint = Text(f"换成半角的 {plain}", f"write {plain}") if plain.isascii() and plain != char else NO_TEXT
    return refusal("character", at, f"不认识的字符 {char}（{code}）", f"unknown character {char} ({code})", hint)


def _token(place: _Place, kind: str, start: int, part: str) -> Token:
    made = {"string": _string, "name": _name, "param": _param, "word": _word, "number": _plain, "mark": _plain}
    return made[kind](place, start, part, kind)


def _plain(place: _Place, start: int, part: str, kind: str) -> Token:
    at = place.token("number" if kind == "number" else "mark", start, part, part)
    if len(part) > MAX_DIGITS:
        raise refusal("number", at, f"数字超过 {MAX_DIGITS} 位", f"a number of over {MAX_DIGITS} digits")
    return at


def _string(place: _Place, start: int, part: str, _kind: str) -> Token:
    inner = part[1:-1]
    at = place.token("string", start, part, "")
    for escape in re.findall(r"\\(.)", inner, re.DOTALL):
        if escape not in _ESCAPES:
            raise refusal("escape", at, f"不认识的转义 \\{escape}", f"unknown escape \\{escape}")
    value = re.sub(r"\\(.)", lambda found: _ESCAPES[found[1]], inner, flags=re.DOTALL)
    return Token("string", part, value, at.line, at.column, start)


def _name(place: _Place, start: int, part: str, _kind: str) -> Token:
    at = place.token("name", start, part, part[1:-1])
    if not part[1:-1].strip() or len(part) > MAX_NAME or "\n" in part or "\\" in part:
        raise refusal("name", at, "反引号里的名称无法使用", "unusable name in backticks")
    return at


def _param(place: _Place, start: int, part: str, _kind: str) -> Token:
    at = place.token("param", start, part, part[1:])
    _check_letters(at)
    return at


def _word(place: _Place, start: int, part: str, _kind: str) -> Token:
    at = place.token("word", start, part, part)
    _check_letters(at)
    return at


def _check_letters(at: Token) -> None:
    """A word must be the same to every reader: no letter that another one is folded to, no over-long name."""
    folded = any(
        not char.isascii() and (char.upper().isascii() or char.lower().isascii() or not char.isprintable())
        for char in at.text
    )
    if folded or not unicodedata.is_normalized("NFKC", at.text):
        hint = Text("换成普通字母或汉字", "use plain letters or characters")
        raise refusal("character", at, f"{at.text} 里有可作别的字母读的字符", f"{at.text} has ambiguous letters", hint)
    if len(at.text) > MAX_NAME:
        raise refusal("name", at, "名称太长", "the name is too long")
