"""How often somebody may ask: keys, sessions of keys, addresses and this machine, each for itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.service import Service
from tests.api.clients import HERE
from tests.api.guarded import LEASE, Guarded, empty, guarded, settings_in

ME = "/v1/me"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return empty(tmp_path_factory.mktemp("rates"))


@pytest.fixture
def kept(service: Service, tmp_path: Path) -> Guarded:
    return guarded(service, settings_in(tmp_path, rate=5))


def codes(client: object, times: int, **given: object) -> list[int]:
    return [client.get(ME, **given).status_code for _ in range(times)]  # type: ignore[attr-defined]


def test_a_key_may_ask_so_often_and_is_told_when_to_go_on(kept: Guarded) -> None:
    client = kept.client()
    assert codes(client, 5, headers=kept.bearer("reader")) == [200] * 5
    refused = client.get(ME, headers=kept.bearer("reader"))
    assert (refused.status_code, refused.headers["content-type"]) == (429, "application/problem+json")
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert kept.keys["reader"] not in refused.text


def test_answers_say_how_much_is_left(kept: Guarded) -> None:
    left = [kept.client().get(ME, headers=kept.bearer("reader")).headers["ratelimit"] for _ in range(3)]
    assert [text.split(";")[1] for text in left] == ["r=4", "r=3", "r=2"]
    assert kept.client().get(ME, headers=kept.bearer("editor")).headers["ratelimit-policy"] == '"caller";q=5;w=60'


def test_one_key_does_not_use_up_anothers(kept: Guarded) -> None:
    client = kept.client()
    assert codes(client, 6, headers=kept.bearer("reader"))[-1] == 429
    assert codes(client, 1, headers=kept.bearer("editor")) == [200]


def test_neither_addresses_nor_sessions_nor_headers_multiply_a_key(kept: Guarded) -> None:
    paged = kept.client()
    paged.post("/v1/sessions", json={"key": kept.keys["reader"]})
    seen = []
    for number in range(8):
        client = kept.client(address=f"10.0.0.{number}") if number % 2 else paged
        headers = {"X-Forwarded-For": f"10.9.9.{number}", "X-Real-IP": f"10.9.9.{number}"}
        seen += codes(client, 1, headers=headers | (kept.bearer("reader") if number % 2 else {}))
    assert seen == [200] * 5 + [429] * 3


def test_wrong_keys_are_counted_by_address_and_shut_out_nobody(kept: Guarded) -> None:
    client = kept.client(address="10.0.0.7")
    seen = codes(client, 62, headers={"Authorization": "Bearer wrong"})
    assert (seen[:60], seen[60:]) == ([401] * 60, [429] * 2)
    assert codes(client, 1, headers=kept.bearer("reader")) == [200]
    assert codes(kept.client(address="10.0.0.8"), 1, headers={"Authorization": "Bearer wrong"}) == [401]


def test_an_owner_of_many_addresses_is_one(kept: Guarded) -> None:
    one_network = [
        kept.client(address=f"2001:db8::{number:x}").post("/v1/sessions", json={"key": "wrong"}).status_code
        for number in range(1, 13)
    ]
    assert one_network == [401] * 5 + [429] * 7  # what is open has the limit of a key, five here
    assert kept.client(address="2001:db8:0:1::1").post("/v1/sessions", json={"key": "x"}).status_code == 401


def test_people_behind_a_proxy_of_this_machine_are_counted_apart(kept: Guarded) -> None:
    client = kept.client()

    def tries(seen_by_proxy: str, times: int) -> list[int]:
        header = {"X-Forwarded-For": seen_by_proxy}
        return [client.get("/problems/not-found", headers=header).status_code for _ in range(times)]

    assert tries("10.0.0.1", 6) == [200] * 5 + [429]
    assert tries("10.0.0.2", 1) == [200]
    assert tries("10.0.0.2, 10.0.0.1", 1) == [429]  # what the proxy did not see itself counts for nothing
    far = kept.client(address="10.0.0.3")
    forged = [{"X-Forwarded-For": f"10.1.1.{number}"} for number in range(7)]
    assert [far.get("/problems/not-found", headers=one).status_code for one in forged] == [200] * 5 + [429] * 2


def test_what_is_open_is_counted_too(kept: Guarded) -> None:
    client = kept.client(address="10.0.0.7")
    assert [client.get("/problems/not-found").status_code for _ in range(7)] == [200] * 5 + [429] * 2


def test_probes_of_health_are_never_refused(kept: Guarded) -> None:
    client = kept.client(address="10.0.0.7")
    assert {client.get("/healthz").status_code for _ in range(20)} == {200}


def test_this_machine_and_its_processes_may_ask_far_more(service: Service, tmp_path: Path) -> None:
    free = guarded(service, settings_in(tmp_path, rate=5), keys=False)
    assert set(codes(free.client(), 50)) == {200}
    assert set(codes(free.client(), 50, headers={"Authorization": f"Bearer {LEASE.token}", "Host": HERE[7:]})) == {200}
    policy = free.client().get(ME).headers["ratelimit-policy"]
    assert policy == '"local";q=2500;w=60'
