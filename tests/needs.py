"""What a test needs and may not find on this machine: a skip here, a failure where it is required.

CI names what it must have, `REQUIRE=neo4j,compose python -m pytest`, so that no check is skipped there in silence.
"""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(need: str, why: str) -> NoReturn:
    """Skip the test because `need` is not here, or fail it when the comma list REQUIRE names `need`."""
    required = {name.strip() for name in os.environ.get("REQUIRE", "").split(",")}
    if need in required:
        pytest.fail(f"{need}: {why}", pytrace=False)
    pytest.skip(f"{need}: {why}")
