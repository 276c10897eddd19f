"""What each way of putting a tie gives; all bodies are invented."""

from __future__ import annotations

import pytest

from tests.loaders.document.told import Row, read, told


def partners(kind: str, *pairs: str) -> set[Row]:
    rows = set()
    for pair in pairs:
        a, b = sorted(pair.split("+"))
        rows.add((a, "PARTNERS_WITH", b, kind))
    return rows


def edges(*rows: str) -> set[Row]:
    """`甲 FOUNDED 乙` and `甲 PARTICIPATES_IN 乙 role`."""
    return {(row.split()[0], row.split()[1], row.split()[2], (*row.split(), "")[3]) for row in rows}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("[云岭区|D]与[江北大学|U]签署合作协议。", partners("signed", "云岭区+江北大学")),
        (
            "[云岭区|D]先后同[江北大学|U]、[江南学院|U]等6所高校签约。",
            partners("signed", "云岭区+江北大学", "云岭区+江南学院"),
        ),
        (
            "[云岭区委|G][云岭区政府|G]与[江北大学|U]签约。",
            partners("signed", "云岭区委+江北大学", "云岭区政府+江北大学"),
        ),
        ("[柳荫社区|K]与[江北大学医学院|C]结对。", partners("paired", "柳荫社区+江北大学医学院")),
        (
            "[柳荫社区|K]、[桥头社区|K]分别与[江北大学医学院|C]、[江北大学文学院|C]结对。",
            partners("paired", "柳荫社区+江北大学医学院", "桥头社区+江北大学文学院"),
        ),
        (
            "[柳荫社区|K]与[江北大学医学院|C]、[桥头社区|K]与[江北大学文学院|C]已先行签约。",
            partners("signed", "柳荫社区+江北大学医学院", "桥头社区+江北大学文学院"),
        ),
        (
            "[柳荫社区|K]与[江北大学医学院|C]，[桥头社区|K]与[江北大学文学院|C]分别签约。",
            partners("signed", "柳荫社区+江北大学医学院", "桥头社区+江北大学文学院"),
        ),
        (
            "[柳荫社区|K]联合[江北大学医学院|C]、[云岭医院|H]开展义诊。",
            partners("joint", "柳荫社区+江北大学医学院", "柳荫社区+云岭医院"),
        ),
        ("[云岭区教育局|G]、[云岭区科技局|G]联合举办讲座20场。", partners("joint", "云岭区教育局+云岭区科技局")),
        ("[柳荫社区|K]对接[江北大学医学院|C]。", partners("paired", "柳荫社区+江北大学医学院")),
        (
            "[云山公司|E]、[江北大学|U]与[云岭医院|H]开展临床合作。",
            partners("joint", "云山公司+云岭医院", "江北大学+云岭医院"),
        ),
        ("[柳荫社区|K]的老人较多，与[江北大学医学院|C]共建康养课堂。", partners("joint", "柳荫社区+江北大学医学院")),
        ("[江北大学|U]在[云岭医院|H]设立实践教学基地。", partners("joint", "江北大学+云岭医院")),
        ("[柳荫社区|K]是[江北大学医学院|C]的实践教学基地。", partners("joint", "柳荫社区+江北大学医学院")),
        ("[江北大学|U]一行到[云山公司|E]走访。双方签订了实习协议。", partners("signed", "江北大学+云山公司")),
    ],
)
def test_partners(text: str, rows: set[Row]) -> None:
    assert {row for row in told(text) if row[1] == "PARTNERS_WITH"} == rows


