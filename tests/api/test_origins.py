"""A web page elsewhere must get nothing done: tried with every header that a browser sends or a page may choose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.service import Service
from tests.api.clients import HERE
from tests.api.guarded import UNDO, Guarded, empty, guarded, settings_in
from tests.conftest import PROPOSALS

JSON = {"content-type": "application/json"}
POSTS = ("/v1/reviews/accept", "/v1/reviews/reject", "/v1/reviews/correct", "/v1/reviews/merge", "/v1/reviews/undo")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    service = empty(tmp_path_factory.mktemp("origins"))
    assert all(report.ok for report in service.load([str(PROPOSALS)]))
    return service


@pytest.fixture
def free(service: Service, tmp_path: Path) -> Guarded:
    return guarded(service, settings_in(tmp_path), keys=False)


@pytest.fixture
def client(free: Guarded) -> TestClient:
    return free.client()


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:9000"}, 403),
        ({"origin": "https://127.0.0.1:8000"}, 403),
        ({"origin": "http://127.0.0.1"}, 403),
        ({"origin": "http://localhost:8000"}, 403),
        ({"origin": "http://127.0.0.1:8000.evil.example"}, 403),
        ({"origin": "http://127.0.0.1:8000@evil.example"}, 403),
        ({"origin": "http://127.0.0.1:8000/"}, 403),
        ({"origin": "HTTP://127.0.0.1:8000"}, 403),
        ({"origin": " "}, 403),
        ({"origin": "file://"}, 403),
        ({"origin": "chrome-extension://abc"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"sec-fetch-site": "same-origin", "origin": "http://evil.example"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": HERE}, 403),
        ({"sec-fetch-site": "Same-Origin"}, 403),
        ({"host": "evil.example"}, 400),
        ({"host": "evil.example", "origin": "http://evil.example", "sec-fetch-site": "same-origin"}, 400),
        ({"host": "localhost.evil.example"}, 400),
        ({"host": "127.0.0.1.evil.example"}, 400),
        ({"host": "evil.example:8000"}, 400),
        ({"host": "evil.example#127.0.0.1"}, 400),
        ({"host": "127.0.0.1@evil.example"}, 400),
        ({"host": "127.0.0.1,evil.example"}, 400),
        ({"host": "127.0.0.1:8000:8000"}, 400),
        ({"host": "127.0.0.1:evil"}, 400),
        ({"host": "2130706433"}, 400),
        ({"host": "0x7f.1"}, 400),
        ({"host": "0.0.0.0:8000"}, 400),
        ({"host": "[::]:8000"}, 400),
        ({"host": "10.0.0.1"}, 400),
        ({"host": " "}, 400),
        ({"host": ""}, 400),
        ({"host": "evil.example", "x-forwarded-host": "127.0.0.1"}, 400),
        ({"x-forwarded-for": "10.0.0.9"}, 401),
        ({"forwarded": "for=10.0.0.9"}, 401),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "TEXT/PLAIN"}, 415),
        ({"content-type": "text/plain;application/json"}, 415),
        ({"content-type": "text/plain; charset=application/json"}, 415),
        ({"content-type": "text/plain, application/json"}, 415),
        ({"content-type": "application/json, text/plain"}, 415),
        ({"content-type": "application/json\x0b"}, 415),
        ({"content-type": "application"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": "application/x-www-form-urlencoded; x=application/json"}, 415),
        ({"content-type": "multipart/form-data; boundary=x"}, 415),
        ({"content-type": " \t;application/json"}, 415),
        ({"content-type": ""}, 415),
    ],
)
def test_another_site_cannot_write(client: TestClient, headers: dict[str, str], code: int) -> None:
    before = client.get("/v1/reviews").json()
    items = [row["item_id"] for row in before["rows"]][:3]
    content = json.dumps({"items": items, "who": "w", "why": "y"})
    for path in POSTS:
        answer = client.post(path, content=content, headers=JSON | headers)
        assert (answer.status_code, answer.headers["content-type"]) == (code, "application/problem+json"), path
        assert not any(name.startswith("access-control") for name in answer.headers)
    assert client.get("/v1/reviews").json() == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("headers", [{"origin": "null"}, {"sec-fetch-site": "cross-site"}, {"host": "evil"}])
def test_nor_by_another_method(client: TestClient, method: str, headers: dict[str, str]) -> None:
    for path in ("/v1/sessions/current", "/v1/sources/proposed-yuci", "/v1/reviews"):
        assert client.request(method, path, headers=JSON | headers).status_code in (400, 403, 405)


@pytest.mark.parametrize(
    "host", ["localhost:8000", "LOCALHOST", "localhost.", "127.0.0.1", "127.9.9.9:1", "[::1]:8000"]
)
def test_every_name_of_this_machine_is_one(client: TestClient, host: str) -> None:
    own = {"host": host, "origin": f"http://{host}", "sec-fetch-site": "same-origin"}
    assert client.post(UNDO[0], json=UNDO[1], headers=own).status_code == 404  # there is no such decision


def test_names_of_the_settings_are_trusted(service: Service, tmp_path: Path) -> None:
    config = settings_in(tmp_path, hosts="xiaodi.example, Other.Example", host="10.1.2.3")
    client = guarded(service, config, keys=False).client()
    known = {"xiaodi.example": 200, "OTHER.example:443": 200, "10.1.2.3": 200, "x.xiaodi.example": 400, "example": 400}
    assert {host: client.get("/v1/me", headers={"host": host}).status_code for host in known} == known


@pytest.mark.parametrize("origin", [HERE, None])
def test_our_own_page_and_a_program_on_this_machine_can(client: TestClient, origin: str | None) -> None:
    headers = {"origin": origin, "sec-fetch-site": "same-origin"} if origin else {}
    assert client.post(UNDO[0], json=UNDO[1], headers=headers).status_code == 404  # there is no such decision


@pytest.mark.parametrize("name", ["origin", "host", "content-type", "sec-fetch-site", "content-length"])
def test_a_header_that_is_given_twice_is_refused(client: TestClient, name: str) -> None:
    right = {
        "origin": HERE,
        "host": "127.0.0.1:8000",
        "content-type": "application/json",
        "sec-fetch-site": "same-origin",
    }
    given = [*right.items(), ("content-length", "2"), (name, right.get(name, "2"))]
    assert client.post(UNDO[0], content=b"{}", headers=given).status_code == 400


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, 403),
        ({"sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"}, 403),
        ({"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}, 403),
        ({"sec-fetch-mode": "cors", "sec-fetch-dest": "empty"}, 403),
        ({"sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}, 403),
        ({"sec-fetch-mode": "navigate", "sec-fetch-dest": "object"}, 403),
        ({"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}, 200),
    ],
)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_may_link_here_and_not_make_us_work(
    client: TestClient, site: str, more: dict[str, str], code: int
) -> None:
    assert client.get("/v1/me", headers={"sec-fetch-site": site} | more).status_code == code
    assert client.get("/v1/me", headers={"sec-fetch-site": "same-origin"} | more).status_code == 200


@pytest.mark.parametrize("path", ["/v1/me", "/v1/reviews/accept", "/internal/load", "/sign-in", "/", "/v1/sessions"])
@pytest.mark.parametrize("keys", [True, False])
def test_no_site_is_ever_let_in_by_cors(service: Service, tmp_path: Path, path: str, keys: bool) -> None:
    client = guarded(service, settings_in(tmp_path), keys=keys).client()
    asked = {
        "origin": "http://evil.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
        "access-control-request-private-network": "true",
    }
    preflight = client.options(path, headers=asked)
    assert preflight.status_code in (401, 403, 405)
    for answer in (preflight, client.get(path, headers={"origin": "http://evil.example"})):
        assert not any(name.startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "CONNECT", "PROPFIND", "FOO", "get", "post"])
def test_methods_that_are_not_ours_do_nothing(client: TestClient, method: str) -> None:
    before = client.get("/v1/reviews").json()
    assert client.request(method, "/v1/reviews/accept", headers=JSON).status_code in (400, 403, 404, 405, 415, 422)
    assert client.get("/v1/reviews").json() == before


def test_answers_carry_what_tells_a_browser_to_be_careful(client: TestClient) -> None:
    for path, code in (("/v1/me", 200), ("/sign-in", 200), ("/", 200), ("/nowhere", 404), ("/healthz", 200)):
        answer = client.get(path)
        assert answer.status_code == code
        told = answer.headers
        assert told["x-content-type-options"] == "nosniff"
        assert told["x-frame-options"] == "DENY"
        assert told["referrer-policy"] == "same-origin"
        assert told["cross-origin-resource-policy"] == told["cross-origin-opener-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in told["content-security-policy"]
        assert "default-src 'none'" in told["content-security-policy"] + answer.text
        assert "camera=()" in told["permissions-policy"]
    refused = client.post("/v1/reviews/accept", json={}, headers={"host": "evil"})
    assert (refused.headers["x-content-type-options"], refused.headers["cache-control"]) == ("nosniff", "no-store")
    assert client.get("/v1/me").headers["cache-control"] in ("private, no-cache", "no-store")
