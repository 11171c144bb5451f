"""The event kernel: order, cancelling, time that has passed."""

import pytest

from azstudy.errors import InvalidInputError
from azstudy.simulate.service.kernel import Kernel


def test_events_come_by_time_then_order_then_turn():
    kernel, said = Kernel(), []
    for name, when, order in (("c", 10, 0), ("d", 10, 0), ("b", 10, -1), ("a", 5, 9)):
        kernel.at(when, lambda name=name: said.append(name), order=order)
    kernel.run(10)
    assert said == ["a", "b", "c", "d"]


def test_run_before_leaves_the_events_of_that_very_time():
    kernel, said = Kernel(), []
    kernel.at(60, lambda: said.append("on the minute"))
    kernel.run_before(60)
    assert (said, kernel.now_s, kernel.next_s) == ([], 60.0, 60)
    kernel.run_before(61)
    assert said == ["on the minute"]


def test_an_event_may_plan_another_and_a_cancelled_one_never_runs():
    kernel, said = Kernel(), []
    gone = kernel.at(5, lambda: said.append("gone"))
    kernel.at(1, lambda: kernel.after(2, lambda: said.append(kernel.now_s)))
    kernel.cancel(gone)
    assert not gone.pending
    kernel.run(10)
    assert said == [3]


@pytest.mark.parametrize("when", [9, float("nan")])
def test_the_past_cannot_be_planned(when):
    kernel = Kernel()
    kernel.run(10)
    with pytest.raises(InvalidInputError, match="has passed"):
        kernel.at(when, lambda: None)
