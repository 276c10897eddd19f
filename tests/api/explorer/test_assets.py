"""The files of the pages: zipped or plain they are the same, and an address holds for good only while it is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.app import create_app
from api.explorer.assets import address
from api.service import Service
from graph.settings import ROOT
from graph.stores.kglite import KgliteStore
from tests.api.clients import client_of


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_file_comes_whole(encoding: str, tmp_path: Path) -> None:
    with KgliteStore(str(tmp_path / "graph.kgl")) as store, client_of(create_app(Service(store))) as client:
        found = client.get(address("map.js"), headers={"Accept-Encoding": encoding})
        assert found.text == (ROOT / "api" / "web" / "static" / "map.js").read_text("utf-8")
        assert found.headers.get("content-encoding", "identity") == encoding
        assert (
            found.headers["content-type"].startswith("text/javascript")
            and "immutable" in found.headers["cache-control"]
        )
        old = client.get("/static/000000000000/map.js", headers={"Accept-Encoding": encoding})
        assert old.text == found.text and old.headers["cache-control"] == "no-store"
        assert client.get(address("map.js").replace("map.js", "none.js")).status_code == 404
        assert client.post(address("map.js")).status_code in (403, 405)