@pytest.mark.parametrize(
    "text",
    [
        "[云岭区|D]尚未与[江北大学|U]签订协议。",
        "[云岭区|D]与[江北大学|U]并未签署任何协议。",
        "[江北大学|U]与[云岭区|D]隔河相望。",
        "[江北大学|U]到[云岭区|D]参观考察。",
        "[云岭区|D]与[江北大学|U]就共建研究院进行了交流。",
        "在[云岭区|D]的指导下，[江北大学|U]举办了讲座。",
        "[云岭区委|G]、[云岭区政府|G]联合出台《办法》。",
        "[江北大学|U]与我市企业合作。",
        "据《[云岭区|D]与[江北大学|U]共建办法》规定执行。",
    ],
)
def test_no_partners(text: str) -> None:
    assert not {row for row in told(text) if row[1] == "PARTNERS_WITH"}


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("[云岭区|D]计划与[江北大学|U]共建产业学院。", "planned"),
        ("[云岭区|D]拟与[江北大学|U]共建产业学院。", "planned"),
        ("下一步，[云岭区|D]与[江北大学|U]共建产业学院。", "planned"),
        ("支持[云岭区|D]与[江北大学|U]共建产业学院。", "planned"),
        ("[云岭区|D]正与[江北大学|U]洽谈合办学院，双方尚未签约。", "planned"),
        ("[云岭区|D]与[江北大学|U]合办的课堂已于2023年停办。", "ended"),
        ("[云岭区|D]与[江北大学|U]签订的协议到期后终止。", "ended"),
        ("[江北大学|U]志愿者与[柳荫社区|K]合办模拟课堂。", "actual"),
    ],
)
def test_modality(text: str, modality: str) -> None:
    assert {row[1] for row in told(text, modality=modality)} >= {"PARTNERS_WITH"}
    others = {"planned", "ended", "actual"} - {modality}
    assert not any(told(text, modality=other) for other in others)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "[江北大学|U]与[云山公司|E]成立[云山研究院|P]。",
            edges("江北大学 FOUNDED 云山研究院", "云山公司 FOUNDED 云山研究院"),
        ),
        (
            "[云山研究院|P]由[江北大学|U]与[云山公司|E]共建。",
            edges("江北大学 FOUNDED 云山研究院", "云山公司 FOUNDED 云山研究院"),
        ),
        (
            "[江北大学|U]在[云岭区|D]设立[云山研究院|P]。",
            edges("江北大学 FOUNDED 云山研究院", "云山研究院 LOCATED_IN 云岭区"),
        ),
        ("[云山研究院|P]由[云山公司|E]负责日常运营。", edges("云山公司 OPERATES 云山研究院")),
        ("[云山研究院|P]落户[桥头街道|S]。", edges("云山研究院 LOCATED_IN 桥头街道")),
        (
            "[云山公司|E]、[远山公司|E]已入驻[云岭科技园|Z]。",
            edges("云山公司 RESIDENT_OF 云岭科技园", "远山公司 RESIDENT_OF 云岭科技园"),
        ),
        (
            "[云岭科技园|Z]入驻高校2所，其中，本科1所（[江北大学|U]），专科1所（[江南学院|U]）。",
            edges("江北大学 RESIDENT_OF 云岭科技园", "江南学院 RESIDENT_OF 云岭科技园"),
        ),
        (
            "[云岭区|D]区内坐落着[江北大学|U]、[江南学院|U]等高校。",
            edges("江北大学 LOCATED_IN 云岭区", "江南学院 LOCATED_IN 云岭区"),
        ),
        (
            "[桥头街道|S]下辖[柳荫社区|K]、[桥东社区|K]。",
            edges("柳荫社区 PART_OF 桥头街道", "桥东社区 PART_OF 桥头街道"),
        ),
        (
            "[桥头街道|S][柳荫社区|K]、[桥东社区|K]风景好。",
            edges("柳荫社区 PART_OF 桥头街道", "桥东社区 PART_OF 桥头街道"),
        ),
        ("[云岭区|D]引进[云山公司|E]落户[云岭科技园|Z]。", edges("云山公司 RESIDENT_OF 云岭科技园")),
        ("[江北大学|U]学生走进[柳荫社区|K]开展支教。", edges("江北大学 SERVES 柳荫社区")),
        ("[江北大学|U]为[柳荫社区|K]的老人提供义诊。", edges("江北大学 SERVES 柳荫社区")),
        (
            "[校地联盟|A]成员单位包括[江北大学|U]、[云山公司|E]。",
            edges("江北大学 MEMBER_OF 校地联盟", "云山公司 MEMBER_OF 校地联盟"),
        ),
        (
            "[江北大学|U]分别在[云岭区|D]、[远岭县|D]建立[云山研究院|P]、[远山研究院|P]。",
            edges(
                "江北大学 FOUNDED 云山研究院",
                "江北大学 FOUNDED 远山研究院",
                "云山研究院 LOCATED_IN 云岭区",
                "远山研究院 LOCATED_IN 远岭县",
            ),
        ),
        ("[云岭区科技局|G]印发《人才办法》。", edges("云岭区科技局 ISSUED 人才办法")),
        (
            "[江北大学|U]的低温萃取技术在[云山公司|E]落地转化。",
            edges("江北大学 COOPERATES_ON 低温萃取技术", "云山公司 COOPERATES_ON 低温萃取技术"),
        ),
        (
            "[云山公司|E]与[江北大学|U]合作的深海电缆技术获奖。",
            edges("云山公司 COOPERATES_ON 深海电缆技术", "江北大学 COOPERATES_ON 深海电缆技术"),
        ),
    ],
)
def test_other_edges(text: str, rows: set[Row]) -> None:
    assert {row for row in told(text) if row[1] != "PARTNERS_WITH"} == rows


