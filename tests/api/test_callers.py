"""Who is let in, and as whom: attacked by keys that are none, proxies, cookies and machines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.auth.keys import utc_now
from api.service import Service
from tests.api.guarded import LEASE, UNDO, Guarded, empty, guarded, settings_in

ME = "/v1/me"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return empty(tmp_path_factory.mktemp("callers"))


@pytest.fixture
def kept(service: Service, tmp_path: Path) -> Guarded:
    """With keys."""
    return guarded(service, settings_in(tmp_path))


@pytest.fixture
def free(service: Service, tmp_path: Path) -> Guarded:
    """Without keys."""
    return guarded(service, settings_in(tmp_path), keys=False)


@pytest.fixture
def client(kept: Guarded) -> Iterator[TestClient]:
    with kept.client() as client:
        yield client


def test_without_keys_this_machine_is_let_in(free: Guarded) -> None:
    me = free.client().get(ME).json()
    assert (me["role"], me["door"], me["key"]) == ("admin", "local", None)


@pytest.mark.parametrize("address", ["10.0.0.9", "192.168.1.2", "2001:db8::1", "testclient", ""])
def test_without_keys_no_other_machine_is(free: Guarded, address: str) -> None:
    assert free.client(address=address).get(ME).status_code == 401
    assert free.client(address=address).post(UNDO[0], json=UNDO[1]).status_code == 401


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host", "X-Forwarded-Proto", "Via",
        "X-Client-IP", "x-forwarded-port",
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", ["10.0.0.9", "127.0.0.1", ""])
def test_what_comes_through_a_proxy_is_not_from_this_machine(free: Guarded, header: str, value: str) -> None:
    assert free.client().get(ME, headers={header: value}).status_code == 401
    lease = {"Authorization": f"Bearer {LEASE.token}", header: value}
    assert free.client().get(ME, headers=lease).status_code == 401


def test_the_first_key_closes_the_door_at_once(free: Guarded) -> None:
    with free.client() as client:
        assert client.get(ME).status_code == 200
        _, text = free.store.add("first", "reader")
        assert client.get(ME).status_code == 401
        assert client.get(ME, headers={"Authorization": f"Bearer {text}"}).json()["name"] == "first"
        free.store.revoke("first")
        assert client.get(ME).status_code == 401  # the last key that goes opens nothing
        free.config.keys_path.unlink()
        assert client.get(ME).status_code == 401


@pytest.mark.parametrize("role", ["reader", "editor", "admin"])
@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.9"])
def test_a_key_says_who_and_as_what(kept: Guarded, role: str, address: str) -> None:
    me = kept.client(address=address).get(ME, headers=kept.bearer(role)).json()  # type: ignore[arg-type]
    assert (me["name"], me["role"], me["door"]) == (role, role, "key")
    assert me["key"] in kept.keys[role]  # type: ignore[index]


def test_a_reader_reads_and_an_editor_writes(kept: Guarded, client: TestClient) -> None:
    codes = {role: client.post(UNDO[0], json=UNDO[1], headers=kept.bearer(role)).status_code for role in kept.keys}
    assert codes == {"reader": 403, "editor": 404, "admin": 404}  # there is no such decision


@pytest.mark.parametrize(
    "given",
    [
        "", " ", "Bearer", "Bearer ", "bearer", "Basic {key}", "Token {key}", "{key}", "Bearer{key}",
        "Bearer {key} {key}", "Bearer {key},Bearer {key}", "Bearer {key}x", "Bearer \t{key}", "Bearer key={key}",
        "Bearer '{key}'", "Digest username={key}", "Bearer " + "A" * 5000, "Bearer \xe9\xff", "Bearer null",
        "Bearer undefined", "Bearer xiaodi_{id}_", "Bearer {id}",
    ],
)  # fmt: skip
def test_an_authorization_of_another_form_is_refused_and_never_told_back(
    kept: Guarded, client: TestClient, given: str
) -> None:
    key = kept.keys["admin"]
    sent = given.format(key=key, id=key.split("_")[1])
    answer = client.get(ME, headers={b"Authorization": sent.encode("latin-1")})
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert key not in answer.text
    assert key.split("_", 2)[2] not in answer.text
    assert sent.strip() in ("", "Bearer", "bearer") or sent not in answer.text


def test_a_wrong_key_is_not_helped_by_what_would_do_alone(free: Guarded, kept: Guarded) -> None:
    assert free.client().get(ME, headers={"Authorization": "Bearer wrong"}).status_code == 401
    with kept.client() as client:
        client.post("/v1/sessions", json={"key": kept.keys["admin"]})
        assert client.get(ME).status_code == 200
        assert client.get(ME, headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_two_keys_in_one_request_are_none(kept: Guarded, client: TestClient) -> None:
    both = [("Authorization", f"Bearer {kept.keys[role]}") for role in ("reader", "admin")]
    assert client.get(ME, headers=both).status_code == 401


def test_an_expired_key_is_refused(kept: Guarded, client: TestClient) -> None:
    _, text = kept.store.add("guest", "reader", utc_now() + timedelta(days=1))
    header = {"Authorization": f"Bearer {text}"}
    assert client.get(ME, headers=header).status_code == 200
    kept.config.keys_path.write_text(
        kept.config.keys_path.read_text().replace(
            (utc_now() + timedelta(days=1)).strftime("%Y-%m-%d"), (utc_now() - timedelta(days=1)).strftime("%Y-%m-%d")
        )
    )
    assert client.get(ME, headers=header).status_code == 401


def test_the_lease_opens_from_this_machine_alone(kept: Guarded) -> None:
    header = {"Authorization": f"Bearer {LEASE.token}"}
    assert kept.client().get(ME, headers=header).json()["door"] == "lease"
    assert kept.client(address="10.0.0.9").get(ME, headers=header).status_code == 401
    assert kept.client(address="10.0.0.9").post("/internal/status", json={}, headers=header).status_code == 401


def test_no_browser_opens_the_inner_door(kept: Guarded, client: TestClient) -> None:
    header = {"Authorization": f"Bearer {LEASE.token}"}
    assert client.post("/internal/status", json={}, headers=header).status_code == 200
    for more in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post("/internal/status", json={}, headers=header | more).status_code == 403
    assert client.post("/internal/status", content="{}", headers=header).status_code == 415


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/problems/not-found", "/sign-in", "/sign-in/style.css"])
def test_what_is_open_is_open_to_everybody(kept: Guarded, path: str) -> None:
    for address in ("127.0.0.1", "10.0.0.9"):
        assert kept.client(address=address).get(path).status_code in (200, 503)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/v1/entities?q=x", "/v1/queries", "/views/network/whole", "/openapi.json", "/docs", "/metrics",
        "/v1/reviews", "/v1/jobs", "/nowhere", "/healthz/", "/healthz/../v1/me", "//healthz", "/problems/../v1/me",
        "/sign-in/../v1/me", "/problems/..%2f..%2fv1/me", "/HEALTHZ", "/sign-in/", "/sign-in%2f", "/v1/sessions",
    ],
)  # fmt: skip
def test_all_else_is_closed(kept: Guarded, path: str) -> None:
    answer = kept.client(follow_redirects=False).get(path)
    body = answer.text
    assert answer.status_code in (401, 404)
    assert answer.status_code == 401 or path.startswith("/problems/")
    assert kept.keys["admin"] not in body


def test_a_browser_is_led_to_the_sign_in_and_a_program_is_not(kept: Guarded) -> None:
    html = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    client = kept.client(follow_redirects=False)
    led = client.get("/views/network/neighbourhood?entity=玉湖社区&x=//evil", headers=html)
    assert led.status_code == 303
    where = led.headers["location"]
    assert where.startswith("/sign-in?next=/views/network/neighbourhood%3F")
    assert client.get(where).status_code == 200
    for path, headers in (("/v1/me", html), ("/", {"Accept": "application/json"}), ("/internal/status", html)):
        assert client.get(path, headers=headers).status_code == 401
    assert client.get("/", headers=html | {"Authorization": "Bearer wrong"}).status_code == 401
    assert client.post("/", headers=html | {"Content-Type": "application/json"}).status_code == 401


def test_a_key_file_that_is_damaged_meanwhile_lets_nobody_in(kept: Guarded, client: TestClient) -> None:
    kept.config.keys_path.write_text("{")
    for headers in (kept.bearer("admin"), {}):
        answer = client.get(ME, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
        assert str(kept.config.var) not in answer.text
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method", "_method"])
def test_no_header_turns_a_read_into_a_write(kept: Guarded, client: TestClient, header: str) -> None:
    client.post("/v1/sessions", json={"key": kept.keys["reader"]})
    for method in ("DELETE", "POST"):
        client.get("/v1/sessions/current", headers={header: method})
        client.get(f"/v1/me?{header}={method}", headers={header: method})
    assert client.get(ME).json()["door"] == "session"
