"""Short forms of HEIs: derived by rule, and a small table of the well-known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

#: full: stands for one HEI wherever it is said, if no other has it; regional: only in its province.
Reach = Literal["full", "likely", "regional"]

#: In the order in which they are tried: the end of a name, and how it is shortened.
_ENDS: dict[str, tuple[str, ...]] = {
    "中医药大学": ("中医药大", "中医大"),
    "职业技术大学": ("职业技术大", "职大"),
    "航空航天大学": ("航空航天大",),
    "外国语大学": ("外国语大",),
    "师范大学": ("师范大", "师大", "师范"),
    "理工大学": ("理工大", "理工"),
    "医科大学": ("医科大", "医大"),
    "农业大学": ("农业大", "农大"),
    "农林大学": ("农林大",),
    "林业大学": ("林业大", "林大"),
    "财经大学": ("财经大", "财大"),
    "科技大学": ("科技大", "科大"),
    "工业大学": ("工业大", "工大"),
    "工程大学": ("工程大",),
    "工商大学": ("工商大",),
    "交通大学": ("交通大", "交大"),
    "民族大学": ("民族大", "民大"),
    "海洋大学": ("海洋大", "海大"),
    "政法大学": ("政法大",),
    "邮电大学": ("邮电大",),
    "职业大学": ("职业大",),
    "师范学院": ("师院", "师范"),
    "理工学院": ("理工",),
    "职业技术学院": ("职院", "职业学院", "职技学院"),
    "职业学院": ("职院",),
    "师范高等专科学校": ("师专", "师范专科学校", "师范高专"),
    "高等专科学校": ("高专", "专科学校"),
    "大学": ("大",),
}  # fmt: skip

#: Said everywhere, of one HEI alone. 人大, 东大, 南大, 中大 and the like are several, or something else.
WELL_KNOWN: dict[str, str] = {
    "北大": "北京大学", "清华": "清华大学", "复旦": "复旦大学", "浙大": "浙江大学", "南开": "南开大学",
    "武大": "武汉大学",
    "川大": "四川大学", "厦大": "厦门大学", "同济": "同济大学", "上海交大": "上海交通大学", "上交大": "上海交通大学",
    "西安交大": "西安交通大学", "中科大": "中国科学技术大学", "中国科大": "中国科学技术大学",
    "国科大": "中国科学院大学",
    "北师大": "北京师范大学", "哈工大": "哈尔滨工业大学", "西工大": "西北工业大学", "北航": "北京航空航天大学",
    "北理工": "北京理工大学", "南航": "南京航空航天大学", "南理工": "南京理工大学", "华科": "华中科技大学",
    "华中科大": "华中科技大学", "北科大": "北京科技大学", "北邮": "北京邮电大学", "西电": "西安电子科技大学",
    "电子科大": "电子科技大学", "中国农大": "中国农业大学", "央财": "中央财经大学", "上财": "上海财经大学",
    "北外": "北京外国语大学",
    "上外": "上海外国语大学", "央美": "中央美术学院", "中戏": "中央戏剧学院", "中传": "中国传媒大学",
    "哈工程": "哈尔滨工程大学",
    "华东师大": "华东师范大学", "华中师大": "华中师范大学", "华南师大": "华南师范大学",
    "西农大": "西北农林科技大学", "苏大": "苏州大学", "郑大": "郑州大学", "吉大": "吉林大学", "兰大": "兰州大学",
    "暨大": "暨南大学", "深大": "深圳大学", "中央民大": "中央民族大学",
}  # fmt: skip

#: Short forms that are words, or another body's name: never certain.
_WORDS = frozenset({"人大", "广大", "长大", "三大", "五大", "重大", "中大", "东大", "新大"})

#: Bodies of the whole country that documents call by a short form.
NATIONAL_BODIES: dict[str, tuple[str, str]] = {
    "中科院": ("ResearchInstitute", "中国科学院"),
    "中国科学院": ("ResearchInstitute", "中国科学院"),
    "中国社科院": ("ResearchInstitute", "中国社会科学院"),
    "中国社会科学院": ("ResearchInstitute", "中国社会科学院"),
    "中国工程院": ("ResearchInstitute", "中国工程院"),
    "中国农科院": ("ResearchInstitute", "中国农业科学院"),
    "中国农业科学院": ("ResearchInstitute", "中国农业科学院"),
    "中国林科院": ("ResearchInstitute", "中国林业科学研究院"),
}

#: Names of a part of an HEI end like this.
PARTS = ("学院", "系", "研究院", "研究所", "学部", "校区", "分校", "书院", "附属医院", "实验室", "中心", "团委", "党委")


def short_names(key: str, province: str) -> Iterator[tuple[str, Reach]]:
    """The short forms of an HEI's name, given its province's short name."""
    end = next((end for end in _ENDS if key.endswith(end)), None)
    if end:
        yield from _shortened(key.removesuffix(end), end)
    if province and key.startswith(province) and len(key) - len(province) >= len("晋中学院"):
        rest = key.removeprefix(province)
        yield rest, "regional" if rest.endswith("大学") else "likely"


def _shortened(stem: str, end: str) -> Iterator[tuple[str, Reach]]:
    for short in _ENDS[end]:
        if len(stem) > 1 and (end != "大学" or len(stem) > 2):
            yield stem + short, "full"
        if len(stem) > 1 and len(stem) == len("山西") and len(short) + 1 > len("大"):
            yield stem[0] + short, "likely" if stem[0] + short in _WORDS else "regional"
        if end.endswith("大学") and end != "大学" and short not in ("理工", "师范"):
            yield short, "regional"
    if end.endswith("大学") and end != "大学":
        yield end, "regional"
    if end == "大学" and len(stem) > 2:
        yield stem, "likely"
