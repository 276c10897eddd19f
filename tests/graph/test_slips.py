"""The index of slips finds what going through all names finds."""

from hypothesis import given
from hypothesis import strategies as st

from graph.names import one_slip
from graph.slips import Slips

WORDS = st.text(alphabet="山西晋中学院一", min_size=1, max_size=6)


@given(st.lists(WORDS, max_size=30, unique=True), WORDS)
def test_slips_are_those_of_all_names_in_their_order(names: list[str], key: str) -> None:
    wanted = [name for name in names if len(key) > 2 and one_slip(key, name)]
    assert Slips((name, name) for name in names).near(key) == wanted


def test_a_slip_at_the_beginning_or_inside_is_found() -> None:
    slips = Slips([("云南财经大学", 1), ("云南财经会大学", 2), ("河南财经大学", 3), ("云南大学", 4)])
    assert slips.near("云南财经大学") == [2, 3]
    assert slips.near("云大") == []
