"""The registries as one look-up of the nation, of the communities only what is asked for."""

from __future__ import annotations

from collections.abc import Callable

from graph.nation import COMMUNITY, Nation
from loaders.registry import division_rows, read_heis_2017, read_heis_2026
from loaders.successions import cited

Takes = Callable[[str, str], bool]


def nation(choose: Callable[[Nation], Takes] | None = None) -> Nation:
    """Both HEI lists, every division down to the subdistricts, and the communities that are chosen (all by default).

    The registry lists the communities last, so that `choose` is asked once all else is known; what it
    returns is told each community's code and name. All 620,573 communities take about 200 MB.
    """
    known = Nation()
    for hei in read_heis_2017():
        known.add_hei(hei)
    for hei in read_heis_2026():
        known.add_hei(hei, newest=True)
    for one in cited():
        known.successors[one.old.id].append(one.new.name)
    takes: Takes | None = None
    for code, name in division_rows():
        if len(code) == COMMUNITY and choose is not None:
            takes = takes or choose(known)
            if not takes(code, name):
                continue
        known.add(code, name)
    return known
