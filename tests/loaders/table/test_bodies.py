"""Public bodies in a table of a district: whose they are is told by what their names begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import BadInput
from loaders.base import Facts
from loaders.table.table import load_table

MAP = 'source: {{id: t, title: 表, region: "{}"}}\ntable: {{kind: partners, columns: {{甲: a, 乙: b, 方式: kind}}}}\n'


def ids(path: Path, region: str, *names: str) -> list[str]:
    """The ids of some bodies, as a table of a region names them."""
    path.write_text("甲,乙,方式\n" + "".join(f"晋中学院,{name},签约\n" for name in names), encoding="utf-8")
    path.with_suffix(".map.yaml").write_text(MAP.format(region), encoding="utf-8")
    facts = load_table(path)
    assert isinstance(facts, Facts)
    ends = {edge.statement.evidence: {edge.start, edge.end} - {"moe-4114010121"} for edge in facts.edges}
    return [
        next(iter(found)) for row in range(2, len(names) + 2) for at, found in ends.items() if at[0].endswith(f"A{row}")
    ]


def test_bodies_of_a_district_its_city_and_its_province_are_three(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    district, city, province, full_city = ids(
        path, "140702", "区教育局", "市教育局", "省教育局", "晋中市教育委员会办公室"
    )
    assert len({district, city, province, full_city}) == 4
    assert ids(path, "140702", "榆次区教育局") == [district]
    assert ids(path, "140702", "晋中市教育局") == ids(path, "1407", "市教育局") == [city]
    assert ids(path, "1407", "晋中市教育局") == [city]
    assert ids(path, "14", "省教育局") == ids(path, "140702", "山西省教育局") == [province]
    assert ids(path, "140702002", "区教育局") == [district]


def test_the_city_of_a_county_that_is_one_is_itself_and_that_of_a_district_of_beijing_is_beijing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "表.csv"
    assert ids(path, "140781", "市教育局") == ids(path, "140781", "介休市教育局")
    assert ids(path, "140781", "市教育局") != ids(path, "1407", "市教育局")
    assert ids(path, "110101", "市教育局") == ids(path, "11", "北京市教育局")


def test_a_name_that_begins_like_a_level_is_none(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    assert ids(path, "140702", "市场监督管理局") == ids(path, "140702", "榆次区市场监督管理局")
    assert ids(path, "140702", "市市场监督管理局") == ids(path, "1407", "市场监督管理局")
    assert ids(path, "140702", "市人民政府") == ids(path, "1407", "晋中市人民政府")


@pytest.mark.parametrize(
    ("region", "name"), [("1407", "区教育局"), ("1407", "县教育局"), ("14", "市教育局"), ("140728", "区教育局")]
)
def test_a_body_of_one_of_several_is_not_guessed(tmp_path: Path, region: str, name: str) -> None:
    with pytest.raises(BadInput) as caught:
        ids(tmp_path / "表.csv", region, name)
    ((place, what),) = [(problem.place, problem.what.en) for problem in caught.value.problems]
    assert (place, "which" in what) == ("表!B2（乙）", True)
