"""Sessions of pages: how one signs in, what the cookie is, when it ends, and how forms are attacked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth import sessions as auth_sessions
from api.auth.keys import KeyStore
from api.auth.sessions import IDLE, LINK, LONGEST, Sessions
from api.auth.start import one_time_link
from api.routes.sessions import local_path
from api.service import Service
from tests.api.clients import HERE
from tests.api.guarded import UNDO, Guarded, empty, guarded, settings_in

ME = "/v1/me"
OWN = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
COOKIE = "xiaodi_session"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return empty(tmp_path_factory.mktemp("sessions"))


@pytest.fixture
def kept(service: Service, tmp_path: Path) -> Guarded:
    return guarded(service, settings_in(tmp_path))


@pytest.fixture
def client(kept: Guarded) -> TestClient:
    return kept.client(follow_redirects=False)


@pytest.fixture
def clock(kept: Guarded) -> Clock:
    clock = Clock()
    kept.app.state.sessions._clock = clock
    return clock


def form_of(client: TestClient, **params: str) -> str:
    page = client.get("/sign-in", params=params)
    found = re.search(r'name="form" value="([^"]+)"', page.text)
    assert found
    return found[1]


def sign_in(client: TestClient, key: str, **more: str) -> Any:
    return client.post("/sign-in", data={"form": form_of(client), "key": key, **more}, headers=OWN)


# --- signing in ---------------------------------------------------------------------------------------


def test_a_page_signs_in_with_a_form_and_out_again(kept: Guarded, client: TestClient) -> None:
    done = sign_in(client, kept.keys["editor"], next="/views/network/whole")
    assert (done.status_code, done.headers["location"]) == (303, "/views/network/whole")
    me = client.get(ME).json()
    assert (me["name"], me["role"], me["door"]) == ("editor", "editor", "session")
    assert "editor" in client.get("/sign-in").text
    old = client.cookies[COOKIE]
    out = client.post("/sign-out", data={"form": form_of(client)}, headers=OWN)
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
    assert client.get(ME).status_code == 401
    assert client.get(ME, headers={"Cookie": f"{COOKIE}={old}"}).status_code == 401


def test_a_program_signs_in_and_out_with_json(kept: Guarded, client: TestClient) -> None:
    made = client.post("/v1/sessions", json={"key": kept.keys["reader"]})
    assert (made.status_code, made.json()["role"]) == (201, "reader")
    assert client.cookies[COOKIE] not in made.text
    assert client.get(ME).status_code == 200
    assert client.delete("/v1/sessions/current", headers=OWN).status_code == 204
    assert client.get(ME).status_code == 401


@pytest.mark.parametrize("base", [HERE, "https://127.0.0.1:8443"])
def test_the_cookie_is_for_this_server_and_no_script(kept: Guarded, base: str) -> None:
    client = kept.client(base=base)
    line = client.post("/v1/sessions", json={"key": kept.keys["reader"]}).headers["set-cookie"]
    parts = {part.strip().lower() for part in line.split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/"} <= parts
    assert ("secure" in parts) == base.startswith("https")
    assert line.startswith("__Host-") == base.startswith("https")
    assert not any(part.startswith("domain") for part in parts)


def test_behind_a_proxy_that_speaks_https_the_cookie_and_the_origin_are_its(kept: Guarded) -> None:
    proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.9"}
    client = kept.client()
    made = client.post("/v1/sessions", json={"key": kept.keys["editor"]}, headers=proxied)
    assert made.headers["set-cookie"].startswith("__Host-")
    cookie = {"Cookie": made.headers["set-cookie"].partition(";")[0]} | proxied
    codes = {
        origin: client.post(UNDO[0], json=UNDO[1], headers=cookie | {"Origin": origin}).status_code
        for origin in ("https://127.0.0.1:8000", HERE)
    }
    assert codes == {"https://127.0.0.1:8000": 404, HERE: 403}
    far = kept.client(address="10.0.0.9").post("/v1/sessions", json={"key": kept.keys["editor"]}, headers=proxied)
    assert not far.headers["set-cookie"].startswith("__Host-")  # nobody elsewhere is our proxy


def test_each_sign_in_has_an_id_of_its_own_and_ends_the_one_before(kept: Guarded, client: TestClient) -> None:
    ids = []
    for _ in range(3):
        assert client.post("/v1/sessions", json={"key": kept.keys["reader"]}).status_code == 201
        ids.append(client.cookies[COOKIE])
    assert len(set(ids)) == 3
    fixed = kept.client()
    for old in ids[:2]:
        assert fixed.get(ME, headers={"Cookie": f"{COOKIE}={old}"}).status_code == 401


def test_an_id_that_somebody_planted_is_not_taken_over(kept: Guarded) -> None:
    client = kept.client(cookies={COOKIE: "planted"})
    client.post("/v1/sessions", json={"key": kept.keys["reader"]})
    assert kept.client().get(ME, headers={"Cookie": f"{COOKIE}=planted"}).status_code == 401


@pytest.mark.parametrize("cookie", ["", "x", "x" * 5000, "\xff\xfe", '"', "null", "../..", "%00"])
def test_no_other_cookie_opens(kept: Guarded, cookie: str) -> None:
    sent = f"{COOKIE}={cookie}".encode("latin-1")
    assert kept.client().get(ME, headers={b"Cookie": sent}).status_code == 401


def test_two_cookies_of_the_name_are_none(kept: Guarded, client: TestClient) -> None:
    client.post("/v1/sessions", json={"key": kept.keys["reader"]})
    right = client.cookies[COOKIE]
    fresh = kept.client()
    for line in (f"{COOKIE}=evil; {COOKIE}={right}", f"{COOKIE}={right}; {COOKIE}=evil"):
        assert fresh.get(ME, headers={"Cookie": line}).status_code == 401
    assert fresh.get(ME, headers={"Cookie": f"other=1; {COOKIE}={right}"}).status_code == 200


# --- when it ends -------------------------------------------------------------------------------------


def test_a_session_ends_with_its_key(kept: Guarded, client: TestClient) -> None:
    client.post("/v1/sessions", json={"key": kept.keys["editor"]})
    KeyStore(kept.config.keys_path).revoke("editor")
    assert client.get(ME).status_code == 401
    assert client.post(UNDO[0], json=UNDO[1], headers=OWN).status_code == 401


def test_a_session_ends_unused_and_in_any_case(kept: Guarded, client: TestClient, clock: Clock) -> None:
    client.post("/v1/sessions", json={"key": kept.keys["reader"]})
    clock.now += IDLE - 1
    assert client.get(ME).status_code == 200
    clock.now += IDLE
    assert client.get(ME).status_code == 401
    client.post("/v1/sessions", json={"key": kept.keys["reader"]})
    began = clock.now
    while clock.now < began + LONGEST - IDLE / 2:
        clock.now += IDLE / 2
        alive = clock.now < began + LONGEST
        assert (client.get(ME).status_code == 200) == alive
    clock.now = began + LONGEST
    assert client.get(ME).status_code == 401


def test_many_sessions_of_one_key_push_out_their_own_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = KeyStore(tmp_path / "keys.json")
    one, other = (store.add(name, "reader")[1] for name in ("one", "other"))
    sessions = Sessions(store, "user")
    first = sessions.sign_in(one)
    theirs = sessions.sign_in(other)
    assert first
    assert theirs
    for _ in range(auth_sessions._MOST_OF_ONE):
        assert sessions.sign_in(one)
    assert sessions.find(first[0]) is None
    assert sessions.find(theirs[0])
    monkeypatch.setattr(auth_sessions, "_MOST", 50)
    for _ in range(60):
        sessions.sign_in(other)
    assert len(sessions._open) <= 50


# --- forms --------------------------------------------------------------------------------------------


def test_a_form_needs_its_token_and_its_cookie(kept: Guarded, client: TestClient) -> None:
    form = form_of(client)
    key = kept.keys["admin"]
    assert client.cookies["xiaodi_form"] == form
    for field in ("", "x", "x.y", form[:-1], form.upper()):
        refused = client.post("/sign-in", data={"form": field, "key": key}, headers=OWN)
        assert (refused.status_code, COOKIE in client.cookies) == (403, False)
    bare = kept.client(follow_redirects=False)  # another browser, which never saw the page
    assert bare.post("/sign-in", data={"form": form, "key": key}, headers=OWN).status_code == 403
    planted = kept.client(follow_redirects=False, cookies={"xiaodi_form": "mine"})
    assert planted.post("/sign-in", data={"form": "mine", "key": key}, headers=OWN).status_code == 403
    assert client.post("/sign-in", data={"form": form, "key": key}, headers=OWN).status_code == 303


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:9000"}, 403),
        ({"Origin": HERE, "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": HERE, "Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": HERE}, 303),
    ],
)
def test_a_form_of_another_site_signs_nobody_in(
    kept: Guarded, client: TestClient, headers: dict[str, str], code: int
) -> None:
    data = {"form": form_of(client), "key": kept.keys["reader"]}
    assert client.post("/sign-in", data=data, headers=headers).status_code == code
    client.post("/v1/sessions", json={"key": kept.keys["reader"]})
    done = client.post("/sign-out", data={"form": client.cookies["xiaodi_form"]}, headers=headers)
    assert done.status_code == code
    assert (client.get(ME).status_code == 200) == (code == 403)


@pytest.mark.parametrize("media", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_a_form_is_a_form(client: TestClient, media: str) -> None:
    answer = client.post("/sign-in", content=b"form=x&key=y", headers=OWN | {"Content-Type": media})
    assert answer.status_code == 415


def test_a_session_writes_from_its_own_page_alone(kept: Guarded, client: TestClient) -> None:
    client.post("/v1/sessions", json={"key": kept.keys["editor"]})
    attacks: list[dict[str, str]] = [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}]
    assert [client.post(UNDO[0], json=UNDO[1], headers=headers).status_code for headers in attacks] == [403] * 3
    assert client.delete("/v1/sessions/current").status_code == 403
    assert client.post(UNDO[0], json=UNDO[1], headers=OWN).status_code == 404  # there is no such decision


def test_a_wrong_key_is_told_on_the_page_and_not_shown(kept: Guarded, client: TestClient) -> None:
    wrong = "xiaodi_0123456789ab_" + "W" * 43
    told = sign_in(client, wrong, lang="en")
    assert (told.status_code, told.headers["content-type"]) == (401, "text/html; charset=utf-8")
    assert 'role="alert"' in told.text
    assert "密钥有误" in told.text
    assert wrong not in told.text
    refused = client.post("/v1/sessions", json={"key": wrong})
    assert (refused.status_code, wrong in refused.text) == (401, False)


@pytest.mark.parametrize("body", [{}, {"key": 1}, {"key": None}, {"key": ["a"]}, {"key": "a", "more": "b"}, [], "x"])
def test_what_is_no_key_is_told_without_repeating_it(client: TestClient, body: object) -> None:
    assert client.post("/v1/sessions", json=body).status_code in (401, 422)


def test_a_key_that_is_no_text_does_no_harm(client: TestClient) -> None:
    header = {"Content-Type": "application/json"}
    for content in (b'{"key": "\\ud800"}', b'{"key": "\\u0000"}', b'{"key": "\xff"}', '{"key": "密钥"}'.encode()):
        assert client.post("/v1/sessions", content=content, headers=header).status_code in (400, 401, 422)
    form = form_of(client)
    for key in (b"%ff%fe", b"%00", b"%ed%a0%80", b"\xff"):
        body = b"form=" + form.encode() + b"&key=" + key
        media = {"Content-Type": "application/x-www-form-urlencoded"}
        assert client.post("/sign-in", content=body, headers=OWN | media).status_code in (400, 401, 422)
    for field in (b"%ff", b"%00", b"%ed%a0%80"):
        body = b"form=" + field + b"&key=x"
        media = {"Content-Type": "application/x-www-form-urlencoded"}
        assert client.post("/sign-in", content=body, headers=OWN | media).status_code in (400, 403, 422)


# --- where it leads -----------------------------------------------------------------------------------

ELSEWHERE = (
    "//evil.example", "///evil.example", "http://evil.example", "https:evil.example", "javascript:alert(1)", "\\\\evil",
    "/\\evil.example", "/\\/evil", "\t//evil", " //evil", "/\t/evil.example", "/\n/evil", "/ /evil", "evil.example", "",
    "/a\\b", "/\x00", "//evil@here", "data:text/html,x", "/a\r\nSet-Cookie: x=y", "/" + "a" * 5000,
)  # fmt: skip


@pytest.mark.parametrize("given", ELSEWHERE)
def test_signing_in_leads_nowhere_else(kept: Guarded, client: TestClient, given: str) -> None:
    assert local_path(given) == "/"
    done = sign_in(client, kept.keys["reader"], next=given)
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert 'href="/"' in client.get("/sign-in", params={"next": given}).text


@pytest.mark.parametrize("given", ["/", "/v1/me", "/views/a/b?entity=玉湖&x=//y", "/a?next=http://b", "/#x"])
def test_signing_in_leads_back(given: str) -> None:
    assert local_path(given) == given


def test_the_page_takes_no_markup_from_its_address(client: TestClient) -> None:
    page = client.get("/sign-in", params={"next": '/"><script>alert(1)</script>', "lang": '"><script>'})
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


# --- the local link -----------------------------------------------------------------------------------


def test_the_link_opens_once_from_this_machine(kept: Guarded, client: TestClient) -> None:
    link = one_time_link(kept.app.state.sessions, HERE)
    assert kept.client(address="10.0.0.9").get(link).status_code == 403
    assert client.get(link, headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403
    assert client.head(link).status_code == 403
    assert COOKIE not in client.get(link, headers={"Sec-Purpose": "prefetch"}).headers.get("set-cookie", "")
    done = client.get(link)
    assert (done.status_code, done.headers["location"]) == (303, "/")
    me = client.get(ME).json()
    assert (me["role"], me["door"], me["key"]) == ("admin", "session", None)
    again = kept.client(follow_redirects=False).get(link)
    assert (again.status_code, "set-cookie" in again.headers and COOKIE in again.headers["set-cookie"]) == (403, False)


def test_the_link_is_short_lived_and_not_guessed(kept: Guarded, client: TestClient, clock: Clock) -> None:
    link = one_time_link(kept.app.state.sessions, HERE)
    assert len(link.partition("once=")[2]) == 43
    clock.now += LINK
    assert client.get(link).status_code == 403
    for guess in ("x", "", " ", link.partition("once=")[2] + "x"):
        assert client.get("/sign-in", params={"once": guess}).status_code in (200, 403)
        assert COOKIE not in client.cookies


# --- tries --------------------------------------------------------------------------------------------


def test_tries_to_sign_in_are_counted_for_each_address(kept: Guarded, client: TestClient) -> None:
    codes = [client.post("/v1/sessions", json={"key": f"wrong {n}"}).status_code for n in range(15)]
    assert codes == [401] * 10 + [429] * 5
    told = sign_in(client, kept.keys["reader"])
    assert (told.status_code, int(told.headers["retry-after"]) > 0) == (429, True)
    assert COOKIE not in client.cookies
    other = kept.client(address="10.0.0.9", follow_redirects=False)
    assert sign_in(other, kept.keys["reader"]).status_code == 303
    assert client.get(ME, headers=kept.bearer("reader")).status_code == 200  # a key itself goes on
