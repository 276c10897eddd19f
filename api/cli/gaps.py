"""gaps, coverage, accept-gap."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from api.cli.base import app, language, out, read_pairs, say, service
from api.cli.sheets import AsOfOption, Sheet, SheetOption, ToOption, put
from api.gaps import GAP_COLUMNS, coverage_columns, gap_rows


@app.command()
def gaps(
    place: Annotated[str, typer.Option("--in", help="哪个地方：id、名称或别名")],
    rule: Annotated[list[str] | None, typer.Option("--rule", help="只用某条规则，可重复")] = None,
    as_of: AsOfOption = None,
    given: Annotated[list[str] | None, typer.Option("--with", help="规则的其他参数，如 months=6")] = None,
    form: SheetOption = Sheet.table,
    to: ToOption = None,
) -> None:
    """一地的缺口：每条规则查出什么，占多少，谁接受过。What the gap rules find in a place.

    例: xiaodi gaps --in 榆次区 --rule needs_unmet
    """
    with service() as desk:
        found = desk.gaps(place, rule, as_of, date.today().isoformat(), read_pairs(given or []))
    rows = gap_rows(found, language())
    put(GAP_COLUMNS, rows, form, to)
    if form is Sheet.table:
        for one in found:
            out.print(f"{one.rule} · {one.title.say(language())}: {one.count} / {one.total}", style="dim", markup=False)


@app.command()
def coverage(
    places: Annotated[list[str] | None, typer.Option("--in", help="哪个地方；几个则并排；不写则各省")] = None,
    level: Annotated[str | None, typer.Option(help="下级的级别，如 Community")] = None,
    as_of: AsOfOption = None,
    side: Annotated[str | None, typer.Option(help="只算哪一边的合作方：campus | locality | enterprise | other")] = None,
    label: Annotated[str | None, typer.Option(help="只算这一类型的合作方，如 University")] = None,
    form: SheetOption = Sheet.table,
    to: ToOption = None,
) -> None:
    """合作覆盖到哪里：每个下级地方一行。How far cooperation reaches, a row for each place below.

    例: xiaodi coverage --in 榆次区
    """
    with service() as desk:
        found = desk.coverage(places or [], level, as_of, side, label)
    put(coverage_columns(found, every=form is not Sheet.table), found.rows, form, to)


@app.command("accept-gap")
def accept_gap(
    rule: Annotated[str, typer.Argument(help="规则，如 needs_unmet")],
    entity: Annotated[str, typer.Argument(help="缺口所指：id 或名称")],
    until: Annotated[str, typer.Option("--until", help="接受到何时，如 2027-06")],
    why: Annotated[str, typer.Option("--why", help="为什么")],
    who: Annotated[str, typer.Option("--who", help="谁决定")],
) -> None:
    """接受一个缺口到某日：仍会列出，注明已接受。Accept a gap until a date; it stays visible as accepted."""
    with service() as desk:
        decision = desk.accept_gap(rule, entity, until, who, why)
    out.print(say(f"已接受，决定 {decision}", f"accepted, decision {decision}"))
