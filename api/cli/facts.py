"""fact add, dispute, correct, list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from api.cli.base import app, console, language, out, read_pairs, say, service
from api.cli.review import value_of
from api.cli.sheets import Sheet, SheetOption, ToOption, put
from api.facts import DOES, FACT_COLUMNS, Citation, Entries, Recorded, fact_rows
from graph.errors import BadInput, BadParameter, Problem, Text
from loaders.factsheet_read import At, yaml_text, yaml_tree

facts = typer.Typer(
    help="据文件手工补充、提出异议、更正。Add, dispute and correct facts by hand, each with its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(facts, name="fact")

_Who = Annotated[str, typer.Option("--who", help="谁决定")]
_Why = Annotated[str, typer.Option("--why", help="为什么")]
_Source = Annotated[str | None, typer.Option("--source", help="图中的出处 来源#位置，如 000-yuci#12")]
_Title = Annotated[str | None, typer.Option("--title", help="新文件的标题")]
_Publisher = Annotated[str | None, typer.Option("--publisher", help="新文件的发布者")]
_Published = Annotated[str | None, typer.Option("--published", help="新文件何时发布，如 2024-05")]
_At = Annotated[list[str] | None, typer.Option("--at", help="写在哪里：12、9-12、p12、表1!C3；可多次")]
_Region = Annotated[str | None, typer.Option("--region", help="文件讲的地区，名称在那里查：代码或名称")]
_Dry = Annotated[bool, typer.Option("--dry-run", help="只说明会写入什么")]
#: A place among entries: the second relation, its field `from`.
_PLACE = re.compile(r"^(?P<section>entities|relations|claims) (?P<number>\d+)(?:\.(?P<field>\w+))?$")
_FILE_SECTIONS = ("entities", "relations", "claims")


@facts.command()
def add(
    who: _Who,
    why: _Why,
    ends: Annotated[list[str] | None, typer.Argument(help="关系的两端：id、名称或别名")] = None,
    type_: Annotated[str | None, typer.Option("--type", help="关系类型，默认 PARTNERS_WITH；或实体类型")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="种类，如 signed")] = None,
    role: Annotated[str | None, typer.Option("--role", help="角色，如 host")] = None,
    since: Annotated[str | None, typer.Option("--since", help="何时起，如 2024-03")] = None,
    until: Annotated[str | None, typer.Option("--until", help="何时止")] = None,
    name: Annotated[str | None, typer.Option("--name", help="实体的名称")] = None,
    within: Annotated[str | None, typer.Option("--in", help="实体在哪里，或属于谁")] = None,
    claim: Annotated[str | None, typer.Option("--claim", help="数字所计的事项，如 驻地高校")] = None,
    about: Annotated[str | None, typer.Option("--about", help="数字关于谁")] = None,
    printed: Annotated[str | None, typer.Option("--printed", help="数字原样，如 9所")] = None,
    more: Annotated[list[str] | None, typer.Option("--set", help="其余字段 名=值；可多次")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="YAML：entities、relations、claims，写法同事实表")] = None,
    source: _Source = None,
    title: _Title = None,
    publisher: _Publisher = None,
    published: _Published = None,
    at: _At = None,
    region: _Region = None,
    dry_run: _Dry = False,
) -> None:
    """据文件补充关系、实体或数字；全部写入或全不写入，可以撤销。Add a relation, an entity, a figure, or a file of them.

    例: xiaodi fact add 玉湖社区 山西医科大学 --kind signed --since 2024-03 --source 000-yuci#12 --who 甲 --why 已核

        xiaodi fact add --type Venue --name 某馆 --in 锦纶街道 --title 某文 --at 2 --region 140702 --who 甲 --why 乙

        xiaodi fact add --claim 驻地高校 --about 榆次区 --printed 9所 --source 000-yuci#3 --who 甲 --why 已核
    """
    own = {"kind": kind, "role": role, "valid_from": since, "valid_to": until, "name": name, "in": within}
    own |= {"about": about, "printed": printed} | {key: value_of(text) for key, text in read_pairs(more or ()).items()}
    given = {key: value for key, value in own.items() if value is not None}
    entries = _read_file(file) if file else _entry(ends or [], type_, claim, given)
    if file and (ends or type_ or claim or given):
        raise BadParameter(Text("--file 不与其他内容同用", "--file stands alone"))
    cited = _citation(source, title, publisher, published, at, region)
    with service() as desk, _faults_at_lines(file):
        _say_done(desk.add_facts(entries, cited, who, why, dry_run=dry_run))


@facts.command()
def dispute(
    item: Annotated[str, typer.Argument(help="实体、关系或数字：id 或名称；或关系的一端")],
    who: _Who,
    why: _Why,
    other: Annotated[str | None, typer.Argument(help="关系的另一端")] = None,
    source: _Source = None,
    title: _Title = None,
    publisher: _Publisher = None,
    published: _Published = None,
    at: _At = None,
    dry_run: _Dry = False,
) -> None:
    """对一个实体、关系或数字提出异议；它留在答案里，并注明。Dispute a fact; answers go on showing it, marked.

    例: xiaodi fact dispute 玉湖社区 山西医科大学 --source 000-yuci#12 --who 甲 --why 已终止
    """
    cited = _citation(source, title, publisher, published, at, None)
    with service() as desk:
        _say_done(desk.dispute_fact(item, cited, who, why, other, dry_run=dry_run))


@facts.command()
def correct(
    item: Annotated[str, typer.Argument(help="实体、关系或数字：id 或名称")],
    changes: Annotated[list[str], typer.Argument(help="字段=值，如 valid_from=2024-03、to=锦纶街道；null 为去掉")],
    who: _Who,
    why: _Why,
    source: _Source = None,
    title: _Title = None,
    publisher: _Publisher = None,
    published: _Published = None,
    at: _At = None,
    dry_run: _Dry = False,
) -> None:
    """更正来源写明的属性、类型或两端；各来源自己的说法仍留着。Correct a fact; what sources say is kept beside.

    例: xiaodi fact correct 长城集团 name=长城集团有限公司 --source 000-yuci#16 --who 甲 --why 全称
    """
    given = {name: value_of(text) for name, text in read_pairs(changes).items()}
    cited = _citation(source, title, publisher, published, at, None)
    with service() as desk:
        _say_done(desk.correct_fact(item, given, cited, who, why, dry_run=dry_run))


@facts.command("list")
def list_(
    kind: Annotated[str | None, typer.Option("--kind", help="add | dispute | correct")] = None,
    about: Annotated[str | None, typer.Option("--about", help="关于谁")] = None,
    undone: Annotated[bool, typer.Option("--with-undone", help="连已撤销的")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="最多几行")] = 200,
    form: SheetOption = Sheet.table,
    to: ToOption = None,
) -> None:
    """补充、异议与更正，新的在前。What was added, disputed and corrected, the newest first."""
    asked = {"kind": kind, "entity": about, "with_undone": undone, "limit": limit}
    with service() as desk:
        found = desk.ask("facts/list", {name: value for name, value in asked.items() if value is not None})
    put(FACT_COLUMNS, fact_rows(found.rows, language()), form, to)


# --- how it is asked and told -----------------------------------------------------------------------


def _entry(ends: list[str], type_: str | None, claim: str | None, given: dict[str, Any]) -> Entries:
    """The one entry that the options describe."""
    if claim is not None and not ends:
        return Entries(claims=[{"topic": claim, **given}])
    if len(ends) == 2:
        return Entries(relations=[{"type": type_ or "PARTNERS_WITH", "from": ends[0], "to": ends[1], **given}])
    if ends or type_ is None:
        raise BadParameter(
            Text("写明两端，或 --type 与 --name，或 --claim，或 --file", "name two ends, a type, a claim or a file"),
            hint=Text("xiaodi fact add --help 有例子", "xiaodi fact add --help has examples"),
        )
    return Entries(entities=[{"type": type_, **given}])


def _read_file(path: Path) -> Entries:
    """The entries of a file, as plain values."""
    unknown = [str(name) for name in _tree(path) if name not in _FILE_SECTIONS]
    if unknown:
        listed = "、".join(unknown)
        raise BadParameter(
            Text(f"不认识的部分 {listed}", f"unknown sections {listed}"),
            where=str(path),
            hint=Text("只能是 entities、relations、claims", "entities, relations, claims"),
        )
    return Entries.model_validate(YAML(typ="safe").load(yaml_text(path)))


def _tree(path: Path) -> CommentedMap:
    return yaml_tree(yaml_text(path), path, Text("不是补充的内容", "no facts"))


@contextmanager
def _faults_at_lines(path: Path | None) -> Iterator[None]:
    """Faults of entries told at the lines of the file that they were read from."""
    try:
        yield
    except BadInput as error:
        if path is None:
            raise
        tree = _tree(path)
        raise BadInput([_at_line(problem, path, tree) for problem in error.problems]) from error


def _at_line(problem: Problem, path: Path, tree: CommentedMap) -> Problem:
    found = _PLACE.match(problem.place)
    if found is None:
        return replace(problem, file=str(path))
    items, number = tree[found["section"]], int(found["number"]) - 1
    at = At(str(path), 1, 1).of(items, number)
    return (at.of(items[number], found["field"]) if found["field"] else at).problem(problem.what, problem.hint)


def _citation(
    source: str | None,
    title: str | None,
    publisher: str | None,
    published: str | None,
    at: list[str] | None,
    region: str | None,
) -> Citation:
    """Where it is written, as the options say."""
    id_, _, locator = (source or "").partition("#")
    places = [*filter(None, [locator]), *(at or [])]
    if not places:
        raise BadParameter(
            Text("须写明写在哪里", "tell where it is written"),
            hint=Text("--source 来源#位置，或 --title 与 --at", "--source id#place, or --title and --at"),
        )
    return Citation(source=id_ or None, title=title, publisher=publisher, published=published, region=region, at=places)


def _say_done(done: Recorded) -> None:
    for item in done.items:
        text = f"{DOES[item.kind].say(language())}  {item.name}  {item.subject}"
        out.print(text, markup=False, highlight=False, soft_wrap=True)
    if done.dry_run:
        console.print(say("只是检查，什么也没有写入", "checked only; nothing was written"), style="dim")
        return
    listed = "、".join(done.evidence)
    text = say(f"出处 {listed}，撤销用 {done.undo}", f"at {listed}; undo by {done.undo}")
    out.print(text, markup=False, highlight=False, soft_wrap=True)
