"""Keys of what is known by source and key: made of content, so that a paragraph that moves reopens no decision."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from graph.base import Value
from graph.identity import content_key
from loaders.document.base import FoundClaim, FoundEntity
from loaders.document.relations import Found


def keyed_by_content(entities: Sequence[FoundEntity], found: Found) -> Found:
    """The same, with each shared node known by its type, name, date and parties, each figure by what it says.

    Two of one content in a document are told apart by their order.
    """
    names = {entity.key: entity.name for entity in entities}
    nodes = {node.key for node in found.entities}
    parties: dict[str, list[str]] = defaultdict(list)
    for relation in found.relations:
        for own, other in ((relation.source, relation.target), (relation.target, relation.source)):
            if own in nodes and other in names:
                parties[own].append(names[other])
    numbered = _Numbered()
    keys = {node.key: numbered(_of_node(node, parties[node.key])) for node in found.entities}
    return Found(
        tuple(replace(node, key=keys[node.key]) for node in found.entities),
        tuple(
            replace(one, source=keys.get(one.source, one.source), target=keys.get(one.target, one.target))
            for one in found.relations
        ),
        tuple(_claims(found.claims, names, keys, numbered)),
    )


def _of_node(node: FoundEntity, parties: Sequence[str]) -> str:
    return content_key(node.type, node.name, _text(node.props, "date"), *parties)


def _claims(
    claims: Sequence[FoundClaim], names: Mapping[str, str], keys: Mapping[str, str], numbered: _Numbered
) -> Iterator[FoundClaim]:
    for claim in claims:
        about = keys.get(claim.about, claim.about)
        key = content_key(
            "Claim", names.get(claim.about, about), claim.topic, _text(claim.props, "scope"), claim.printed
        )
        yield replace(claim, about=about, key=numbered(key))


class _Numbered:
    """A key as it is for the first that has it, with a number for the next."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def __call__(self, key: str) -> str:
        self._given[key] += 1
        return key if self._given[key] == 1 else f"{key}-{self._given[key]}"


def _text(props: Mapping[str, Value], name: str) -> str:
    return str(props.get(name) or "")
