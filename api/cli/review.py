"""review list, show, accept, correct, reject, merge, undo."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any

import orjson
import typer

from api.cli.base import app, console, language, out, read_pairs, say, service
from api.cli.sheets import Sheet, SheetOption, ToOption, put
from api.headings import word
from api.reviews import PAGE, REVIEW_COLUMNS, Reviewed, Rule, review_rows
from graph.errors import BadParameter, Text
from graph.store import Row

reviews = typer.Typer(
    help="审定从文献读出的提议。Review what was proposed from documents.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(reviews, name="review")

_Ids = Annotated[list[str] | None, typer.Argument(help="提议的 id；不写则用下面的条件成批审定")]
_Who = Annotated[str, typer.Option("--who", help="谁决定")]
_Why = Annotated[str, typer.Option("--why", help="为什么")]
_Source = Annotated[str | None, typer.Option("--source", help="只看这个来源")]
_Region = Annotated[str | None, typer.Option("--in", help="来源的地区：区划代码或名称")]
_Type = Annotated[str | None, typer.Option("--type", help="实体、关系类型或 Claim")]
_Least = Annotated[float | None, typer.Option("--min-confidence", min=0, max=1, help="把握不低于")]
_Most = Annotated[float | None, typer.Option("--max-confidence", min=0, max=1, help="把握不高于")]
_All = Annotated[bool, typer.Option("--all", help="全部待审的")]
_Yes = Annotated[bool, typer.Option("--yes", "-y", help="不再询问")]


@reviews.command("list")
def list_(
    source: _Source = None,
    region: _Region = None,
    type_: _Type = None,
    least: _Least = None,
    most: _Most = None,
    rejected: Annotated[bool, typer.Option("--rejected", help="已否决的")] = False,
    limit: Annotated[int, typer.Option(min=1, max=PAGE * 10, help="最多几行")] = PAGE,
    after: Annotated[str, typer.Option(help="续页记号")] = "",
    form: SheetOption = Sheet.table,
    to: ToOption = None,
) -> None:
    """待审的提议，把握大的在前。Proposals that wait for a person, the surest first.

    例: xiaodi review list --source s --min-confidence 0.9
    """
    with service() as desk:
        found = desk.reviews(_rule(source, region, type_, least, most), _status(rejected), limit, after)
    put(REVIEW_COLUMNS, review_rows(found.rows, language()), form, to)
    if found.next:
        console.print(say(f"还有，续页 --after {found.next}", f"more: --after {found.next}"), style="dim", markup=False)


@reviews.command()
def show(
    item: Annotated[str, typer.Argument(help="提议的 id")],
    around: Annotated[int, typer.Option(min=0, max=50, help="原文前后各几段")] = 2,
    form: SheetOption = Sheet.table,
) -> None:
    """一条提议：理由、出处、前后原文、已有决定。One proposal, with its passage in context."""
    with service() as desk:
        found = desk.review(item, around)
    if form is not Sheet.table:
        out.file.write(orjson.dumps(vars(found), option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    for line in _lines(found.item):
        _print(line)
    for passage in found.passages:
        mark = "▶" if passage["cited"] else " "
        _print(f"{mark} {passage['passage_id']}  {passage['text']}", "" if passage["cited"] else "dim")
    for one in found.decisions:
        undone = say("（已撤销）", " (undone)") if one["undone"] else ""
        _print(f"{one['decided_at'][:10]} {one['who']} {one['kind']}{undone}: {one['why']}  {one['decision_id']}")


def _lines(item: Row) -> list[str]:
    """A proposal in words."""
    kind = f" [{item['kind']}]" if item["kind"] else ""
    other = f" → {item['b']}" if item["b"] else ""
    status = word("status", item["status"], language())
    sure = "" if item["confidence"] is None else f"  {item['confidence']:.2f}"
    lines = [f"{item['type']}{kind}  {item['a']}{other}", f"{status}{sure}  {'、'.join(item['evidence'])}"]
    if item["proposed_by"]:
        lines.append(say("另有提议 ", "also proposed ") + "、".join(item["proposed_at"]))
    return lines + [f"· {reason}" for reason in item[f"reasons_{language()}"]]


@reviews.command()
def accept(
    who: _Who,
    why: _Why,
    items: _Ids = None,
    source: _Source = None,
    region: _Region = None,
    type_: _Type = None,
    least: _Least = None,
    most: _Most = None,
    every: _All = False,
    yes: _Yes = False,
) -> None:
    """接受提议；关系的两端一并接受；全部成功或全不写入。Accept proposals, all or none.

    例: xiaodi review accept --source s --min-confidence 0.95 --type PARTNERS_WITH --who 甲 --why 已核
    """
    with service() as desk:
        chosen = _chosen(desk, items, _rule(source, region, type_, least, most), every=every, yes=yes)
        _say_done(desk.accept(chosen, who, why), "已接受", "accepted")


@reviews.command()
def reject(
    who: _Who,
    why: _Why,
    items: _Ids = None,
    source: _Source = None,
    region: _Region = None,
    type_: _Type = None,
    least: _Least = None,
    most: _Most = None,
    every: _All = False,
    yes: _Yes = False,
) -> None:
    """否决提议；再读同一文献也不再列出。Reject proposals; reading the document again does not reopen them."""
    with service() as desk:
        chosen = _chosen(desk, items, _rule(source, region, type_, least, most), every=every, yes=yes)
        _say_done(desk.reject(chosen, who, why), "已否决", "rejected")


@reviews.command()
def correct(
    item: Annotated[str, typer.Argument(help="提议的 id")],
    changes: Annotated[list[str], typer.Argument(help="字段=值，如 name=玉湖社区、to=锦纶街道；null 为去掉")],
    who: _Who,
    why: _Why,
    leave: Annotated[bool, typer.Option("--leave-open", help="只更正，不接受")] = False,
) -> None:
    """更正名称、类型、性质或两端，并随之接受。Correct name, type, properties or ends, and accept it so.

    例: xiaodi review correct e-0123456789abcdef to=锦纶街道 --who 甲 --why 认错了
    """
    given = {name: value_of(text) for name, text in read_pairs(changes).items()}
    with service() as desk:
        _say_done(desk.correct(item, given, who, why, not leave), "已更正", "corrected")


@reviews.command()
def merge(
    item: Annotated[str, typer.Argument(help="提议的实体 id")],
    into: Annotated[str, typer.Argument(help="它其实是谁：id 或名称")],
    who: _Who,
    why: _Why,
) -> None:
    """提议的实体就是图中已有的一个。A proposed entity is one that the graph has already."""
    with service() as desk:
        _say_done(desk.merge_into(item, into, who, why), "已合并", "merged")


@reviews.command()
def undo(
    decision: Annotated[str, typer.Argument(help="决定的 id（d-…），或一批的 id（b-…）")], who: _Who, why: _Why
) -> None:
    """撤销一个决定，或同时作出的一批。Undo a decision, or all of a batch."""
    with service() as desk:
        _say_done(desk.undo(decision, who, why), "已撤销", "undone")


# --- how it is asked and told -----------------------------------------------------------------------


def _rule(source: str | None, region: str | None, type_: str | None, least: float | None, most: float | None) -> Rule:
    return Rule(source=source, region=region, type=type_, min_confidence=least, max_confidence=most)


def _status(rejected: bool) -> str:
    return "rejected" if rejected else "proposed"


def _chosen(desk: Any, items: list[str] | None, rule: Rule, *, every: bool, yes: bool) -> list[str]:
    """The ids that are meant: those given, or all that a rule means, once the user agreed to their number."""
    if items and (every or not rule.is_empty):
        raise BadParameter(Text("给出 id 或条件，不要并用", "give ids or conditions, not both"))
    if items:
        return items
    if rule.is_empty and not every:
        raise BadParameter(Text("给出 id 或条件；全部则写 --all", "give ids or conditions; --all for everything"))
    found = [row["item_id"] for row in desk.reviews_matching(rule)]
    console.print(say(f"符合条件的提议有 {len(found)} 条", f"{len(found)} proposals match"), highlight=False)
    if found and not yes:
        typer.confirm(say("都这样决定？", "decide all of them so?"), abort=True, err=True)
    return found


def _say_done(done: Reviewed, zh: str, en: str) -> None:
    along = say(f"，连带 {len(done.along)} 个", f", with {len(done.along)} more") if done.along else ""
    text = say(
        f"{zh} {len(done.items)} 条{along}，撤销用 {done.undo}", f"{en} {len(done.items)}{along}; undo by {done.undo}"
    )
    out.print(text, markup=False, highlight=False, soft_wrap=True)


def value_of(text: str) -> Any:
    """A value as typed: null and lists are JSON, all else is text."""
    if text == "null" or text.startswith("["):
        try:
            return orjson.loads(text)
        except ValueError as error:
            raise BadParameter(Text(f"值写法有误：{text}", f"bad value: {text}")) from error
    return text


def plain(text: str) -> str:
    """What a document says, without what would steer the terminal or turn the line around."""
    return "".join(char for char in text if char == "\t" or unicodedata.category(char) not in ("Cc", "Cf"))


def _print(text: str, style: str = "") -> None:
    out.print(plain(text), style=style, markup=False, highlight=False, soft_wrap=True)
