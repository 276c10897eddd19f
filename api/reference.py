"""`python -m api.reference [--write]`: the generated pages are fresh, or are written anew."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from graph.reference import json_schema, ontology_page
from graph.settings import ROOT
from queries.catalogue import catalogue_page

PAGES: Mapping[str, Callable[[], str]] = {
    "graph/ONTOLOGY.md": ontology_page,
    "graph/ontology.schema.json": json_schema,
    "queries/CATALOGUE.md": catalogue_page,
}


def stale() -> list[str]:
    """The generated pages that differ from what would be generated now."""
    return [
        name
        for name, make in PAGES.items()
        if not (ROOT / name).is_file() or (ROOT / name).read_text("utf-8") != make()
    ]


def main() -> int:
    """Check the pages, or write them."""
    if "--write" in sys.argv[1:]:
        for name, make in PAGES.items():
            (ROOT / name).write_text(make(), encoding="utf-8")
    names = stale()
    for name in names:
        sys.stderr.write(f"{name} is stale: make docs WRITE=--write\n")
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
