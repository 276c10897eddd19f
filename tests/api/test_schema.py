"""Schemathesis over the whole API: nothing but what the schema says comes back, whatever is sent.

A real server answers, on a graph of its own that the writing routes may change. The cases are the same each time, and
no clock ends them; XIAODI_SOAK=1 tries every route, each of them more often, and both engines.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.service import Service
from graph.settings import ROOT, Settings, settings
from graph.store import GraphStore
from loaders.run import find_paths, load
from tests.conftest import ENGINES, FACTSHEETS, PROPOSALS
from tests.serving import serving

SOAK = os.environ.get("XIAODI_SOAK") == "1"
CONFIG = ROOT / "tests" / "api" / "schemathesis.toml"
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection", "positive_data_acceptance", "missing_required_header",
    "unsupported_method", "allow_header_conformance",
)  # fmt: skip
PHASES = ("Examples", "Coverage", "Fuzzing", "Stateful")
#: Of the routes that are made of the named queries, which are alike, the shorter run takes a few of each form.
FEW = r"^/v1/(exports/|)(queries|views)/(?!(partners/of|paths/shortest|coverage/several_regions|network/whole)$)"
_CASES = re.compile(r"^\s*(\d+) generated", re.MULTILINE)


@pytest.fixture
def app(store: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FastAPI]:
    """The application on a graph that may be changed."""
    assert all(report.ok for report in load(store, find_paths([FACTSHEETS, PROPOSALS])))
    monkeypatch.setenv("XIAODI_VAR", str(tmp_path))
    settings.cache_clear()
    yield create_app(Service(store), config=Settings(rate=1_000_000))
    settings.cache_clear()


@pytest.mark.parametrize("store", ENGINES if SOAK else ["kglite"], indirect=True)
@pytest.mark.timeout(14_400 if SOAK else 1_200)
def test_nothing_but_what_the_schema_says(app: FastAPI, tmp_path: Path) -> None:
    some = ("--max-examples=30",) if SOAK else ("--max-examples=2", f"--exclude-path-regex={FEW}")
    with serving(app) as address:
        tried = subprocess.run(
            [
                str(Path(sys.executable).with_name("st")),
                f"--config-file={CONFIG}",
                "run",
                f"{address}/openapi.json",
                f"--checks={','.join(CHECKS)}",
                "--generation-deterministic",
                "--no-color",
                *some,
            ],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
    told = f"{tried.stdout[-20_000:]}\n{tried.stderr[-2_000:]}"
    assert tried.returncode == 0, told
    assert re.findall(r"✅ (\w+)$", tried.stdout, re.MULTILINE) == list(PHASES), told
    cases = _CASES.search(tried.stdout)
    assert cases, told
    assert int(cases[1]) > (20_000 if SOAK else 2_000)
