"""Mapping a fact sheet: all its entries to statements; every fault found at its line."""

from __future__ import annotations

from typing import Any

from graph.gazetteer import Gazetteer
from graph.statements import EdgeStatement
from graph.values import Locator, paragraphs
from loaders.base import Facts
from loaders.factsheet_entries import EntryMapper
from loaders.factsheet_names import Faults, SheetNames
from loaders.factsheet_passages import passages_of
from loaders.factsheet_read import At, Sheet


class SheetMapper(EntryMapper):
    """Turns one well-formed sheet into statements; faults gather in `problems`."""

    def __init__(self, sheet: Sheet, gazetteer: Gazetteer) -> None:
        super().__init__(sheet.source, gazetteer, Faults(sheet.problems))
        self.sheet = sheet
        self.names = SheetNames(sheet.entities, sheet.source, gazetteer, self.faults)

    def facts(self) -> Facts:
        """All statements of the sheet."""
        self._check_locators()
        self._check_handles()
        nodes = [self.source_node(), *passages_of(self.sheet, self.mark, self.faults)]
        edges: list[EdgeStatement] = []
        for at, entry in self.sheet.entities:
            nodes += self.entity(at, entry)
            edges += self.containment(at, entry)
        for at, relation in self.sheet.relations:
            edges += self.relation(at, relation)
        for at, claim in self.sheet.claims:
            for node, edge in self.claim(at, claim):
                nodes.append(node)
                edges.append(edge)
        read = len(self.sheet.entities) + len(self.sheet.relations) + len(self.sheet.claims)
        return Facts(self.mark.id, nodes, edges, read)

    # --- checks -----------------------------------------------------------------------------------

    def _check_handles(self) -> None:
        seen: dict[str, At] = {}
        keys: dict[str, At] = {}
        for at, entry in self.sheet.entities:
            self._unique(seen, at, entry.handle, "给其中一条加 key", "give one of them a key")
        for at, claim in self.sheet.claims:
            self._unique(keys, at, claim.key, "每个数字的 key 只能用一次", "a claim's key is used once")

    def _unique(self, seen: dict[str, At], at: At, handle: str, zh: str, en: str) -> None:
        if handle in seen:
            line = seen[handle].line
            self.faults.add(at, f"{handle} 与第 {line} 行重复", f"{handle} repeats line {line}", zh, en)
        seen.setdefault(handle, at)

    def _check_locators(self) -> None:
        scope = paragraphs(self.sheet.source.paragraphs or "") or (1, 10**9)
        entries: list[tuple[At, Any]] = [*self.sheet.entities, *self.sheet.relations, *self.sheet.claims]
        for at, entry in entries:
            for locator in entry.at:
                self._check_locator(at, locator, scope)
            if entry.elided and not entry.why:
                self.faults.add(at, "elided 须用 why 说明理由", "elided needs its reason in why")
            if entry.status != "proposed" and (entry.confidence is not None or entry.reasons):
                self.faults.add(
                    at,
                    "confidence 与 reasons 只用于提议",
                    "confidence and reasons are for proposals",
                    "写明 status: proposed",
                    "say status: proposed",
                )

    def _check_locator(self, at: At, locator: Locator, scope: tuple[int, int]) -> None:
        given = paragraphs(locator)
        if given is None or not scope[0] <= given[0] <= given[1] <= scope[1]:
            low, high = scope
            self.faults.add(
                at,
                f"段落 {locator} 不在本表所读范围内",
                f"paragraph {locator} is outside what the sheet reads",
                f"应在 {low}-{high} 之间" if high < 10**9 else "应是段号或 9-12 这样的范围",
                f"between {low} and {high}" if high < 10**9 else "a paragraph or a range such as 9-12",
            )
