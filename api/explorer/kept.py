"""Answers that pages ask for again and again, kept while the graph stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from fastapi import Request

from api.gate.freshness import graph_state
from api.http.answers import Answers
from api.http.paging import Found
from api.service import Service
from graph.store import Row


def kept(
    request: Request, service: Service, question: str, compute: Callable[[], list[Row]] | None
) -> list[Row] | None:
    """The rows that answer a question, computed where they are not kept for this state of the graph and this day.

    None without `compute`, where nothing is kept.
    """
    answers = cast(Answers, request.app.state.answers)
    key = f"explorer {question}", f"{graph_state(service)} {date.today()}"
    found = answers.get(key)
    if found is None and compute is not None:
        found = Found((), compute())
        answers.keep(key, found)
    return None if found is None else found.rows
