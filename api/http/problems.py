"""The kinds of problems: each has a name, a status, a short title, and a page that explains it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus

from graph import errors
from graph.errors import Text, XiaodiError

PREFIX = "/problems/"
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """One kind of problem. `doc` is what its page says."""

    name: str
    status: int
    title: Text
    doc: Text

    @property
    def uri(self) -> str:
        """The URI reference by which a problem names its kind."""
        return PREFIX + self.name


#: Title in both languages, and in Chinese what the docstring of the class says in English.
_OURS: Mapping[str, tuple[str, str, str]] = {
    "XiaodiError": ("未能完成", "it did not succeed", "请求未能完成，原因见 detail。"),
    "SettingsError": ("设置无法使用", "unusable setting", "服务的某项设置无法使用，请告知管理员。"),
    "StoreError": ("图库出错", "store error", "图库做不到所求之事。"),
    "StoreUnavailable": ("图库无应答", "store unavailable", "所设地址上的图库没有应答；过 Retry-After 秒再试。"),
    "StoreFull": ("图库已满", "store full", "图库的磁盘或内存已满，什么也没有写入。"),
    "StoreRefused": ("图库拒绝连接", "store refused us", "图库有应答，但不许进入：凭据、权限或数据库有误。"),
    "StoreTooOld": ("图库版本不符", "store of another version", "图库或其中模式的版本，本程序不能读。"),
    "StoreLocked": ("图库被占用", "store locked", "另一个进程正在使用这个图文件。"),
    "StoreCorrupt": ("图文件损坏", "store corrupt", "这不是图文件，或已损坏；用备份恢复。"),
    "StoreBusy": ("图库繁忙", "store busy", "别的写入占先；同样的请求再发一次可能成功。"),
    "StatementError": ("语句有误", "statement refused", "图库不接受这条 Cypher。"),
    "QueryTimeout": ("查询超时", "query timeout", "读取超过了时限；缩小范围再试。"),
    "QueryTooCostly": ("查询代价过大", "query too costly", "临时查询到了时间、内存、行数或字节的上限，已停下。"),
    "QueryFileError": ("查询文件有误", "query file error", "库中的一个查询文件不合规则，请告知管理员。"),
    "BadParameter": ("参数有误", "bad parameter", "参数缺失、多余，或类型不对。"),
    "WrongMediaType": ("不接受的内容类型", "wrong media type", "请求体的内容类型不被接受。"),
    "TooLarge": ("请求体过大", "body too large", "请求体超过了上限。"),
    "PageGone": ("续页已失效", "page gone", "列表改动太大，找不到下一页从哪里开始；请从第一页重来。"),
    "NotSignedIn": ("未表明身份", "not signed in", "不知道是谁在问：没有密钥，或密钥有误、过期、已撤销。"),
    "TooManyRequests": ("请求过于频繁", "too many requests", "请求超过了允许的频度；过 Retry-After 秒再试。"),
    "NotFound": ("没有找到", "not found", "没有这个 id 或名称。"),
    "UnresolvedName": ("名称所指不明", "unresolved name", "名称没有指到唯一的实体；candidates 列出最接近的。"),
    "UnknownName": ("没有此名", "unknown name", "没有实体叫这个名称；candidates 列出最接近的。"),
    "AmbiguousName": ("重名", "ambiguous name", "几个实体同名；请从 candidates 中选一个，用 id 指明。"),
    "Refused": ("不允许", "refused", "规则或权限不允许。"),
    "CypherRefused": ("不允许的 Cypher", "Cypher refused", "临时 Cypher 违反守则；rule、line、column 指明何处。"),
    "CypherLacking": ("引擎没有的写法", "not in this engine's Cypher", "内置引擎没有这种写法；hint 指明改写成什么。"),
    "BadInput": ("文件有误", "bad input", "文件有错，逐条列出；什么也没有写入。"),
}  # fmt: skip

#: What the framework refuses before a route of ours is asked; beside them our errors by status.
_PLAIN: Mapping[int, tuple[str, Text, Text]] = {
    400: (
        "bad-request",
        Text("请求有误", "bad request"),
        Text("请求本身无法读懂，例如请求体不是 JSON。", "The request cannot be read, as with a body that is no JSON."),
    ),
    404: (
        "no-such-page",
        Text("没有此页", "no such page"),
        Text("没有这个网址；/openapi.json 列出全部。", "Nothing is here; /openapi.json lists what there is."),
    ),
    405: (
        "method-not-allowed",
        Text("不支持此方法", "method not allowed"),
        Text("此网址不支持这个方法；Allow 列出支持的。", "It is not taken here; Allow lists those that are."),
    ),
    406: (
        "not-acceptable",
        Text("没有所要的格式", "not acceptable"),
        Text(
            "答案没有 Accept 所要的格式；有 JSON、CSV、XLSX。",
            "The answer has none of the forms that Accept names; there are JSON, CSV and XLSX.",
        ),
    ),
}  # fmt: skip
INVALID = Kind(
    "invalid-request",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    Text("请求不合要求", "invalid request"),
    Text(
        "参数或请求体不合要求；errors 逐条列出：在哪里（in、pointer）、错在哪里（detail）。不认识的参数也在此列。",
        "Parameters or body break their rules; errors lists each: where (in, pointer) and what (detail). "
        "Unknown parameters are among them.",
    ),
)
UNEXPECTED = Kind(
    "unexpected",
    HTTPStatus.INTERNAL_SERVER_ERROR,
    Text("服务出错", "server error"),
    Text(
        "服务自身出错，已记入日志；请把 request_id 告知管理员。",
        "A fault of the server, which is in its log; tell the administrator the request_id.",
    ),
)


def _error_types(root: type[XiaodiError] = XiaodiError) -> Iterator[type[XiaodiError]]:
    yield root
    for below in root.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from _error_types(below)


def name_of(error: type[XiaodiError]) -> str:
    """`BadParameter` -> `bad-parameter`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", error.__name__).lower()


def _of_class(error: type[XiaodiError]) -> Kind:
    zh, en, doc = _OURS[error.__name__]
    said = " ".join((error.__doc__ or "").split())
    return Kind(name_of(error), error.status, Text(zh, en), Text(doc, said))


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of problem by name."""
    ours = [_of_class(error) for error in dict.fromkeys(_error_types())]
    plain = [Kind(name, status, title, doc) for status, (name, title, doc) in _PLAIN.items()]
    return {kind.name: kind for kind in sorted([*ours, *plain, INVALID, UNEXPECTED], key=lambda kind: kind.name)}


def kind_of(error: type[XiaodiError]) -> Kind:
    """The kind of an error of ours; of a class from elsewhere the nearest above it."""
    known = next(one for one in error.__mro__ if name_of(one) in kinds())
    return kinds()[name_of(known)]


def kind_of_status(status: int) -> Kind:
    """The kind of what the framework refuses with a status."""
    if status in _PLAIN:
        return kinds()[_PLAIN[status][0]]
    same = next((kind for kind in kinds().values() if kind.status == status), None)
    return same or (UNEXPECTED if status >= HTTPStatus.INTERNAL_SERVER_ERROR else kinds()["bad-request"])
