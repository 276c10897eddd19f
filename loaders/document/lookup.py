"""What names mean: the nation's names, those of a graph, and the one resolver over both."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import ahocorasick

from graph.known import GraphNames
from graph.names import place_key
from graph.nation import COMMUNITY, Nation
from graph.ontology import node_types
from graph.resolution import Known, Request, Resolution
from graph.resolver import Resolver
from graph.values import name_key
from loaders.document.automaton import Names, nation_names
from loaders.document.scope import Named

#: A graph's name as short as one character is found everywhere.
_SHORTEST = 2
_BODIES = frozenset({"Organization", "Platform", "Zone", "Venue"})


class Meaning(NamedTuple):
    """An id that is certain, and the registry's or the graph's name of it."""

    id: str
    name: str
    label: str


@dataclass
class Lookup:
    """All names; made once, used for any number of documents."""

    names: Names
    nation: Nation
    resolver: Resolver
    #: The graph's names and aliases; None without a graph.
    graph: ahocorasick.Automaton | None = None
    _answers: dict[tuple[str, str, str], Meaning | None] = field(default_factory=dict)

    def meaning(self, name: str, type_: str, context: str | None) -> Meaning | None:
        """What the resolver links a name to where it is said; nothing that is only likely."""
        key = (name, type_, context or "")
        if key not in self._answers:
            self._learn(name)
            answer: Resolution = self.resolver.resolve(Request(name, type_, context))
            linked = answer.kind == "link" and answer.id and answer.name and answer.label
            self._answers[key] = Meaning(answer.id, answer.name, answer.label) if linked else None  # type: ignore[arg-type]
        return self._answers[key]

    def is_listed(self, name: str) -> bool:
        """Whether a list or the graph has a name, so that asking what it means is worth the while."""
        if name in self.names.automaton or name_key(name) in self.nation.heis:
            return True
        return self.graph is not None and name in self.graph

    def _learn(self, name: str) -> None:
        """Make the communities of a name known to the nation."""
        form = place_key(name_key(name))
        number = self.names.automaton.get(form, -1)
        for code, post in self.names.divisions(number) if number >= 0 else ():
            if len(code) == COMMUNITY and code not in self.nation.names:
                self.nation.add(code, self.names.official(post))


def load_lookup(graph: GraphNames | None = None, folder: Path | None = None) -> Lookup:
    """The names of the nation, from the cache in `folder` (by default under the settings' var), and of a graph."""
    names = nation_names(folder)
    nation = names.nation()
    given = graph or GraphNames()
    resolver = Resolver(nation, given.known, given.redirects)
    return Lookup(names, nation, resolver, _automaton(given.known))


def _automaton(known: list[Known]) -> ahocorasick.Automaton | None:
    """The graph's own bodies and platforms; its divisions are in the registry, and an agreement's name is no body's."""
    automaton = ahocorasick.Automaton()
    for entity in known:
        for form in {entity.name, entity.official or entity.name, *entity.aliases}:
            if len(form) >= _SHORTEST and _BODIES & set(node_types()[entity.label].labels()):
                automaton.add_word(form, (len(form), Named("K", entity.name, entity.label, known=entity)))
    if not len(automaton):
        return None
    automaton.make_automaton()
    return automaton
