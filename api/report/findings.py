"""Gaps by rule, declared against named, and figures that differ."""

from __future__ import annotations

from collections.abc import Iterator

from api.report.asked import Inquiry, evidence_of
from api.report.model import Column, Line, Note, Said, Section, Table
from api.report.words import plain, said
from graph.errors import Text
from queries.gaps_run import GapFinding, GapRow


def gaps(asked: Inquiry) -> Section:
    """A table of the rules, each with its count out of how many, and a list for each that found something."""
    found = [one for one in asked.findings if one.count]
    rules = Section(asked.say("各条规则", "The rules"), (_rules(asked),))
    lists = tuple(Section(one.title.say(asked.language), (_found(asked, one),)) for one in found)
    note = asked.say(
        "“查出”是缺口数，“共”是查看的总数；已接受的仍列在内；仅有宣称的也算没有合作方。",
        "“Found” is how many gaps there are, “out of” how many the rule looked at; accepted ones are among them. "
        "What is declared alone counts as without a partner.",
    )
    return Section(asked.say("缺口", "Gaps"), (Note(note),), (rules, *lists))


def _rules(asked: Inquiry) -> Table:
    heads = (("规则", "rule", 46, False), ("轻重", "severity", 16, False), ("查出", "found", 12, True),
             ("共", "out of", 12, True), ("已接受", "accepted", 14, True))  # fmt: skip
    columns = tuple(Column(asked.say(zh, en), share, number) for zh, en, share, number in heads)
    return Table(
        asked.say("各条规则查出的缺口", "Gaps by rule"), columns, tuple(_rule(asked, one) for one in asked.findings)
    )


def _rule(asked: Inquiry, one: GapFinding) -> Line:
    accepted = sum(finding.accepted is not None for finding in one.findings)
    cells = (
        one.title.say(asked.language),
        said("severity", one.severity, asked.language),
        str(one.count),
        str(one.total),
        str(accepted),
    )
    return Line(cells, asked.shown(evidence_of([finding.row for finding in one.findings])))


def _found(asked: Inquiry, one: GapFinding) -> Table:
    """The findings; a column for acceptances where there are any."""
    accepted = any(finding.accepted for finding in one.findings)
    columns = (
        Column(asked.say("缺口", "gap"), 66),
        *([Column(asked.say("已接受", "accepted"), 34)] if accepted else []),
    )
    title = one.title.say(asked.language)
    caption = asked.say(f"{title}：{one.total} 处中查出 {one.count} 处", f"{title}: {one.count} out of {one.total}")
    return Table(caption, columns, tuple(_finding(asked, finding, accepted) for finding in one.findings))


def _finding(asked: Inquiry, finding: GapRow, accepted: bool) -> Line:
    cells = [plain(finding.wording.say(asked.language))]
    if accepted:
        cells.append(_accepted(asked, finding))
    return Line(tuple(cells), asked.shown(finding.row["evidence"]))


def _accepted(asked: Inquiry, finding: GapRow) -> str:
    one = finding.accepted
    if one is None:
        return asked.say("未接受", "no")
    until = one.until or asked.say("不限期", "without end")
    return plain(asked.say(f"至 {until}，{one.who}：{one.why}", f"until {until}, {one.who}: {one.why}"))


def figures(asked: Inquiry) -> Section:
    """Declared against named, and the figures about one thing that differ, side by side."""
    return Section(
        asked.say("数字", "Figures"),
        (),
        (
            Section(asked.say("宣称与记名", "Declared and named"), tuple(_declared(asked))),
            Section(asked.say("矛盾与口径不同", "Conflicts and different bases"), (_unlike(asked),)),
        ),
    )


def _declared(asked: Inquiry) -> Iterator[Table | Said | Note]:
    """The figures with their members, and below what being named means."""
    rows = [
        row | {"ratio": f"{row['named']} / {row['declared']}", "figure": _basis(row["printed"], row["scope"], None)}
        for row in asked.rows("gaps/declared_vs_named")
    ]
    columns = {"about": 17, "topic": 15, "figure": 15, "ratio": 13, "missing": 8, "named_names": 32}
    heads = {
        "named_names": Text("记名者", "who is named"),
        "figure": Text("原数字", "figure"),
        "ratio": Text("记名 / 宣称", "named / declared"),
    }
    yield asked.listed(Text("宣称多少，记名多少", "How many are declared, how many are named"), columns, rows, **heads)
    if rows:
        zh = "记名者照各个数字的数法计：有的数所在，有的数签约、参加；记名不等于另有合作记录。"
        en = "Members are counted as each figure says, by where they lie or by what they signed or take part in; "
        yield Note(asked.say(zh, f"{en}to be named is not yet to have a recorded tie."))


def _unlike(asked: Inquiry) -> Table | Said:
    rows = [
        row
        | {
            "one": _basis(row["printed"], row["scope"], row["as_of"]),
            "two": _basis(row["other_printed"], row["other_scope"], row["other_as_of"]),
        }
        for row in asked.rows("claims/conflicts")
    ]
    columns = {"about": 20, "topic": 18, "verdict": 12, "one": 20, "two": 20, "differs": 10}
    heads = {"one": Text("一说", "one figure"), "two": Text("另一说", "the other")}
    return asked.listed(Text("数值不同的数字", "Figures that differ"), columns, rows, **heads)


def _basis(printed: str, scope: str | None, as_of: str | None) -> str:
    """A figure with what it covers and when it was so."""
    told = "，".join(part for part in (scope, as_of) if part)
    return f"{printed}（{told}）" if told else printed
