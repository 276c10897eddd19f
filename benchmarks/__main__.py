"""`python -m benchmarks [NAME ...] [--quick | --full] [--markdown]`: run, then print one table of ratios."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks.base import Line, Options, benchmarks
from tests.neo4j_server import VERSION as NEO4J

_COLUMNS = ("benchmark", "what", "ours", "against", "that", "ratio", "note")
_PACKAGES = ("kglite", "neo4j", "neo4j-rust-ext", "pyvis", "playwright", "rapidfuzz")
_RIGHT = frozenset({"ours", "that", "ratio"})
_MORE_IS_BETTER = frozenset({"/s", "%"})


def main(arguments: list[str]) -> None:
    found = benchmarks()
    chosen = _parser(sorted(found)).parse_args(arguments)
    rows: list[tuple[str, ...]] = []
    with TemporaryDirectory(prefix="xiaodi-benchmarks-") as folder:
        options = Options(Path(folder), chosen.quick, chosen.full)
        for name in chosen.name or sorted(found):
            print(f"{name}: {(found[name].__doc__ or '').splitlines()[0]}", file=sys.stderr, flush=True)
            for line in found[name].run(options):
                rows.append(_cells(name, line))
                print("   ", "  ".join(cell for cell in rows[-1][1:] if cell), file=sys.stderr, flush=True)
    setting = "; ".join(_setting(arguments))
    print(setting, "", *_markdown(rows), sep="\n") if chosen.markdown else _table(setting, rows)


def _parser(names: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Ours against the bare engine, as ratios."
    )
    parser.add_argument(
        "name", nargs="*", choices=[*names, []], metavar="NAME", help=", ".join(names) + "; default all"
    )
    parser.add_argument("--quick", action="store_true", help="small sizes, for a look")
    parser.add_argument(
        "--full", action="store_true", help="also what takes minutes: pyvis as it comes with 2,000 nodes"
    )
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    return parser


def _setting(arguments: list[str]) -> Iterator[str]:
    """When, where and with what this was measured: a ratio means nothing without it."""
    yield datetime.now(UTC).date().isoformat()
    yield f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    yield ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    yield f"Neo4j server {NEO4J}"
    yield " ".join(["python -m benchmarks", *arguments])


def _cells(name: str, line: Line) -> tuple[str, ...]:
    ratio = "" if line.ratio is None else f"{line.ratio:.3g}×" + " ↑" * (line.unit in _MORE_IS_BETTER)
    return name, line.what, _figure(line.ours, line), line.against, _figure(line.bare, line), ratio, line.note


def _figure(value: float | None, line: Line) -> str:
    if value is None:
        return "–"
    shown = value * 1000 if line.unit == "ms" else value
    digits = f"{shown:,.0f}" if shown >= 100 else f"{shown:.3g}"
    return f"{digits}{line.unit}" if line.unit in _MORE_IS_BETTER else f"{digits} {line.unit}"


def _table(setting: str, rows: list[tuple[str, ...]]) -> None:
    table = Table(title="ours ÷ that: below 1× is faster than that; ↑ marks rows where more is better", caption=setting)
    for column in _COLUMNS:
        table.add_column(column, justify="right" if column in _RIGHT else "left")
    for before, row in zip([("",), *rows], rows, strict=False):
        if before[0] not in ("", row[0]):
            table.add_section()
        table.add_row(*row)
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _markdown(rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(_COLUMNS) + " |"
    yield "|" + "|".join("--:" if column in _RIGHT else "---" for column in _COLUMNS) + "|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"


if __name__ == "__main__":
    main(sys.argv[1:])
