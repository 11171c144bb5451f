"""One minute of requests: nothing is lost and nothing is made up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azstudy.errors import InvalidInputError
from azstudy.simulate.service.flow import capacity, settle, whole_requests

COUNT = st.integers(0, 5000)


@settings(max_examples=80, deadline=None)
@given(COUNT, COUNT, COUNT, COUNT, st.lists(COUNT, max_size=4))
def test_in_is_served_dropped_or_waiting(waiting, arrived, room, limit, admitted):
    waiting = min(waiting, limit)
    served, full, late, left = settle(waiting, arrived, room, limit, admitted)
    assert waiting + arrived == served + full + late + left
    assert 0 <= served <= room
    assert min(full, late, left) >= 0
    assert left <= limit
    assert full <= arrived
    if served < room:
        assert full == late == left == 0


def test_patience_ends_for_the_oldest():
    assert settle(50, 10, 5, 100, ()) == (5, 0, 45, 10)
    assert settle(50, 10, 5, 100, (50,)) == (5, 0, 0, 55)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50))
def test_whole_requests_keep_the_total(values):
    whole = whole_requests(values)
    assert len(whole) == len(values)
    assert min(whole) >= 0
    assert sum(whole) == pytest.approx(sum(values), abs=1.0001)


@pytest.mark.parametrize("bad", [float("nan"), -1, float("inf")])
def test_a_load_has_a_number_for_every_minute(bad):
    with pytest.raises(InvalidInputError, match="Minute 1 of the load"):
        whole_requests([5, bad])


def test_capacity_of_part_of_a_minute():
    assert capacity(90, 600) == 900
    assert capacity(30 * 60, 0.1) == 3
