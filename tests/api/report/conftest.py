"""The five sheets behind a service, read once for all tests of reports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.report.build import build
from api.report.model import Report
from api.service import Service
from graph.errors import Language
from graph.stores.kglite import KgliteStore
from tests.conftest import FACTSHEETS

REGIONS = ("榆次区", "呈贡区", "雁山区")


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with KgliteStore(str(tmp_path_factory.mktemp("report") / "graph.kgl")) as store:
        service = Service(store)
        assert all(report.ok for report in service.load([str(FACTSHEETS)]))
        yield service


@pytest.fixture(scope="package")
def reports(desk: Service) -> dict[tuple[str, Language], Report]:
    """A report of each region in Chinese, and of one in English."""
    asked: list[tuple[str, Language]] = [*((place, "zh") for place in REGIONS), ("榆次区", "en")]
    return {(place, language): build(desk, place, None, language) for place, language in asked}
