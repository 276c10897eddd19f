"""`python -m api.cli`."""

from __future__ import annotations

import sys

from api.cli import (
    asking,
    audit,
    bulk,
    compare,
    extract,
    facts,
    gaps,
    keeping,
    keys,
    loading,
    mcp,
    report,
    resolving,
    review,
    serving,
    showing,
    suggest,
    tables,
)
from api.cli.base import app, console, language
from graph.errors import XiaodiError

__all__ = [
    "asking",
    "audit",
    "bulk",
    "compare",
    "extract",
    "facts",
    "gaps",
    "keeping",
    "keys",
    "loading",
    "main",
    "mcp",
    "report",
    "resolving",
    "review",
    "serving",
    "showing",
    "suggest",
    "tables",
]


def main() -> None:
    """Run a command; an error is a message, never a trace."""
    try:
        app()
    except XiaodiError as error:
        console.print(error.say(language()), style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)


if __name__ == "__main__":
    main()
