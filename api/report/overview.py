"""The summary: half a page of numbers, each out of how many."""

from __future__ import annotations

from api.report.asked import Inquiry, evidence_of
from api.report.coverage import NOT_RECORDED, Classes, below, heis
from api.report.model import Column, Line, Note, Section, Table
from api.report.ties import Pair
from graph.errors import Text
from graph.store import Row
from queries.gaps_run import GapFinding


def overview(asked: Inquiry, pairs: list[Pair]) -> Section:
    """Every number with its denominator; what is not surveyed is not none."""
    columns = tuple(
        Column(asked.say(*text), share, number)
        for text, share, number in (
            (Text("事项", "what"), 26, False),
            (Text("有记录", "recorded"), 10, True),
            (Text("共", "out of"), 9, True),
            (Text("其余", "the rest"), 43, False),
        )
    )
    lines = (*_units(asked), _heis(asked), _ties(asked, pairs), *_ruled(asked), _rules(asked))
    note = asked.say(
        "未知不等于没有：“未见合作”指文件写到而没有合作记录，“未调查”指没有文件写到，只有普查写明的才是“没有”。",
        "Unknown is not none: “unrecorded” means that documents speak of it and of no tie, “unsurveyed” that no "
        "document speaks of it; only a survey that is complete says that there is none.",
    )
    caption = asked.say("主要数字", "Main figures")
    return Section(asked.say("摘要", "Summary"), (Table(caption, columns, lines), Note(note)))


def _line(asked: Inquiry, what: str, part: int, whole: int, rest: str, evidence: tuple[str, ...]) -> Line:
    return Line((what, str(part), str(whole), rest), asked.shown(evidence))


def _units(asked: Inquiry) -> list[Line]:
    """Subdistricts and communities with a formal tie, and the classes of the others."""
    whole, units = below(asked)[0], asked.rows("coverage/communities")
    lines = []
    for level, prefix, zh, en in (
        ("Subdistrict", "subdistricts", "街道乡镇有签约结对", "subdistricts with a formal tie"),
        ("Community", "communities", "社区村有签约结对", "communities with a formal tie"),
    ):
        classes = Classes.of(whole, prefix)
        evidence = evidence_of([unit for unit in units if unit["level"] == level])
        rest = classes.rest(asked)
        lines.append(_line(asked, asked.say(zh, en), classes.formal, classes.total, rest, evidence))
    return lines


def _heis(asked: Inquiry) -> Line:
    found, whole = _of(asked, "heis_without_tie"), below(asked)[0]
    seats = Text(f"名录校址在此级 {whole['heis_registered']} 所", f"{whole['heis_registered']} by the seat in a list")
    if not asked.desk.lists_universities():
        seats = Text("未装高校名录", "no list of universities is loaded")
    rest = asked.say(
        f"文件写明在此 {whole['heis_stated']} 所，{seats.zh}",
        f"{whole['heis_stated']} are there by documents, {seats.en}",
    )
    what = asked.say("高校有合作记录", "universities with a recorded tie")
    return _line(asked, what, found.total - found.count, found.total, rest, evidence_of(heis(asked)))


def _ties(asked: Inquiry, pairs: list[Pair]) -> Line:
    held = [pair for pair in pairs if not pair.planned]
    formal = [pair for pair in held if pair.formal]
    rest = asked.say(f"另有其他合作 {len(held) - len(formal)} 对", f"{len(held) - len(formal)} with other ties alone")
    evidence = tuple(item for pair in held for item in pair.evidence)
    return _line(
        asked, asked.say("合作的双方中正式的（对）", "pairs with a formal tie"), len(formal), len(held), rest, evidence
    )


def _ruled(asked: Inquiry) -> list[Line]:
    """What is in order, out of all that a rule looked at."""
    return [
        _sound(asked, "agreements_without_activity", "协议与签约有后续活动", "agreements followed by activity",
               [*asked.rows("agreements/list"), *asked.rows("partners/formal")]),
        _sound(asked, "needs_unmet", "需求有服务对应", "needs that a service meets", asked.rows("needs/services")),
        _sound(asked, "declared_vs_named", "计数成员的数字已记名齐", "member figures borne out by names",
               asked.rows("gaps/declared_vs_named")),
        _sound(asked, "figures_in_conflict", "数值不同的数字属口径不同", "unlike figures on a different basis",
               asked.rows("claims/conflicts")),
    ]  # fmt: skip


def _sound(asked: Inquiry, rule: str, zh: str, en: str, rows: list[Row]) -> Line:
    found = _of(asked, rule)
    short = found.count
    rest = asked.say(f"其余 {short} 处列为缺口", f"{short} listed as gaps") if short else asked.say("无", "none")
    rest = rest if found.total else asked.say(*NOT_RECORDED)
    return _line(asked, asked.say(zh, en), found.total - short, found.total, rest, evidence_of(rows))


def _rules(asked: Inquiry) -> Line:
    found = [one for one in asked.findings if one.count]
    rows = [finding for one in found for finding in one.findings]
    accepted = sum(finding.accepted is not None for finding in rows)
    count = sum(one.count for one in found)
    rest = asked.say(f"共 {count} 处，其中已接受 {accepted} 处", f"{count} findings, {accepted} of them accepted")
    evidence = evidence_of([finding.row for finding in rows])
    return _line(
        asked, asked.say("查出缺口的规则", "rules with findings"), len(found), len(asked.findings), rest, evidence
    )


def _of(asked: Inquiry, rule: str) -> GapFinding:
    return next(one for one in asked.findings if one.rule == rule)
