"""How one name is printed in many ways: width, traditional characters, committee suffixes, short forms of divisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from graph.values import name_key

if TYPE_CHECKING:
    from opencc import OpenCC

_MOST_VARIANTS = 4
_DIGITS = "零一二三四五六七八九"
_NUMBERED = re.compile(r"第([1-9])(?!\d)")
_TOWNS = ("街道", "镇", "乡")

_URBAN = re.compile(r"(?:居民委员会|居委会|居委)$")
_VILLAGE = re.compile(r"(?:村民委员会|村委会)$")
_OFFICE = re.compile(r"(?:街道办事处|街道办|街办)$")
_SEAT = re.compile(r"(?<=[镇乡])(?:人民政府|政府)$")

#: Divisions of the statistics that are no places of their own.
PLACEHOLDERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})

_PEOPLES = (
    "各族|蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|"
    "拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?|怒族|"
    "鄂温克族|德昂族|保安族|裕固族|独龙族|鄂伦春族?|门巴族|珞巴族|基诺族"
)
_AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:{_PEOPLES})*自治([区州县旗])$")
_PLAIN = re.compile(r"^(.{2,}?)(?:省|市|地区|盟|林区|特区|区|县|旗)$")

#: What tells two bodies of one kind apart: a slip between these is another body, never a misprint.
_DISTINCT = frozenset("一二三四五六七八九十百0123456789东西南北中上下前后左右内外大小新老甲乙丙丁")


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC  # its dictionaries are read only when a name is not plain

    return OpenCC("t2s")


def spellings(text: str) -> tuple[str, ...]:
    """The keys under which a text may be registered: as written, and in simplified characters.

    Some characters stand in both scripts (乾县 is no 干县), so each may also stay as it is.
    """
    key = _NUMBERED.sub(lambda found: "第" + _DIGITS[int(found[1])], name_key(text))
    simple = name_key(_converter().convert(key))
    if simple == key:
        return (key,)
    changed = [i for i in range(len(key)) if key[i] != simple[i]] if len(key) == len(simple) else []
    if not 0 < len(changed) <= _MOST_VARIANTS:
        return (key, simple)
    choices = product(*({key[i], simple[i]} if i in changed else {key[i]} for i in range(len(key))))
    return tuple(sorted({"".join(choice) for choice in choices}))


def plain_key(official: str) -> str:
    """`name_key` of a registry's name; most are bare Han and need no work."""
    return official if official.isalpha() and not official.isascii() else name_key(official)


def place_key(key: str) -> str:
    """One key for all forms of a place: 玉湖居委会 -> 玉湖社区, 西郝村委会 -> 西郝村, 锦纶街道办 -> 锦纶街道."""
    if key.endswith("村"):
        return key
    if key.endswith(("会", "居委")):
        stem = _URBAN.sub("", key)
        if stem and stem != key:
            return stem if stem.endswith("社区") else f"{stem}社区"
        stem = _VILLAGE.sub("", key)
        if stem and stem != key:
            return stem if stem.endswith(("村", "社区", "嘎查")) else f"{stem}村"
    if key.endswith(("办事处", "道办", "街办")):
        return _OFFICE.sub("街道", key) if _OFFICE.sub("", key) else key
    return key


def place_forms(key: str) -> Iterator[tuple[str, bool]]:
    """The keys under which a mention may stand for a place; False where a suffix had to be supplied."""
    yield place_key(key), True
    seat = _SEAT.sub("", key)
    if seat != key:
        yield seat, False
    if key.endswith("办事处") and not key.endswith("街道办事处"):
        yield f"{key.removesuffix('办事处')}街道", False
    if not key.endswith((*_TOWNS, "社区", "村", "会", "处", "市", "县", "区", "省")):
        for suffix in (*_TOWNS, "社区", "村"):
            yield key + suffix, False


def short_forms(official: str) -> Iterator[str]:
    """A province's, city's or district's name without what it is: 山西省 -> 山西, 峨山彝族自治县 -> 峨山, 峨山县."""
    if official in PLACEHOLDERS:
        return
    autonomous = _AUTONOMOUS.match(official)
    if autonomous:
        yield autonomous[1]
        if autonomous[2] != "区":
            yield autonomous[1] + autonomous[2]
        return
    plain = _PLAIN.match(official)
    if plain and not official.endswith(("开发区", "新区", "园区", "管理区", "示范区", "试验区", "保税区", "风景区")):
        yield plain[1]


def one_slip(mention: str, name: str) -> bool:
    """Whether a mention is a name with one character wrong, missing or too much, inside it.

    A character at the end makes another name (山西大学城), and so does another number or side (第一, 第二).
    """
    if mention == name or abs(len(mention) - len(name)) > 1 or mention.startswith(name) or name.startswith(mention):
        return False
    if mention.endswith(name) or name.endswith(mention):
        return False
    head = next(i for i, (a, b) in enumerate(zip(mention, name, strict=False)) if a != b)
    rest = [mention[head + (len(mention) >= len(name)) :], name[head + (len(name) >= len(mention)) :]]
    touched = {mention[head] if len(mention) >= len(name) else "", name[head] if len(name) >= len(mention) else ""}
    return rest[0] == rest[1] and not touched & _DISTINCT


def spoken(text: str) -> str:
    """The pinyin of a text, without tones."""
    from pypinyin import lazy_pinyin  # its dictionary takes a third of a second to import

    return " ".join(lazy_pinyin(text))
