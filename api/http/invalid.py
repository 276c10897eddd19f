"""What is wrong with a request, in words: the messages of the validation in Chinese, in English as they come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.errors import Language, Text

#: By kind of fault; the fields in braces come with the fault.
_SAID: Mapping[str, str] = {
    "missing": "缺少此项",
    "unknown_parameter": "没有这个参数",
    "repeated_parameter": "只能给一次",
    "extra_forbidden": "没有这一项",
    "json_invalid": "不是合格的 JSON：{error}",
    "json_type": "应为 JSON 文字",
    "string_type": "应为文字",
    "string_unicode": "不是合格的 Unicode 文字",
    "string_too_short": "至少 {min_length} 个字",
    "string_too_long": "至多 {max_length} 个字",
    "string_pattern_mismatch": "写法不对，应合于 {pattern}",
    "language": "只能是 zh、en",
    "nul": "不得含有 NUL 字符",
    "unpaired_surrogate": "不是合格的 Unicode 文字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_parsing_size": "整数太大",
    "int_from_float": "应为整数，不带小数",
    "float_type": "应为数",
    "float_parsing": "应为数",
    "finite_number": "应为有限的数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "greater_than_equal": "应不小于 {ge}",
    "greater_than": "应大于 {gt}",
    "less_than_equal": "应不大于 {le}",
    "less_than": "应小于 {lt}",
    "multiple_of": "应为 {multiple_of} 的倍数",
    "literal_error": "只能是 {expected}",
    "enum": "只能是 {expected}",
    "none_required": "应为空",
    "list_type": "应为列表",
    "set_type": "应为集合",
    "tuple_type": "应为列表",
    "dict_type": "应为对象",
    "mapping_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "dict_attributes_type": "应为对象",
    "dataclass_type": "应为对象",
    "too_short": "至少 {min_length} 项",
    "too_long": "至多 {max_length} 项",
    "recursion_loop": "不得自相包含",
    "date_type": "应为日期",
    "date_parsing": "应为日期",
    "date_from_datetime_parsing": "应为日期",
    "bytes_type": "应为字节",
    "union_tag_invalid": "不认识的种类 {tag}，只能是 {expected_tags}",
    "union_tag_not_found": "缺少种类 {discriminator}",
}
_SAID_EN: Mapping[str, str] = {
    "unknown_parameter": "There is no such parameter",
    "repeated_parameter": "It may be given once",
    "language": "It must be zh or en",
    "nul": "It must not contain the character NUL",
    "unpaired_surrogate": "It must be valid Unicode",
}
_PLACES = frozenset({"query", "path", "header", "cookie", "body"})


def faults_of(found: Sequence[Mapping[str, Any]], language: Language) -> list[dict[str, str]]:
    """Each fault: in which part of the request, at which pointer, and what."""
    return [
        {"in": _place(fault), "pointer": _pointer(fault), "detail": detail_of(fault).say(language)} for fault in found
    ]


def detail_of(fault: Mapping[str, Any]) -> Text:
    """What is wrong, in both languages; a kind that has no words of its own is told in English."""
    kind, given = str(fault["type"]), dict(fault.get("ctx") or {})
    en = _SAID_EN.get(kind) or str(fault.get("msg", kind))
    said = _SAID.get(kind)
    if "expected" in given:
        given["expected"] = str(given["expected"]).replace(" or ", "、").replace(", ", "、")
    return Text(said.format_map(_Given(given)) if said else f"不合要求：{en}", en)


class _Given(dict[str, Any]):
    """The fields of a fault; one that did not come is shown by its name."""

    def __missing__(self, key: str) -> str:
        return key


def _place(fault: Mapping[str, Any]) -> str:
    loc = fault.get("loc") or ("body",)
    return str(loc[0]) if loc[0] in _PLACES else "body"


def _pointer(fault: Mapping[str, Any]) -> str:
    """A JSON pointer into the body, or `#/query/limit` for what stands elsewhere; into broken JSON, the whole."""
    loc = [str(part) for part in fault.get("loc") or ()]
    if loc[:1] == ["body"]:
        loc = [] if fault["type"] == "json_invalid" else loc[1:]
    return "#" + "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in loc)
