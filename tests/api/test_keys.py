"""API keys: what is kept of them, what they open, and what the file must be."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

import api.cli.__main__  # noqa: F401 - brings the commands
from api.auth.keys import KeyStore, utc_now
from api.auth.start import check_binding
from api.cli.base import app
from api.context import Role
from graph.errors import BadParameter, NotFound, Refused, SettingsError, XiaodiError
from graph.settings import ROOT, settings
from tests.api.guarded import settings_in


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def test_a_key_opens_until_it_is_revoked(path: Path) -> None:
    store = KeyStore(path)
    key, text = store.add("教育局", "editor")
    found = store.check(text)
    assert found is not None
    assert (found.name, found.role, found.id) == ("教育局", "editor", key.id)
    store.revoke("教育局")
    assert store.check(text) is None
    assert store.find(key.id) is None
    assert store.required


def test_the_file_holds_no_secret_and_is_for_its_owner_alone(path: Path) -> None:
    _, text = KeyStore(path).add("a", "reader")
    kept = path.read_text()
    assert text.rpartition("_")[2] not in kept
    assert text not in kept
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one for one in path.parent.iterdir() if one.name.startswith(".")] == []


def test_secrets_differ_and_are_long(path: Path) -> None:
    store = KeyStore(path)
    secrets = {store.add(f"k{number}", "reader")[1].split("_", 2)[2] for number in range(20)}
    assert len(secrets) == 20
    assert all(len(secret) == 43 for secret in secrets)  # 256 bits


def test_nothing_near_a_key_opens(path: Path) -> None:
    store = KeyStore(path)
    one, other = store.add("one", "admin")[1], store.add("other", "reader")[1]
    id_, secret = one.split("_", 2)[1:]
    swapped = f"xiaodi_{id_}_{other.split('_', 2)[2]}"
    digest = json.loads(path.read_text())["keys"][0]["digest"]
    near = (
        "", "xiaodi__", id_, secret, one[:-1], f"{one}A", one.upper(), f" {one}", f"{one}\n", swapped,
        f"xiaodi_{id_}_", f"xiaodi_{id_}_{digest}", f"xiaodi_{'0' * 12}_{secret}", f"xiaodi_{id_}_{'A' * 43}",
    )  # fmt: skip
    assert [store.check(text) for text in near] == [None] * len(near)


def test_an_end_that_came_closes_a_key(path: Path) -> None:
    store = KeyStore(path)
    _, text = store.add("guest", "reader", utc_now() + timedelta(days=1))
    assert store.check(text)
    kept = json.loads(path.read_text())
    kept["keys"][0]["expires"] = (utc_now() - timedelta(seconds=1)).isoformat()
    path.write_text(json.dumps(kept))
    assert store.check(text) is None
    assert store.usable() == []


def test_another_process_revokes_at_once(path: Path) -> None:
    running, elsewhere = KeyStore(path), KeyStore(path)
    _, text = elsewhere.add("a", "reader")
    assert running.check(text)
    elsewhere.revoke("a")
    assert running.check(text) is None


def test_a_store_that_asked_for_keys_goes_on_asking(path: Path) -> None:
    store = KeyStore(path)
    assert not store.required
    _, text = store.add("a", "reader")
    assert store.required
    path.unlink()
    assert store.required
    assert store.check(text) is None


def test_the_last_use_is_written_down_but_not_at_each_request(path: Path) -> None:
    store = KeyStore(path)
    _, text = store.add("a", "reader")
    assert store.all()[0].used is None
    store.check(text)
    assert store.all()[0].used is not None
    before = path.stat().st_ino
    for _ in range(50):
        store.check(text)
    assert path.stat().st_ino == before


def test_a_key_opens_though_its_use_cannot_be_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = KeyStore(path)
    _, text = store.add("a", "reader")
    Path(f"{path}.lock").unlink()
    Path(f"{path}.lock").mkdir()  # a lock that nobody can take, as on a disk that may only be read
    assert store.check(text)
    assert store.all()[0].used is None


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"version": 2, "keys": []}', b'{"keys": [{}]}',
        b'{"keys": [], "more": 1}', b'{"keys": [{"id": "0123456789ab", "name": "a", "role": "root"}]}',
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(SettingsError) as refused:
        KeyStore(path)
    assert str(path) in refused.value.say("en")


def test_two_keys_of_one_id_are_a_damaged_file(path: Path) -> None:
    KeyStore(path).add("a", "reader")
    kept = json.loads(path.read_text())
    kept["keys"].append(kept["keys"][0] | {"name": "b"})
    path.write_text(json.dumps(kept))
    with pytest.raises(SettingsError, match="same id"):
        KeyStore(path)


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660, 0o644, 0o666, 0o601])
def test_a_file_that_others_may_read_is_refused(path: Path, mode: int) -> None:
    store = KeyStore(path)
    _, text = store.add("a", "reader")
    path.chmod(mode)
    with pytest.raises(SettingsError, match="chmod 600"):
        KeyStore(path)
    with pytest.raises(SettingsError):
        store.check(text)  # nor by a server that runs


@pytest.mark.parametrize("name", ["", " a", "a\nb", "-a", "a" * 65, "a\x1b[2J", "a/b", "a,b", "=1"])
def test_names_that_would_harm_a_log_are_refused(path: Path, name: str) -> None:
    with pytest.raises(BadParameter):
        KeyStore(path).add(name, "reader")
    assert not path.exists() or KeyStore(path).all() == []


def test_names_are_used_once_and_must_be_known(path: Path) -> None:
    store = KeyStore(path)
    store.add("a", "reader")
    with pytest.raises(Refused):
        store.add("a", "admin")
    store.revoke("a")
    with pytest.raises(Refused):
        store.add("a", "admin")
    with pytest.raises(Refused):
        store.revoke("a")
    with pytest.raises(NotFound):
        store.revoke("b")


def test_processes_that_add_at_one_time_lose_no_key(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from api.auth.keys import KeyStore\n"
        "for n in range(10): KeyStore(Path(sys.argv[1])).add(f'{sys.argv[2]}-{n}', 'reader')"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(path), name], cwd=ROOT) for name in ("a", "b", "c")]
    assert [one.wait(60) for one in running] == [0, 0, 0]
    assert len(KeyStore(path).all()) == 30


def test_an_unknown_id_takes_as_long_as_a_wrong_secret(path: Path) -> None:
    store = KeyStore(path)
    key, _ = store.add("a", "reader")
    wrong = {
        "known": f"xiaodi_{key.id}_{'A' * 43}",
        "unknown": f"xiaodi_{'0' * 12}_{'A' * 43}",
    }

    def seconds(text: str) -> float:
        began = time.perf_counter()
        for _ in range(100):
            store.check(text)
        return time.perf_counter() - began

    took = dict.fromkeys(wrong, float("inf"))
    for _ in range(60):  # in turn, so that a machine that slows down does so for both
        took = {name: min(took[name], seconds(text)) for name, text in wrong.items()}
    assert 0.7 < took["known"] / took["unknown"] < 1.4


# --- binding ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "192.168.1.4", "server.example", ""])  # noqa: S104
def test_another_address_needs_a_key_that_opens(tmp_path: Path, host: str) -> None:
    config = settings_in(tmp_path)
    with pytest.raises(Refused, match="xiaodi keys add"):
        check_binding(host, config)
    store = KeyStore(config.keys_path)
    store.add("a", "reader")
    check_binding(host, config)
    store.revoke("a")
    with pytest.raises(Refused):
        check_binding(host, config)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_this_machine_needs_none_but_no_damaged_file_either(tmp_path: Path, host: str) -> None:
    config = settings_in(tmp_path)
    check_binding(host, config)
    config.keys_path.write_text("{")
    with pytest.raises(SettingsError):
        check_binding(host, config)


# --- the command line ---------------------------------------------------------------------------------


class Typed:
    """Commands in this process, with keys in a folder of their own."""

    def __call__(self, *args: str) -> tuple[str, str]:
        done = CliRunner().invoke(app, list(args))
        if isinstance(done.exception, XiaodiError):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.stdout, done.stderr


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Typed]:
    monkeypatch.setenv("XIAODI_VAR", str(tmp_path))
    settings.cache_clear()
    yield Typed()
    settings.cache_clear()


@pytest.mark.parametrize("role", ["reader", "editor", "admin"])
def test_add_prints_the_key_and_nothing_else(typed: Typed, role: Role) -> None:
    printed, told = typed("keys", "add", "教育局", "--role", role, "--days", "90")
    text = printed.strip()
    found = KeyStore(settings().keys_path).check(text)
    assert found is not None
    assert (printed, found.role) == (f"{text}\n", role)
    assert text not in told
    assert "不会再显示" in told


def test_list_shows_no_secret_and_says_what_became_of_each(typed: Typed) -> None:
    text = typed("keys", "add", "甲")[0].strip()
    typed("keys", "add", "乙", "--until", "2999-12-31", "--role", "admin")
    typed("keys", "revoke", "甲")
    listed = json.loads(typed("keys", "list", "--format", "json")[0])
    assert [(row["name"], row["role"], row["state"]) for row in listed] == [
        ("甲", "reader", "已撤销"),
        ("乙", "admin", "有效"),
    ]
    assert "2999-12-31" in listed[1]["expires"] or "3000-01-01" in listed[1]["expires"]
    for form in ("table", "json", "csv"):
        assert text.split("_", 2)[2] not in "".join(typed("keys", "list", "--format", form))


def test_the_log_says_who_made_and_ended_a_key_but_not_the_key(typed: Typed) -> None:
    text = typed("keys", "add", "甲")[0].strip()
    typed("keys", "revoke", "甲")
    entries = json.loads(typed("audit", "--format", "json")[0])
    assert [(entry["action"], entry["arguments"]["name"]) for entry in entries] == [
        ("keys_add", "甲"),
        ("keys_revoke", "甲"),
    ]
    assert text not in (settings().var / "audit.jsonl").read_text()


@pytest.mark.parametrize(
    ("args", "error", "says"),
    [
        (("add", "甲"), Refused, "已有"),
        (("add", "乙", "--until", "2001-01-01"), BadParameter, "已过"),
        (("add", "乙", "--until", "tomorrow"), BadParameter, "2027-06-30"),
        (("add", "乙", "--days", "0"), BadParameter, "天数"),
        (("add", "乙", "--days", "9", "--until", "2999-01-01"), BadParameter, "只用一个"),
        (("add", "a\tb"), BadParameter, "不能叫"),
        (("revoke", "丙"), NotFound, "keys list"),
    ],
)
def test_mistakes_are_told(typed: Typed, args: tuple[str, ...], error: type[XiaodiError], says: str) -> None:
    typed("keys", "add", "甲")
    with pytest.raises(error, match=says):
        typed("keys", *args)
    assert [key.name for key in KeyStore(settings().keys_path).all()] == ["甲"]
