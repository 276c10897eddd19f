"""All pages of the explorer, and what their scripts ask: a module each, in the order in which addresses are tried."""

from __future__ import annotations

from api.explorer import (
    assets,
    comparisons,
    evidence,
    frame,
    home,
    loads,
    map,
    pictures,
    profiles,
    questions,
    regions,
    reviews,
    sources,
)

#: A comparison of regions has the form of a region's own address, and goes before it.
ROUTERS = tuple(
    module.router
    for module in (
        assets, home, questions, comparisons, regions, loads, reviews, profiles, evidence, sources, map, pictures,
    )
)  # fmt: skip


def prepare() -> None:
    """Do beforehand what a first visitor would wait for."""
    frame.prepare()
    assets.prepare()
