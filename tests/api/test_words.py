"""One word for one thing, at every door."""

from __future__ import annotations

import pytest

from api.explorer.coverage import CLASSES as DRAWN
from api.headings import heading, word
from api.report.words import coded
from api.views.text import values
from api.words import CLASSES
from graph.ontology.edges import TIE_KINDS, PartnersWith
from loaders.table import fields


@pytest.mark.parametrize("kind", PartnersWith.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]
def test_a_kind_of_tie_has_one_name(kind: str) -> None:
    name = TIE_KINDS[kind].zh
    assert {values("zh")[kind], word("kinds", kind, "zh"), coded("kinds", kind, "zh"), fields.TIE_KINDS[kind]} == {name}


@pytest.mark.parametrize("value", ["stated", "inferred", "proposed", "planned", "ended"])
def test_how_firm_something_is_has_one_name(value: str) -> None:
    column = "status" if value in fields.STATUSES else "modality"
    names = {values("zh")[value], word(column, value, "zh"), coded(column, value, "zh")}
    assert names == {(fields.STATUSES | fields.MODALITIES)[value]}


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_of_coverage_has_one_name(name: str) -> None:
    assert DRAWN[name][0] == CLASSES[name]
    assert word("verdict", name, "zh") == CLASSES[name].zh
    assert heading(f"communities_{name}", "zh") == f"社区村·{CLASSES[name].zh}"
