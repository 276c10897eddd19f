"""Platforms, programs with their rules, policies, needs and services, and people in their roles."""

from __future__ import annotations

from api.report.asked import Inquiry
from api.report.model import Part, Said, Section, Table
from api.report.words import NOTHING, said
from graph.errors import Text
from graph.store import Row
from graph.values import last_day


def works(asked: Inquiry) -> Section:
    """What carries the cooperation."""
    return Section(
        asked.say("平台、机制与政策", "Platforms, programs and policies"),
        (),
        (
            Section(asked.say("平台", "Platforms"), (_platforms(asked),)),
            Section(asked.say("机制与品牌", "Programs"), tuple(_programs(asked))),
            Section(asked.say("政策", "Policies"), (_policies(asked),)),
        ),
    )


def supply(asked: Inquiry) -> Section:
    """Needs with what meets them, and the lists."""
    return Section(
        asked.say("需求与服务", "Needs and services"),
        (),
        (
            Section(asked.say("需求与服务对照", "Needs against services"), (_met(asked),)),
            Section(asked.say("清单", "Lists"), (_lists(asked),)),
        ),
    )


def people(asked: Inquiry) -> Section:
    """Those whose time in the role may hold at the date."""
    rows = [row for row in asked.begun(asked.rows("people/roles"), "since") if _lasts(asked, row["until"])]
    columns = {"person": 18, "role": 26, "body": 32, "since": 12, "until": 12}
    return Section(
        asked.say("任职人员", "People in public roles"),
        (asked.listed(Text("以公职身份出现的人", "People in public roles"), columns, rows),),
    )


def _lasts(asked: Inquiry, until: str | None) -> bool:
    return asked.as_of is None or until is None or last_day(until) >= asked.as_of


def _platforms(asked: Inquiry) -> Table | Said:
    columns = {"platform": 28, "kind": 13, "level": 11, "field": 14, "founders": 22, "operators": 22}
    return asked.listed(Text("平台及其设立者与运营者", "Platforms with founders and operators"), columns,
                        asked.rows("platforms/list"))  # fmt: skip


def _programs(asked: Inquiry) -> list[Part]:
    """All of them, then those that have rules, step by step."""
    rows = [row | {"operators": row["operators"] or row["by"]} for row in asked.rows("programs/list")]
    columns = {"program": 44, "kind": 14, "operators": 30, "steps": 12}
    heads = {"program": Text("机制或品牌", "program"), "steps": Text("步骤数", "steps")}
    listed = asked.listed(Text("机制、品牌与行动", "Mechanisms, brands and campaigns"), columns, rows, **heads)
    ruled = [row for row in rows if row["steps"]]
    return [listed, *([_rules(asked, ruled)] if ruled else [])]


def _rules(asked: Inquiry, programs: list[Row]) -> Table | Said:
    rows: list[Row] = []
    for program in programs:
        steps = asked.rows("programs/rules", program=program["program_id"])
        rows += [row | {"program": program["program"], "often": _often(asked, row)} for row in steps]
    columns = {"program": 26, "step": 8, "actor": 18, "action": 34, "often": 14}
    heads = {"program": Text("机制", "program"), "often": Text("多久几次", "how often")}
    return asked.table(Text("机制的规则，按序", "Rules of the programs, in order"), columns, rows, **heads)


def _often(asked: Inquiry, row: Row) -> str:
    if not row["times"]:
        return NOTHING
    per = said("per", row["per"], asked.language)
    return asked.say(f"{per} {row['times']} 次", f"{row['times']} times {per}")


def _policies(asked: Inquiry) -> Table | Said:
    columns = {"policy": 44, "number": 18, "issuers": 26, "date": 12}
    return asked.listed(Text("政策", "Policies"), columns, asked.begun(asked.rows("policies/list")))


def _met(asked: Inquiry) -> Table | Said:
    columns = {"about": 20, "need": 24, "met": 11, "services": 25, "providers": 20}
    heads = {"about": Text("谁的需求", "whose need"), "met": Text("有服务", "met")}
    return asked.listed(Text("需求与对应的服务", "Needs with the services that meet them"), columns,
                        asked.rows("needs/services"), **heads)  # fmt: skip


def _lists(asked: Inquiry) -> Table | Said:
    columns = {"kind": 10, "name": 22, "about": 18, "by": 16, "categories": 24, "count": 10}
    heads = {"by": Text("由谁", "by"), "count": Text("项数", "items")}
    rows = asked.rows("needs/lists")
    return asked.listed(Text("需求清单与服务清单", "Lists of needs and services"), columns, rows, **heads)
