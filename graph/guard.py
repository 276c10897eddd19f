"""What ad-hoc Cypher may do: read the graph, and nothing else.

The texts of engines are decoded and lexed in many ways, so nothing is stripped before looking: a forbidden
word is refused wherever it stands, in a comment or a string too. A value that holds one goes in a parameter.
"""

from __future__ import annotations

import re

from graph.errors import Refused, Text

MAX_LENGTH = 20_000

_FORBIDDEN = (
    "LOAD", "CALL", "CREATE", "MERGE", "DELETE", "DETACH", "SET", "REMOVE", "FOREACH", "DROP", "ALTER", "GRANT",
    "REVOKE", "DENY", "START", "STOP", "TERMINATE", "SHOW", "USE", "INSERT", "FINISH",
)  # fmt: skip
_WORD = re.compile(r"(?<![\w$.])(" + "|".join(_FORBIDDEN) + r")(?!\w)", re.IGNORECASE)


def check_reading(cypher: str) -> None:
    """Refuse a text that could do more than read the graph.

    Raises:
        Refused: naming the rule and the place.
    """
    if len(cypher) > MAX_LENGTH:
        raise Refused(Text(f"语句超过 {MAX_LENGTH} 字符", f"the text is over {MAX_LENGTH} characters"))
    if "\\u" in cypher.lower():
        raise Refused(
            Text("不接受 \\u 转义", "\\u escapes are not accepted"), hint=Text("直接写该字符", "write the character")
        )
    match = _WORD.search(cypher)
    if match:
        line = cypher.count("\n", 0, match.start()) + 1
        column = match.start() - cypher.rfind("\n", 0, match.start())
        raise Refused(
            Text(f"只读查询不允许 {match[1].upper()}", f"a reading query may not say {match[1].upper()}"),
            where=f"{line}:{column}",
            hint=Text("若它是一个值，请用参数传入", "if it is a value, give it as a parameter"),
        )