def test_a_visit_is_an_activity() -> None:
    assert told("[江北大学|U]赴[云山公司|E]考察。") == edges(
        "江北大学 PARTICIPATES_IN 考察云山公司 organizer", "云山公司 PARTICIPATES_IN 考察云山公司 visited"
    )


def test_hosts_have_roles() -> None:
    rows = told("“青禾”文化节由[云岭区教育局|G]主办，[江北大学|U]承办。")
    assert rows == edges(
        "云岭区教育局 PARTICIPATES_IN “青禾”文化节 organizer", "江北大学 PARTICIPATES_IN “青禾”文化节 co-organizer"
    )


def test_three_parties_share_a_node() -> None:
    extraction = read("[江北大学|U]、[云山公司|E]、[云岭医院|H]三方签署合作协议。")
    (node,) = (entity for entity in extraction.entities if entity.type == "Agreement")
    assert {relation.type for relation in extraction.relations} == {"PARTY_TO"}
    assert {relation.target for relation in extraction.relations} == {node.key}
    assert len(extraction.relations) == 3


def test_a_dated_deal_is_an_agreement() -> None:
    extraction = read("5月12日，[云岭区|D]与[江北大学|U]签署战略合作协议。")
    (node,) = (entity for entity in extraction.entities if entity.type == "Agreement")
    assert (node.name, node.props["date"]) == ("战略合作协议", "2025-05-12")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("[云岭区|D]办得好。\n目前，与[江北大学|U]签订协议。", "云岭区"),
        ("我校与[云岭区|D]签订协议。\n[江北大学|U]办得好。", "江北大学"),
        ("[柳荫社区|K]人多。今年，联合[江北大学|U]开展义诊。", "柳荫社区"),
    ],
)
def test_a_subject_left_out(text: str, source: str) -> None:
    assert [row for row in told(text) if row[1] == "PARTNERS_WITH" and source in row]


def test_a_stranger_before_the_particle_is_not_the_topic() -> None:
    assert not told("[云岭区|D]办得好。\n化工学院与[江北大学|U]签订协议。")


def test_a_subject_left_out_is_less_sure() -> None:
    named = read("[云岭区|D]与[江北大学|U]签订协议。").relations[0]
    carried = read("[云岭区|D]办得好。\n目前，与[江北大学|U]签订协议。").relations[0]
    assert carried.confidence < 0.9 <= named.confidence


def test_reasons_name_the_trigger_and_the_parties() -> None:
    (relation,) = read("[云岭区|D]与[江北大学|U]签订协议。").relations
    assert "签订" in relation.why[0].zh and relation.why[0].en
    assert relation.passage == (0, 0, 13) and relation.at == "1"


def test_two_deals_of_one_sentence_are_two_nodes() -> None:
    extraction = read("5月12日，[江北大学|U]与[云山公司|E]签约，[江南学院|U]与[远山公司|E]签约。")
    assert sum(entity.type == "Agreement" for entity in extraction.entities) == 2


def test_what_is_not_the_body_does_not_move() -> None:
    rows = told("[江北大学|U]与[云山公司|E]共建的实验室搬入[云岭科技园|Z]。")
    assert rows == partners("joint", "江北大学+云山公司")
