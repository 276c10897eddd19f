"""The steps that all formats share: broken sentences, captions, several articles, metadata, regions."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.document.base import Document
from loaders.document.reading.limits import MAX_PARAGRAPH
from loaders.document.reading.read import read_document
from tests.loaders.document.made import BODY, TITLE, text

_LONG = "今年以来，白塔区围绕校地合作搭建平台。全区七个街道与驻地院校逐一对接，"


def read(folder: Path, *lines: str) -> Document:
    path = folder / "a.txt"
    path.write_text(text(*lines), encoding="utf-8")
    return read_document(path)


def numbers(document: Document) -> list[list[int]]:
    return [[number for _, number in one.lines] for one in document.paragraphs]


def left(document: Document) -> list[tuple[int, int, str]]:
    return [(one.first, one.last, one.why.en) for one in document.left_out]


# --- broken sentences --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        (_LONG + "形成共建", "共治的局面。", "随后又有两个社区加入。"),
        (_LONG, "形成共建共治的局面。", "随后又有两个社区加入。"),
        (_LONG + "签订《共建协议》", "，形成共建共治的局面。", "随后又有两个社区加入。"),
    ],
)
def test_a_broken_sentence_goes_on_in_the_next_line(lines: tuple[str, ...], tmp_path: Path) -> None:
    document = read(tmp_path, *lines)
    assert numbers(document) == [[1, 2], [3]]
    paragraph = document.paragraphs[0]
    assert paragraph.text == lines[0] + lines[1]
    start = paragraph.text.index("形成" if "形成" in lines[1] else "共建") - 1
    assert paragraph.locator(start, len(paragraph.text)) in ("1-2", "2")


@pytest.mark.parametrize(
    "lines",
    [
        (_LONG + "形成共建共治的局面。", "随后又有两个社区加入。"),
        (_LONG + "形成共建共治的局面。（区委组织部供稿）", "随后又有两个社区加入。"),
        (_LONG + "主要做法如下：", "一是统一安排场地，二是统一安排时间。"),
        (_LONG + "但成文时漏了句号", "二、健全工作机制"),
        (_LONG + "但成文时漏了句号", "（二）健全工作机制，每月碰头。"),
        (_LONG + "但成文时漏了句号", "本报讯（记者 甲乙）昨日又有两个社区加入。"),
        ("健全工作机制", "全区七个街道与驻地院校逐一对接。"),
    ],
)
def test_what_has_ended_is_not_joined(lines: tuple[str, ...], tmp_path: Path) -> None:
    assert numbers(read(tmp_path, *lines)) == [[1], [2]]


@pytest.mark.parametrize(
    "captions",
    [
        ("▲白塔区青石街道组织学生清扫河岸。",),
        ("▲学生清扫河岸。", "►居民在听讲座。"),
        ("图为学生清扫河岸",),
        ("云川市白塔区青石街道组织学生清扫河岸。",),
        ("白塔师范学院学生在社区授课现场。",),
        ("学生清扫河岸。 本报记者 甲乙丙 摄",),
    ],
)
def test_a_sentence_goes_on_across_captions(captions: tuple[str, ...], tmp_path: Path) -> None:
    document = read(tmp_path, _LONG + "把课堂设在居", *captions, "民家门口，实现了资源共享，受到居民普遍欢迎和好评。")
    last = len(captions) + 2
    assert numbers(document) == [[1, last], *([number] for number in range(2, last))]
    paragraph = document.paragraphs[0]
    at = paragraph.text.index("居民家门口")
    assert paragraph.locator(at, at + 2) == f"1-{last}"
    assert paragraph.locator(at + 1, at + 3) == str(last)


def test_a_sentence_that_waits_for_a_name_takes_it(tmp_path: Path) -> None:
    document = read(tmp_path, _LONG + "经费由", "云川市白塔区青石街道统一安排。", "随后又有两个社区加入。")
    assert numbers(document) == [[1, 2], [3]]


def test_a_text_wrapped_to_a_width_is_put_together(tmp_path: Path) -> None:
    paragraphs = ["".join(BODY) * 2, BODY[1] + BODY[2], "一是" + BODY[0] * 2]
    lines = [one[at : at + 28] for one in paragraphs for at in range(0, len(one), 28)]
    document = read(tmp_path, TITLE, *lines)
    assert [one.text for one in document.paragraphs] == [TITLE, *paragraphs]
    assert [number for run in numbers(document) for number in run] == list(range(1, len(lines) + 2))


def test_words_of_letters_keep_a_blank_between_lines(tmp_path: Path) -> None:
    document = read(tmp_path, _LONG + "引进 Open", "Campus 平台，供全区师生使用。")
    assert "Open Campus 平台" in document.paragraphs[0].text
    assert document.paragraphs[0].lines[1][0] == document.paragraphs[0].text.index("Campus")


def test_a_paragraph_does_not_grow_without_end(tmp_path: Path) -> None:
    document = read(tmp_path, *[_LONG * 30] * 40)
    assert max(len(one.text) for one in document.paragraphs) < MAX_PARAGRAPH + len(_LONG) * 30
    assert [number for run in numbers(document) for number in run] == list(range(1, 41))


def test_a_list_of_headlines_is_not_taken_for_wrapped_text(tmp_path: Path) -> None:
    lines = [
        f"{place}与驻地院校签订共建协议并挂牌成立服务站"
        for place in ("甲区", "乙县", "丙市", "丁镇", "戊乡", "己村", "庚社区")
    ]
    assert numbers(read(tmp_path, *lines)) == [[n] for n in range(1, 8)]


# --- several articles, and what surrounds one --------------------------------------------------

_OTHERS = ("山村小学换新颜", "本报记者 丙丁", "初冬时节，山村小学的操场铺上了新草皮，孩子们十分高兴。")


def test_other_articles_of_a_page_are_left_out_with_their_headline(tmp_path: Path) -> None:
    third = ("果园丰收", "本报讯（记者戊己）白塔区的苹果熟了，今年产量比去年多一成。")
    document = read(tmp_path, TITLE, "——协同发展见成效", "本报记者 甲乙", *BODY, *_OTHERS, *third)
    assert numbers(document) == [[n] for n in range(1, 7)]
    assert left(document) == [
        (7, 9, "another article on the page: 山村小学换新颜"),
        (10, 11, "another article on the page: 果园丰收"),
    ]
    assert document.title == TITLE


def test_the_article_about_universities_is_kept_wherever_it_stands(tmp_path: Path) -> None:
    document = read(tmp_path, *_OTHERS, TITLE, "本报记者 甲乙", *BODY)
    assert (numbers(document)[0], document.title) == ([4], TITLE)
    assert left(document) == [(1, 3, "another article on the page: 山村小学换新颜")]


def test_headings_inside_an_article_begin_no_other(tmp_path: Path) -> None:
    document = read(
        tmp_path, TITLE, "本报记者 甲乙", "搭建平台", BODY[0], "共享资源", BODY[1], "本报记者 甲乙 摄", BODY[2]
    )
    assert (len(document.paragraphs), document.left_out) == (8, ())


def test_what_surrounds_an_article_is_left_out_with_reasons(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "当前位置：首页 > 新闻中心 > 要闻",
        TITLE,
        "来源：水乡日报 作者：甲乙 发布时间：2024年3月5日",
        "【字体：大 中 小】",
        *BODY,
        "责任编辑：丙丁",
        "分享到：",
        "上一篇：果园丰收",
        "相关新闻",
        "区运动会开幕，共有十支队伍参加。",
        "版权所有 水乡日报社 沪ICP备00000000号",
    )
    assert numbers(document) == [[2], [5], [6], [7]]
    assert left(document) == [
        (1, 1, "navigation or buttons"),
        (3, 3, "source, author and time, taken as metadata"),
        (4, 4, "navigation or buttons"),
        (8, 8, "source, author and time, taken as metadata"),
        (9, 10, "navigation or buttons"),
        (11, 12, "headlines of related news"),
        (13, 13, "page footer"),
    ]
    assert (document.title, document.publisher, document.published) == (TITLE, "水乡日报", "2024-03-05")


def test_headlines_with_their_days_are_teasers(tmp_path: Path) -> None:
    document = read(tmp_path, TITLE, *BODY, "区运动会开幕 2024-03-01", "果园迎来丰收季 [2024-02-28]")
    assert left(document) == [(5, 6, "headlines of related news")]


# --- metadata ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "title", "publisher", "published"),
    [
        ((TITLE, *BODY), TITLE, None, None),
        ((f"# {TITLE}", "## ■中共白塔区委组织部", *BODY), TITLE, "中共白塔区委组织部", None),
        (("共青团云川市委 2023 年 10 月 7 日", TITLE, *BODY), TITLE, "共青团云川市委", "2023-10-07"),
        ((TITLE, "——协同发展见成效", *BODY), TITLE, None, None),
        (("春风化雨", TITLE, *BODY), f"春风化雨 {TITLE}", None, None),
        ((TITLE, "信息来源：白塔区人民政府办公室", "2024年5月", *BODY), TITLE, "白塔区人民政府办公室", "2024-05"),
        ((TITLE, "稿源：云川晚报", "日期：2022/1/9", *BODY), TITLE, "云川晚报", "2022-01-09"),
        ((TITLE, *BODY, "云川市科学技术局", "2021年12月31日"), TITLE, "云川市科学技术局", "2021-12-31"),
        ((TITLE, "白塔区人民政府", *BODY), TITLE, "白塔区人民政府", None),
        ((TITLE, "白政办发〔2024〕3号", *BODY), TITLE, None, None),
        ((TITLE, "原创 白塔发布 2024年5月6日 18:06 山东", *BODY), TITLE, "白塔发布", "2024-05-06"),
        ((TITLE, *BODY, "云川市科学技术局 2021年12月31日"), TITLE, "云川市科学技术局", "2021-12-31"),
        ((TITLE, *BODY, "原文：http://www.example.cn/a/20230615/t1.html"), TITLE, None, "2023-06-15"),
        ((TITLE, "2023年2月30日", *BODY), TITLE, None, None),
        ((TITLE, "会议于2023年2月3日在区政府举行，有关院校参加。", *BODY), TITLE, None, None),
    ],
)
def test_title_publisher_and_date_are_found_in_the_text(
    lines: tuple[str, ...], title: str, publisher: str | None, published: str | None, tmp_path: Path
) -> None:
    document = read(tmp_path, *lines)
    assert (document.title, document.publisher, document.published) == (title, publisher, published)


# --- regions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (("青浦区与高校合作", "上海市青浦区近日与高校签约。"), ("310118",)),
        (("我市推进校地合作", "湖州市各区县与高校签约，湖州全域受益。安吉县已签两项。"), ("3305",)),
        (("朝阳区与高校合作", "朝阳区近日与高校签约。"), ()),
        (("朝阳区与高校合作", "北京市朝阳区近日与高校签约。"), ("110105",)),
        (("朝阳区与高校合作", "长春市朝阳区近日与高校签约，吉林省出台办法。"), ("220104",)),
        (("整合资源共建平台", "桂林市各县区整合资源，资源共享，资源下沉，资源互通。"), ("4503",)),
        (("湖州市与宁波市合作", "湖州市、宁波市近日与高校签约，湖州市先行，宁波市跟进。"), ("3302", "3305")),
        (("太原理工大学校园开放", "太原理工大学近日开放校园，市民可以预约。"), ()),
        (("某地与高校合作", "双方近日签约，共建基地。"), ()),
    ],
)
def test_regions_are_the_certain_ones_that_a_document_is_about(
    lines: tuple[str, ...], codes: tuple[str, ...], tmp_path: Path
) -> None:
    assert read(tmp_path, *lines).regions == codes
