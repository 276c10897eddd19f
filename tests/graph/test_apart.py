"""Work in another process: what it gives comes in order, and that it broke off is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from itertools import count, islice
from pathlib import Path

import pytest

from graph.apart import Channel, Worker, apart
from graph.errors import XiaodiError


def breaks_off(after: int) -> Iterator[int]:
    yield from range(after)
    os._exit(3)


def prints() -> Iterator[str]:
    print("a library that talks")
    yield "an answer"


def doubles(channel: Channel) -> None:
    while number := channel.hear():
        channel.tell(number * 2)
    os._exit(1)


def test_all_of_it_comes_in_order() -> None:
    assert list(apart(range, 5)) == [0, 1, 2, 3, 4]


def test_more_than_is_wanted_is_not_waited_for() -> None:
    endless = apart(count)
    assert list(islice(endless, 3)) == [0, 1, 2]
    endless.close()  # type: ignore[attr-defined] # hangs where the other process is not ended


def test_what_is_printed_is_no_answer() -> None:
    assert list(apart(prints)) == ["an answer"]


def test_a_folder_with_a_package_of_the_same_name_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "graph"
    package.mkdir()
    (package / "__init__.py").write_text("raise ImportError('another one')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert list(apart(range, 2)) == [0, 1]


def test_that_it_broke_off_is_told() -> None:
    given = apart(breaks_off, 2)
    assert [next(given), next(given)] == [0, 1]
    with pytest.raises(XiaodiError, match="3"):
        next(given)


def test_the_two_talk_in_turn_and_an_ended_one_is_told() -> None:
    with closing(Worker(doubles)) as worker:
        for number in (4, 5):
            worker.tell(number)
            assert worker.hear() == 2 * number
        worker.tell(0)
        with pytest.raises(XiaodiError, match="1"):
            worker.hear()
        with pytest.raises(XiaodiError, match="1"):
            worker.tell(6)
