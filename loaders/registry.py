"""The national registries under data/registry: administrative divisions and the two lists of HEIs."""

from __future__ import annotations

import csv
import lzma
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from io import StringIO
from pathlib import Path

from graph.errors import SettingsError, Text
from graph.gazetteer import Division, Gazetteer, Hei
from graph.settings import settings

DIVISIONS = "divisions-2023.csv.xz"
HEIS_2017 = "universities-2017.csv"
HEIS_2026 = "universities-2026.csv"


def _path(name: str) -> Path:
    path = settings().data / "registry" / name
    if not path.exists():
        raise SettingsError(
            Text("缺少登记数据", "a registry file is missing"),
            where=str(path),
            hint=Text("XIAODI_DATA 应指向含 registry/ 的目录", "XIAODI_DATA must name the folder that holds registry/"),
        )
    return path


def read_divisions(prefixes: Sequence[str]) -> Iterator[Division]:
    """Stream every division down to the districts, and those below whose code begins with a prefix.

    Source: National Bureau of Statistics, statistical division codes of 2023.
    """
    wanted = tuple(prefixes)
    with lzma.open(_path(DIVISIONS), "rt", encoding="utf-8", newline="") as lines:
        next(lines)
        for line in lines:
            code = line.partition(",")[0]
            if len(code) <= len("140702") or code.startswith(wanted):
                code, name, _ = next(csv.reader([line]))
                yield Division(code, name)


def read_heis_2017() -> Iterator[Hei]:
    """Stream the list of 2017, which has the Ministry's codes."""
    with _path(HEIS_2017).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Hei(
                name=row["name"],
                moe_code=row["code"],
                level=row["level"],
                authority=row["authority"],
                ownership=row["ownership"],
                city=row["city"],
            )


def read_heis_2026() -> Iterator[Hei]:
    """Stream the list of 2026; an HEI that stands in that of 2017 by the same name has its code."""
    codes = {hei.name: hei.moe_code for hei in read_heis_2017()}
    with _path(HEIS_2026).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            code = codes.get(row["name"])
            yield Hei(name=row["name"], moe_code=code, province_code=row["province_code"], level=row["level"])


def read_heis() -> Iterator[Hei]:
    """Stream both lists, that of 2017 first."""
    yield from read_heis_2017()
    yield from read_heis_2026()


@cache
def _provinces() -> dict[str, str]:
    """Every division of the country by the code of its province, as lines of code and name.

    Text, for as objects they would take ten times as much: 300 MB.
    """
    texts: dict[str, StringIO] = defaultdict(StringIO)
    for code, name in division_rows():
        texts[code[:2]].write(f"{code}\t{name}\n")
    return {province: texts[province].getvalue() for province in sorted(texts)}


def provinces() -> list[str]:
    """The codes of all provinces."""
    return list(_provinces())


def count_of_province(province: str) -> int:
    """How many divisions a province has, itself among them; 0 when no province has the code."""
    return _provinces().get(province, "").count("\n")


def read_province(province: str) -> Iterator[Division]:
    """Stream every division of a province, those above before those below."""
    for line in StringIO(_provinces()[province]):
        code, _, name = line.rstrip("\n").partition("\t")
        yield Division(code, name)


@cache
def _gazetteer(cities: tuple[str, ...]) -> Gazetteer:
    return Gazetteer(read_divisions(cities), read_heis())


def gazetteer(regions: Iterable[str]) -> Gazetteer:
    """The look-up for names said in documents about these regions (division codes): their whole cities."""
    return _gazetteer(tuple(sorted({region[:4] for region in regions})))


def division_rows() -> Iterator[tuple[str, str]]:
    """Stream code and name of every division of the country, those above before those below, none kept."""
    with lzma.open(_path(DIVISIONS), "rt", encoding="utf-8", newline="") as lines:
        next(lines)
        for line in lines:
            code, _, rest = line.partition(",")
            name = rest.rpartition(",")[0]
            yield code, next(csv.reader([name]))[0] if '"' in name else name
