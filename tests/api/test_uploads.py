"""Uploads: streamed to disk, bounded, under names that cannot lead elsewhere."""

import errno
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.loading.file_names import safe_name
from api.loading.uploads import Uploads, kind_of
from api.service import Service
from graph.errors import BadParameter, StoreFull, TooLarge
from graph.settings import Settings
from graph.stores.kglite import KgliteStore

RAW = {"Content-Type": "application/octet-stream"}
SHEET = b"source: {id: s}\n"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        app = create_app(Service(store), config=Settings(var=tmp_path / "var", upload_limit=1))
        with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
            yield client


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def test_a_file_is_sent_listed_read_and_deleted(client: TestClient, tmp_path: Path) -> None:
    answer = client.post("/v1/uploads", params={"name": "000-yuci.yaml"}, content=SHEET, headers=RAW)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["name"], told["size"], told["kind"]) == ("000-yuci.yaml", len(SHEET), "sheet")
    assert told["sha256"] == sha256(SHEET).hexdigest()
    assert answer.headers["location"] == f"/v1/uploads/{told['id']}"
    assert client.get(answer.headers["location"]).json() == told
    assert [row["id"] for row in client.get("/v1/uploads").json()["rows"]] == [told["id"]]
    assert client.delete(answer.headers["location"]).status_code == 204
    assert client.get(answer.headers["location"]).status_code == 404
    assert left(tmp_path / "var" / "uploads") == []


def test_the_list_of_uploads_has_pages(client: TestClient) -> None:
    sent = [
        client.post("/v1/uploads", params={"name": f"{i}.yaml"}, content=b"x", headers=RAW).json()["id"] for i in "abc"
    ]
    first = client.get("/v1/uploads", params={"limit": 2}).json()
    rest = client.get("/v1/uploads", params={"limit": 2, "after": first["next"]}).json()
    assert [row["id"] for row in (*first["rows"], *rest["rows"])] == sent[::-1]
    assert rest["next"] is None


def test_only_the_user_of_the_server_can_read_them(client: TestClient, tmp_path: Path) -> None:
    client.post("/v1/uploads", params={"name": "a.yaml"}, content=SHEET, headers=RAW)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "var" / "uploads").rglob("*")}
    assert {mode & 0o077 for path, mode in modes.items() if path.is_dir()} == {0}
    assert stat.S_IMODE((tmp_path / "var" / "uploads").stat().st_mode) == 0o700
    assert {mode for path, mode in modes.items() if path.name == "part"} == {0o600}


def test_what_is_too_large_leaves_nothing(client: TestClient, tmp_path: Path) -> None:
    def without_a_length() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    for content in (b"x" * 1_000_001, without_a_length()):
        answer = client.post("/v1/uploads", params={"name": "a.yaml"}, content=content, headers=RAW)
        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")
    assert left(tmp_path / "var" / "uploads") == []
    assert client.post("/v1/uploads", params={"name": "a.yaml"}, content=b"x" * 10**6, headers=RAW).status_code == 201


@pytest.mark.parametrize(
    "media", ["multipart/form-data; boundary=x", "text/plain", "application/x-www-form-urlencoded"]
)
def test_a_form_of_another_site_cannot_send_one(client: TestClient, tmp_path: Path, media: str) -> None:
    answer = client.post("/v1/uploads", params={"name": "a.yaml"}, content=SHEET, headers={"Content-Type": media})
    assert answer.status_code == 415
    assert left(tmp_path / "var" / "uploads") == []


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uploads = Uploads(tmp_path / "uploads", 1)
    incoming = uploads.begin("a.yaml")
    incoming.write(b"x")

    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StoreFull):
        incoming.write(b"x")
    incoming.discard()
    assert left(tmp_path / "uploads") == []


def test_uploads_cannot_fill_the_disk_together(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads", 1)
    for _ in range(21):
        incoming = uploads.begin("a.yaml")
        incoming.write(b"x" * 1_000_000)
        incoming.complete()
    with pytest.raises(StoreFull):
        uploads.begin("a.yaml")
    uploads.remove(uploads.all()[0].id)
    uploads.begin("a.yaml").discard()


def test_one_that_grows_too_large_is_refused_while_it_is_written(tmp_path: Path) -> None:
    incoming = Uploads(tmp_path / "uploads", 1).begin("a.yaml")
    incoming.write(b"x" * 999_999)
    with pytest.raises(TooLarge):
        incoming.write(b"xx")


def test_they_are_swept_after_a_day(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads", 1)
    incoming = uploads.begin("a.yaml")
    old = incoming.complete()
    facts = tmp_path / "uploads" / old.id / "upload.json"
    yesterday = old.model_copy(update={"expires_at": datetime.now(UTC) - timedelta(seconds=1)})
    facts.write_text(yesterday.model_dump_json(), encoding="utf-8")
    assert uploads.all() == []
    uploads.begin("b.yaml").complete()
    assert not facts.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("000-yuci.yaml", "000-yuci.yaml"),
        ("校地合作（2024）.docx", "校地合作（2024）.docx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/etc/cron.d/x.yaml", "x.yaml"),
        ("a\x00b.yaml", "ab.yaml"),
        ("a\r\nb.yaml", "ab.yaml"),
        (".bashrc", "bashrc"),
        ("...yaml", "yaml"),
        ("con.yaml", "_con.yaml"),
        ("LPT1", "_LPT1"),
        ("a<b>:c|d?e*.yaml", "a_b__c_d_e_.yaml"),
        ("name. . ", "name"),
        ("\u202elmay.x", "lmay.x"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@pytest.mark.parametrize("given", ["..", "/", ".", "\x00", "  ", "\\\\", "..."])
def test_a_name_of_which_nothing_is_left_is_refused(given: str) -> None:
    with pytest.raises(BadParameter):
        safe_name(given)


def test_long_names_keep_their_suffix() -> None:
    name = safe_name("校" * 300 + ".yaml")
    assert len(name.encode()) <= 255
    assert name.endswith("校.yaml")
    assert len(safe_name("a." + "b" * 400).encode()) <= 255


@pytest.mark.parametrize(
    "name", ["../../../escape.yaml", "..%2f..%2fescape.yaml", "/var/escape.yaml", "a\\..\\escape.yaml"]
)
def test_no_name_leads_out_of_the_folder(client: TestClient, tmp_path: Path, name: str) -> None:
    told = client.post("/v1/uploads", params={"name": name}, content=SHEET, headers=RAW).json()
    assert "/" not in told["name"]
    assert not [path for path in tmp_path.rglob("*escape*") if "uploads" not in str(path)]


@pytest.mark.parametrize("id_", ["..%2fjobs", "u-", "u-0123456789ABCDEF", "u-0123456789abcdef/../x", "..%2f..%2fx"])
def test_no_id_leads_out_of_the_folder(client: TestClient, id_: str) -> None:
    assert client.get(f"/v1/uploads/{id_}").status_code in (404, 405, 422)


def test_a_name_tells_the_kind() -> None:
    names = ("a.yaml", "a.YML", "通知.docx", "a.pdf", "graph.jsonl", "graph.jsonl.gz", "a.exe", "a")
    kinds = ["sheet", "sheet", "document", "document", "export", "export", "other", "other"]
    assert [kind_of(name) for name in names] == kinds
