"""Asking on a page: each question with its example, what is wrong at its field, the answer as it is exported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.explorer.asking.answers import cell, columns_of, links
from api.explorer.asking.fields import asked_for, example_of, read_form
from api.explorer.asking.wording import doc_of
from api.explorer.questions import ROWS
from api.headings import heading
from api.service import Service
from graph.errors import Language
from graph.settings import ROOT
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from loaders.run import find_paths, load
from queries.library import find_query, library
from tests.api.clients import client_of
from tests.conftest import FACTSHEETS, PROPOSALS

YUHU = "cn-140702002010"
_HAN = re.compile("[一-鿿]")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with KgliteStore(str(tmp_path_factory.mktemp("questions") / "graph.kgl")) as store:
        assert all(report.ok for report in load(store, find_paths([FACTSHEETS, PROPOSALS])))
        yield Service(store)


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with client_of(create_app(service)) as found:
        found.headers["Accept"] = "text/html"
        yield found


@pytest.fixture(scope="module")
def asking(five: GraphStore) -> Service:
    return Service(five, prepared=True)


class _Links(HTMLParser):
    """The addresses in the answer of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page.partition('id="answer"')[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (href := dict(attrs).get("href")):
            self.found.append(href)


@pytest.mark.parametrize("name", library())
def test_a_parameter_is_worded_in_each_language(name: str) -> None:
    for param in find_query(name).header.params.values():
        told = doc_of(param)
        assert _HAN.search(told.zh) and told.en and not _HAN.search(told.en), param.doc
        assert not set(told.en.split()) & {"、", "，"} and told.en[0].isupper()


@pytest.mark.parametrize("name", library())
def test_a_column_is_named_in_chinese(name: str) -> None:
    header = find_query(name).header
    columns = columns_of(header.returns, [*header.returns], "zh")
    assert [one.name for one in columns if one.title == one.name] == []
    assert all(_HAN.search(heading(one.name, "zh")) for one in columns)


@pytest.mark.parametrize("name", library())
def test_a_parameter_is_nothing_else_in_an_address(name: str) -> None:
    header = find_query(name).header
    assert not set(header.params) & {"ask", "page", "lang"}
    if header.form == "graph":
        assert not set(header.params) & _of_the_map()


def _of_the_map() -> set[str]:
    """What an address of the map holds beside the parameters of a question."""
    script = (ROOT / "api" / "web" / "static" / "map_history.js").read_text(encoding="utf-8")
    lists = re.findall(r"^const (?:LISTS|TEXTS|MARKS|OURS) = (.*);$", script, re.MULTILINE)
    assert len(lists) == 4
    return set(re.findall(r'"([a-z]+)"', " ".join(lists)))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", library())
def test_each_question_is_asked_and_answered_on_its_page(
    client: TestClient, service: Service, name: str, language: Language
) -> None:
    form = client.get(f"/questions/{name}", params={"lang": language})
    assert form.status_code == 200
    example, header = example_of(service, find_query(name)), find_query(name).header
    assert set(example) == {one for one, value in header.example.items() if value != header.params[one].default}
    answer = client.get(f"/questions/{name}", params=example | {"ask": "1", "lang": language})
    assert answer.status_code == 200
    rows = service.ask(name, dict(example)).rows
    told = answer.text.partition('id="answer"')[2]
    if find_query(name).header.form == "count":
        assert f'<p class="total">{rows[0]["total"]}</p>' in told
    else:
        assert told.count("<tr>") == (min(len(rows), ROWS) + 1 if rows else 0)


def test_whatever_an_answer_leads_to_is_there(client: TestClient, service: Service) -> None:
    wanted: dict[str, str] = {}
    for name in library():
        page = client.get(f"/questions/{name}", params=example_of(service, find_query(name)) | {"ask": "1"}).text
        for link in _Links(page).found:
            wanted.setdefault(link if link.startswith(("/map", "/v1")) else link.partition("?")[0], name)
    lost = {link: name for link, name in wanted.items() if client.get(link).status_code != 200}
    assert len(wanted) > 200 and lost == {}


def test_what_is_proposed_alone_leads_to_its_review(client: TestClient, service: Service) -> None:
    row = next(row for row in service.ask("reviews/list", {}).rows if row["what"] == "entity")
    answer = client.get(f"/profiles/{row['a_id']}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, f"/reviews?item={row['a_id']}")
    assert client.get(f"/profiles/{row['a_id']}0").status_code == 404


@pytest.mark.parametrize("name", ["partners/of", "gaps/ties_gone_quiet", "paths/all_shortest", "network/ties"])
def test_a_page_shows_what_the_answer_holds_on_both_engines(asking: Service, name: str) -> None:
    query = find_query(name)
    answer = asking.ask(name, dict(example_of(asking, query)))
    for language in ("zh", "en"):
        columns = columns_of(query.header.returns, answer.columns, language)
        assert columns[-1].kind == "evidence"
        for row in answer.rows:
            for one in columns:
                if one.kind == "entity" and row[one.name]:
                    assert all(link.id and link.name for link in links(row, one))
                elif one.kind == "text" and row[one.name] not in (None, "", []):
                    assert cell(row, one, language)
    assert not re.search(
        "[a-z]{3}", " ".join(_texts(answer.rows, columns_of(query.header.returns, answer.columns, "zh")))
    )


def _texts(rows: Any, columns: Any) -> Iterator[str]:
    for row in rows:
        yield from (cell(row, one, "zh") for one in columns if one.kind == "text" and one.name != "partner_aliases")


def test_an_address_is_short_and_holds_ids(client: TestClient) -> None:
    given = {"entity": "玉湖社区", "formal": "false", "side": "", "label": "", "as_of": " ", "ask": "1"}
    answer = client.get("/questions/partners/of", params=given, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/questions/partners/of?entity={YUHU}")
    page = client.get(answer.headers["location"]).text
    assert 'value="玉湖社区" data-id="cn-140702002010"' in page and "山西中医药大学第三临床学院" in page


def test_everything_by_default_is_asked_by_a_mark_alone(client: TestClient) -> None:
    form = client.get("/questions/people/roles").text
    assert 'id="answer"' not in form
    answer = client.get("/questions/people/roles", params={"entity": "", "place": "", "ask": "1"})
    assert answer.url.query == b"ask=1" and 'id="answer"' in answer.text


@pytest.mark.parametrize(
    ("name", "given", "field", "zh", "en"),
    [
        ("partners/of", {"entity": ""}, "entity", "请填写这一项", "Fill this in"),
        ("partners/of", {"entity": YUHU, "as_of": "2023/8"}, "as_of", "请写成 2024、", "Write it as 2024,"),
        ("partners/of", {"entity": "没有这个地方"}, "entity", "没有这个地方", "没有这个地方"),
        ("gaps/ties_gone_quiet", {"months": "一年"}, "months", "请写成数字", "Write a number"),
        ("gaps/ties_gone_quiet", {"months": "-1"}, "months", "至少为 0", "At least 0"),
        ("network/ties", {"limit": "9" * 12}, "limit", "至多为 1000000", "At most 1000000"),
        ("network/ties", {"limit": "0"}, "limit", "至少为 1", "At least 1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_field(
    client: TestClient, name: str, given: dict[str, str], field: str, zh: str, en: str
) -> None:
    for language, said in (("zh", zh), ("en", en)):
        answer = client.get(f"/questions/{name}", params=given | {"lang": language, "ask": "1"})
        assert answer.status_code == 422 and 'id="answer"' not in answer.text
        told = answer.text.partition(f'id="f-{field}-told"')[2].partition("</p>")[0]
        assert '<strong class="fault">' in told and said in told
        assert re.search(rf'id="f-{field}"[^>]*aria-describedby="f-{field}-told"[^>]*aria-invalid="true"', answer.text)
        assert answer.text.count('class="fault"') == 1


def test_a_name_that_several_bear_is_chosen_from(client: TestClient, service: Service) -> None:
    page = client.get("/questions/partners/of", params={"entity": "龙湖", "ask": "1"})
    assert page.status_code == 422
    (id_,) = set(re.findall(r'<button name="entity" value="([^"]+)" class="candidate">龙湖社区', page.text))
    chosen = client.get("/questions/partners/of", params=[("entity", "龙湖"), ("entity", id_)])
    assert chosen.status_code == 200 and service.resolve(id_).name == "龙湖社区"


def test_what_is_not_there_to_be_asked(client: TestClient) -> None:
    assert client.get("/questions/no/such").status_code == 404
    assert client.get("/questions", params={"about": "没有这个地方"}).status_code == 404


def test_a_long_answer_has_pages(client: TestClient, service: Service) -> None:
    total = len(service.ask("network/ties", {}).rows)
    assert ROWS < total < 2 * ROWS
    first = client.get("/questions/network/ties", params={"ask": "1"}).text
    assert 'href="/questions/network/ties?ask=1&amp;page=2" rel="next"' in first and 'rel="prev"' not in first
    second = client.get("/questions/network/ties", params={"ask": "1", "page": "2"}).text
    assert second.count("<tr>") == total - ROWS + 1 and 'rel="next"' not in second
    assert (
        client.get("/questions/network/ties", params={"ask": "1", "page": "9"}).text.count("<tr>") == total - ROWS + 1
    )


def test_an_answer_that_reaches_its_limit_says_so(client: TestClient) -> None:
    page = client.get("/questions/network/ties", params={"limit": "5"}).text
    assert "到了行数上限" in page and "limit=5" in page.partition("/v1/exports/")[2].partition('"')[0]
    assert "到了行数上限" not in client.get("/questions/network/ties", params={"ask": "1"}).text


def test_a_gap_names_its_denominator(client: TestClient, service: Service) -> None:
    page = client.get("/questions/gaps/communities_without_partner", params={"place": "cn-450311"}).text
    total = service.ask("coverage/all_communities", {"place": "cn-450311"}).rows[0]["total"]
    assert f"可查的对象 {total} 个" in page


def test_no_result_is_no_proof(client: TestClient) -> None:
    page = client.get("/questions/partners/of", params={"entity": YUHU, "as_of": "1900"}).text
    assert "没有结果" in page or 'class="answer' in page
    nothing = client.get("/questions/agreements/list", params={"party": YUHU}).text
    assert "不等于没有" in nothing


def test_words_are_taken_for_what_the_graph_calls_them(client: TestClient, service: Service) -> None:
    answer = client.get("/questions/activities/list", params={"kind": "走访"})
    assert answer.url.query == b"kind=visit" and 'value="走访"' in answer.text
    rows = service.ask("activities/list", {"kind": "visit"}).rows
    assert rows and answer.text.partition('id="answer"')[2].count("<tr>") == len(rows) + 1
    rare = read_form(service, find_query("activities/list"), {"kind": "volunteer"}, "zh").fields
    assert next(one for one in rare if one.name == "kind").value == "volunteer"


def test_what_can_be_asked_of_somebody(client: TestClient) -> None:
    page = client.get("/questions", params={"about": YUHU}).text
    assert f'href="/questions/partners/of?entity={YUHU}"' in page
    assert "programs/rules" not in page  # it takes a program, which a community is not
    assert f'/questions/paths/shortest?from={YUHU}"' in page
    begun = client.get("/questions/paths/shortest", params={"from": YUHU})
    assert begun.status_code == 200 and "fault" not in begun.text and 'id="answer"' not in begun.text


@pytest.mark.parametrize(
    ("q", "there", "gone"), [("合作方 子", "", "agreements/list"), ("path", "paths/shortest", "agreements/list")]
)
def test_the_list_is_searched_in_both_languages(client: TestClient, q: str, there: str, gone: str) -> None:
    page = client.get("/questions", params={"q": q}).text
    assert there in page and f"/questions/{gone}" not in page


def test_every_question_stands_in_the_list_once(client: TestClient) -> None:
    page = client.get("/questions", params={"lang": "en"}).text
    listed = re.findall(r'href="/questions/([a-z_/]+)\?', page)
    assert sorted(set(listed)) == sorted(library()) and len(listed) == len(set(listed))


def test_hidden_parameters_are_those_of_pages() -> None:
    for query in library().values():
        hidden = set(query.header.params) - set(asked_for(query))
        assert all(name.startswith("after_") and not query.header.params[name].required for name in hidden)
