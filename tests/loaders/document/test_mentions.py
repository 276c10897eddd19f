"""Names in sentences of our own, one phenomenon at a time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from loaders.document.base import Document, FoundEntity, Mention, Paragraph
from loaders.document.gathering import gather
from loaders.document.lookup import Lookup, load_lookup
from loaders.document.mentions import find_mentions

DALIAN_GANJINGZI = "210211"


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    return load_lookup()


def document(*texts: str, regions: Sequence[str] = (DALIAN_GANJINGZI,), publisher: str | None = None) -> Document:
    paragraphs = tuple(Paragraph(at, text, ((0, at),)) for at, text in enumerate(texts, 1))
    return Document("d.txt", paragraphs, regions=tuple(regions), publisher=publisher)


def found(lookup: Lookup, *texts: str, publisher: str | None = None) -> dict[str, FoundEntity]:
    one = document(*texts, publisher=publisher)
    return {entity.name: entity for entity in gather(one, find_mentions(one, lookup))}


def names(lookup: Lookup, *texts: str, publisher: str | None = None) -> list[str]:
    return sorted(found(lookup, *texts, publisher=publisher))


CASES = [
    # places: a chain is each of its places
    (
        "大连市甘井子区凌水街道与大连海事大学举行座谈。",
        ["凌水街道", "大连市", "大连海事大学", "甘井子区"],
    ),
    # the left boundary: verbs and prepositions are no part of a name
    (
        "街道联合大连云帆智能科技有限公司走进校园。",
        ["大连云帆智能科技有限公司"],
    ),
    ("目前已同启明海工装备有限公司签约。", ["启明海工装备有限公司"]),
    # a conjunction inside a name, and one between names
    (
        "大连理工大学材料科学与工程学院和大连海岳新材料有限公司共建中试线。",
        ["大连海岳新材料有限公司", "大连理工大学", "大连理工大学材料科学与工程学院"],
    ),
    # nested names
    ("大连大学城众创空间迎来新生。", ["大连大学城众创空间"]),
    ("大连大学生就业率上升。", []),
    (
        "东北财经大学附属小学举办书展。",
        ["东北财经大学", "东北财经大学附属小学"],
    ),
    # a parent that was left out
    (
        "大连海洋大学水产与生命学院、食品科学与工程学院分别派出教师。",
        ["大连海洋大学", "大连海洋大学水产与生命学院", "大连海洋大学食品科学与工程学院"],
    ),
    # parts that members of a list share
    (
        "大连市第二、第五中学加入。",
        ["大连市", "大连市第二中学", "大连市第五中学"],
    ),
    # public bodies by their level, apart from their region
    (
        "区委、区政府和市科技局、团市委出席。",
        ["共青团大连市委", "大连市科技局", "甘井子区人民政府", "甘井子区委"],
    ),
    ("会议在市政府部门间传达。", []),
    # firms that only the list tells
    (
        "依托远望谷、海诺达等企业开展实训。",
        ["海诺达", "远望谷"],
    ),
    ("重点发展休闲农业、乡村旅游、智慧物流。", []),
    # subjects make a name where naming begins, a number makes a class
    ("双方共建海洋牧场智能装备联合实验室。", ["海洋牧场智能装备联合实验室"]),
    ("全区建成重点实验室12个、产业学院3个。", []),
    ("打造一批高校科技成果转化基地。", []),
    # quotation marks
    ("共建“蓝湾”大学生创业园。", ["“蓝湾”大学生创业园"]),
    ("“蓝湾会客厅”正式揭牌。", ["蓝湾会客厅"]),
    ("着力建设“暖心社区”。", []),
    # places in brackets inside a name
    ("引进华信云（大连）科技有限公司。", ["华信云（大连）科技有限公司"]),
    # classes, titles and slogans are no names
    ("各街道社区与高校院系结对，企业、学校、社区共同参与。", []),
    ("党总支书记王老师说，要掌握社区情况、壮大社区队伍。", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:12] for text, _ in CASES])
def test_the_names_of_a_sentence(lookup: Lookup, text: str, expected: list[str]) -> None:
    assert names(lookup, text) == sorted(expected)


def test_an_introduced_abbreviation_means_its_full_name(lookup: Lookup) -> None:
    entities = found(lookup, "大连澜湾海洋科技有限公司（以下简称“澜湾公司”）入驻。", "澜湾公司将捐资。")
    assert list(entities) == ["大连澜湾海洋科技有限公司"]
    assert entities["大连澜湾海洋科技有限公司"].forms == ("澜湾公司",)
    assert entities["大连澜湾海洋科技有限公司"].at == ("1", "2")


def test_a_firm_is_known_again_by_its_brand(lookup: Lookup) -> None:
    entities = found(lookup, "大连星渚智能科技有限公司签约。", "星渚的设备到场，大连星渚智能科技提供场地。")
    assert entities["大连星渚智能科技有限公司"].at == ("1", "2")


def test_a_college_named_alone_is_that_named_before(lookup: Lookup) -> None:
    entities = found(lookup, "大连海事大学法学院与辽宁师范大学结对。", "法学院派出教师，驻点普法。")
    assert entities["大连海事大学法学院"].at == ("1", "2")
    assert entities["大连海事大学法学院"].parent == "大连海事大学"
    assert "辽宁师范大学法学院" not in entities


def test_a_university_that_publishes_is_our_own(lookup: Lookup) -> None:
    texts = ("我校外国语学院与学校附属医院举行座谈。",)
    assert set(names(lookup, *texts, publisher="大连大学")) == set()
    full = ("大连大学召开会议。", *texts)
    assert {"大连大学外国语学院", "大连大学附属医院"} <= set(names(lookup, *full, publisher="大连大学"))


def test_ids_are_given_where_the_resolver_links(lookup: Lookup) -> None:
    entities = found(lookup, "甘井子区凌水街道与大连理工大学、大连云帆智能科技有限公司签约。")
    assert entities["甘井子区"].id == "cn-210211"
    assert str(entities["凌水街道"].id).startswith("cn-210211")
    assert str(entities["大连理工大学"].id).startswith("moe-")
    assert entities["大连云帆智能科技有限公司"].id is None


def test_a_name_that_many_bear_has_the_id_of_its_district(lookup: Lookup) -> None:
    here = document("幸福社区举办市集。", regions=(DALIAN_GANJINGZI,))
    unknown = document("幸福社区举办市集。", regions=("11",))
    assert [m.id for m in find_mentions(here, lookup)] != [None]
    assert [m.id for m in find_mentions(unknown, lookup)] == [None]


def test_villages_are_communities_of_their_kind(lookup: Lookup) -> None:
    entities = found(lookup, "大连市甘井子区岔鞍村与星河社区结对。")
    kinds = {e.name: e.props["kind"] for e in entities.values() if e.type == "Community"}
    assert kinds == {"岔鞍村": "village", "星河社区": "urban"}


def test_blanks_of_print_are_no_part_of_a_name(lookup: Lookup) -> None:
    one = document("大连金湾科创园 3号基地开园。")
    mentions = find_mentions(one, lookup)
    assert {m.name for m in mentions} == {"大连金湾科创园", "大连金湾科创园3号基地"}
    assert all(m.text == one.paragraphs[0].text[m.start : m.end] for m in mentions)


def test_names_of_the_graph_are_found(lookup: Lookup) -> None:
    from graph.known import GraphNames
    from graph.resolution import Known

    known = Known("x-0123456789ab", "Platform", "蓝色粮仓", aliases=("粮仓小站",), regions=(DALIAN_GANJINGZI,))
    with_graph = load_lookup(GraphNames([known]))
    one = document("学生来到粮仓小站值班。")
    mention: Mention
    (mention,) = find_mentions(one, with_graph)
    assert (mention.name, mention.type, mention.id) == ("蓝色粮仓", "Platform", "x-0123456789ab")
