"""The statements that must not run, and those that must."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.cypher.bombs import BOMBS

FOLDER = Path(__file__).parent


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(FOLDER / name)
    return found


_LEGITIMATE = _read("legitimate.yaml")
#: What the hostile statements that have parameters are given.
HOSTILE_PARAMS: dict[str, Any] = {
    "url": "file:///etc/passwd",
    "label": "Entity",
    "type": "PART_OF",
    "key": "name",
    "huge": 2_000_000_000,
    "forty": list(range(40)),
    "bad": "(a+)+$",
}
HOSTILE: dict[str, str] = {
    f"{kind} {number}": text
    for kind, texts in _read("hostile.yaml").items()
    for number, text in enumerate(texts, start=1)
} | {f"bomb: {name}": text for name, text in BOMBS.items()}
PARAMS: dict[str, Any] = _LEGITIMATE["params"]
SAME: list[str] = _LEGITIMATE["same"]
ANSWERING: list[str] = _LEGITIMATE["answers"]
